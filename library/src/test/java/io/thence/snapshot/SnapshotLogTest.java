// SPDX-License-Identifier: Apache-2.0
package io.thence.snapshot;

import io.thence.Fold;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.snapshot.Tally.Sum;
import io.thence.world.Disk;
import io.thence.world.MemoryDisk;
import io.thence.world.SubDisk;
import io.thence.world.SystemWorld;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** However many states are kept, their log holds the newest of each key and little more. */
class SnapshotLogTest {

    private static final long LIMIT = 200_000;
    private static final int KEYS = 5;
    private static final SnapshotSettings SETTINGS =
            SnapshotSettings.of(new LogSettings(16 << 10, 4 << 10, 2 << 10, 16, 64, 1 << 10, 1 << 8)).upTo(LIMIT);

    private static final Fold<String, Sum> EACH = Tally.SUM.snapshotEvery(1);

    private final MemoryDisk disk = new MemoryDisk();

    private static Thence open(Disk disk) {
        return Thence.run(Tally.of(EACH),
                new Engine(new SystemWorld(), disk, LogSettings.SMALL, 1 << 20).snapshots(SETTINGS));
    }

    private long bytes() {
        return LogStore.bytes(new SubDisk(disk, "snapshots"));
    }

    @Test
    void it_does_not_grow_with_what_was_kept() {
        long written = 0;
        for (int life = 0; life < 4; life++) {
            try (var tally = open(disk)) {
                for (int number = 1; number <= 300; number++) {
                    for (int key = 0; key < KEYS; key++) {
                        Tally.add(tally, "k" + key, 300L * life + number, 300L * life + number);
                    }
                }
            }
            written += KEYS * 300 * 200L; // each takes more
            assertThat(bytes()).as("life %s", life).isLessThan(LIMIT * 5 / 4);
        }
        assertThat(written).as("what would be there").isGreaterThan(5 * LIMIT);
        try (var tally = open(disk)) {
            for (int key = 0; key < KEYS; key++) {
                int before = Tally.Outside.STEPS.get();
                assertThat(tally.read(EACH, "k" + key).total()).isEqualTo(1_200 * 1_201 / 2);
                assertThat(Tally.Outside.STEPS.get() - before).as("one of the last is there").isLessThan(300);
            }
        }
    }
}
