// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.ThenceException.DiskFailed;
import io.thence.keep.Backup;
import io.thence.keep.Restore;
import io.thence.log.LogStore;
import io.thence.testing.disk.FaultyDisk;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import io.thence.world.MemoryDisk;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The log lost its end after the backup before, as a loss of power may do, and went on with something else. */
class ReplacedBackupTest {
    private final HandWorld world = new HandWorld(1);
    private final Disk lost = new MemoryDisk();
    private final Disk log = new MemoryDisk();
    private final List<String> first;
    private final List<String> second;

    ReplacedBackupTest() {
        var begun = new MemoryDisk();
        try (var store = open(begun)) {
            append(store, new Kept(5));
        }
        copy(begun, lost);
        copy(begun, log);
        first = goOn(lost, new Kept(6));
        second = goOn(log, new Kept(7));
    }

    private LogStore open(Disk on) {
        return LogStore.open(world, on, Logs.TINY);
    }

    private void append(LogStore store, Kept kept) {
        kept.append(store, world, 2);
        world.pass(Duration.ofSeconds(1));
    }

    private List<String> goOn(Disk disk, Kept kept) {
        try (var store = open(disk)) {
            append(store, kept);
            return Kept.texts(store);
        } finally {
            disk.close();
        }
    }

    private static void copy(Disk from, Disk to) {
        for (var file : from.list("log")) {
            var source = from.open("log/" + file, Access.READ);
            var bytes = ByteBuffer.allocate((int) source.size());
            source.fill(bytes, 0);
            to.open("log/" + file, Access.CREATE).write(bytes.flip(), 0);
        }
    }

    @Test
    void anInterruptedBackupLeavesTheOneBefore() {
        assertThat(first).isNotEqualTo(second);
        int changes = 0;
        while (!interrupted(changes)) {
            changes++;
        }
        assertThat(changes).isGreaterThan(10);
    }

    private boolean interrupted(int changes) {
        var to = new FaultyDisk(new SplittableRandom(changes));
        new Backup(world, lost, to, Logs.TINY).run((_, _) -> {});
        to.close();
        to.failPowerAfter(changes);
        boolean over = true;
        try {
            new Backup(world, log, to, Logs.TINY).run((_, _) -> {});
        } catch (DiskFailed _) {
            over = false;
        }
        var after = to.crash();
        assertThat(restored(after)).isIn(over ? List.of(second) : List.of(first, second));
        new Backup(world, log, after, Logs.TINY).run((_, _) -> {});
        assertThat(restored(after)).isEqualTo(second);
        assertThat(Backup.problems(world, after, (_, _) -> {})).isEmpty();
        assertThat(after.list("backup")).hasSize(1);
        return over;
    }

    private List<String> restored(Disk backup) {
        var back = new MemoryDisk();
        new Restore(world, backup, back).run((_, _) -> {});
        back.close();
        try (var store = open(back)) {
            return Kept.texts(store);
        }
    }
}
