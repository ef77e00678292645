// SPDX-License-Identifier: Apache-2.0
package io.thence.snapshot;

import io.thence.EventId;
import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** No snapshot outlives an annulment under its key; later ones are made without what was annulled. */
class AnnulledSnapshotsTest {

    private static final SnapshotSettings SETTINGS = SnapshotSettings.of(LogSettings.SMALL);

    private final MemoryDisk disk = new MemoryDisk();

    private Thence open(SnapshotSettings settings) {
        return Thence.run(Tally.of(Tally.SUM),
                new Engine(new SystemWorld(), disk, LogSettings.SMALL, 1 << 20).snapshots(settings));
    }

    private static long total(Thence tally) {
        return tally.read(Tally.SUM, "a").total();
    }

    private static void annul(Thence tally, long number) {
        tally.annul(List.of(new EventId("a/" + number + "/0")), "anna", "by mistake");
    }

    @Test
    void a_snapshot_from_before_is_not_used_and_one_from_after_is() {
        try (var tally = open(SETTINGS)) {
            Tally.add(tally, "a", 1, 25);
            assertThat(total(tally)).isEqualTo(325);
        }
        try (var tally = open(SETTINGS)) {
            annul(tally, 7);
        }
        try (var tally = open(SETTINGS.comparing())) {
            assertThat(total(tally)).isEqualTo(318);
        }
        try (var tally = open(SETTINGS)) {
            assertThat(Tally.stepsToRead(tally, Tally.SUM, 318)).as("the state that was kept then").isZero();
            annul(tally, 8);
            assertThat(total(tally)).isEqualTo(310);
            Tally.add(tally, "a", 30, 30);
            assertThat(total(tally)).isEqualTo(340);
        }
        try (var tally = open(SETTINGS.comparing())) {
            assertThat(total(tally)).isEqualTo(340);
        }
    }
}
