// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.CommandId;
import io.thence.Origin;
import io.thence.log.CompactionSettings;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.log.check.Verify;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Command;
import io.thence.store.ContentHash;
import io.thence.world.Disk.Access;
import io.thence.world.MemoryDisk;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Commands are remembered for thirty days after their events are gone; then the index lets go of them too. */
class ForgottenCommandsTest {

    private static final int MANY = 4_000;

    private static final LogSettings SETTINGS = new LogSettings(16 << 10, 4 << 10, 4 << 10, 16, 64, 1 << 10, 256);

    private final MemoryDisk disk = new MemoryDisk();
    private final HandWorld world = new HandWorld(1);

    private LogStore open() {
        return LogStore.open(world, disk, SETTINGS);
    }

    private static Command command(String name, int number) {
        var id = name + "-" + number;
        return new Command(new CommandId(id), ContentHash.sha256(Logs.utf8(id)));
    }

    /** Refusals that are kept: batches of nothing but a command. */
    private static void refuse(LogStore store, String name, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(store.append(Append.of(List.of(), Origin.of("t")).of(command(name, i)).refused("no")))
                    .isInstanceOf(Appended.Committed.class);
        }
    }

    private static long remembered(LogStore store, String name, int count) {
        long known = 0;
        for (int i = 0; i < count; i++) {
            known += store.remembered(command(name, i).id()).isPresent() ? 1 : 0;
        }
        return known;
    }

    private long indexBytes() {
        return disk.list("index").stream().filter(file -> file.endsWith(".run")).mapToLong(file -> {
            try (var run = disk.open("index/" + file, Access.READ)) {
                return run.size();
            }
        }).sum();
    }

    @Test
    void theIndexLetsGoOfCommandsWhoseTimeIsOver() {
        long before;
        try (var store = open()) {
            refuse(store, "old", MANY);
            world.pass(Duration.ofDays(20));
            refuse(store, "young", 100);
            world.pass(Duration.ofDays(11));
            before = indexBytes();
            assertThat(remembered(store, "old", MANY)).isEqualTo(MANY);
            assertThat(store.compact(CompactionSettings.DEFAULT).await(Duration.ofHours(1))).isTrue();
            refuse(store, "now", MANY / 3); // so that files of the index are merged
            world.pass(Duration.ofSeconds(1));
            assertThat(remembered(store, "old", MANY)).as("but for the last segment of theirs").isLessThan(MANY / 10);
            assertThat(remembered(store, "young", 100)).isEqualTo(100);
            assertThat(remembered(store, "now", MANY / 3)).isEqualTo(MANY / 3);
        }
        disk.close();
        assertThat(indexBytes()).as("of %s before", before).isLessThan(before * 3 / 4);
        assertThat(Verify.run(disk, SETTINGS, (_, _) -> {}).list()).isEmpty();
        try (var store = open()) {
            assertThat(remembered(store, "young", 100)).isEqualTo(100);
            assertThat(store.append(Append.of(List.of(), Origin.of("t")).of(command("young", 7)).refused("no")))
                    .isInstanceOf(Appended.Repeated.class);
            assertThat(store.append(Append.of(List.of(), Origin.of("t")).of(command("old", 7)).refused("no")))
                    .isInstanceOf(Appended.Committed.class);
            assertThat(store.remembered(command("old", 7).id())).isPresent();
        }
    }
}
