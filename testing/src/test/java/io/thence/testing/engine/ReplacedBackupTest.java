// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.Position;
import io.thence.ThenceException.DiskFailed;
import io.thence.keep.Backup;
import io.thence.keep.Restore;
import io.thence.log.LogFollower;
import io.thence.log.LogStore;
import io.thence.log.segment.SegmentHeader;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.testing.disk.FaultyDisk;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
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

    private LogStore open(Disk on) {
        return LogStore.open(world, on, Logs.TINY);
    }

    private void goOn(Disk disk, Kept kept, int events) {
        try (var store = open(disk)) {
            kept.append(store, world, events);
            world.pass(Duration.ofSeconds(1));
        } finally {
            disk.close();
        }
    }

    private List<String> texts(Disk disk) {
        try (var follower = LogFollower.open(new SystemWorld(), disk, new MemoryDisk(), Logs.TINY)) {
            return Kept.texts(follower.read(Query.ALL, new Position(follower.lineage(), 0), Direction.FORWARDS));
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
    void aLogThatGoesOnWithSomethingElse() {
        var begun = new MemoryDisk();
        goOn(begun, new Kept(5), 2);
        copy(begun, lost);
        copy(begun, log);
        goOn(lost, new Kept(6), 2);
        goOn(log, new Kept(7), 2);
        anInterruptedBackupLeavesTheOneBefore();
    }

    @Test
    void aLogWhoseLastSegmentLostAllItsFrames() {
        goOn(lost, new Kept(5), 30);
        copy(lost, log);
        var last = log.open("log/" + log.list("log").getLast(), Access.WRITE);
        assertThat(last.size()).isGreaterThan(SegmentHeader.BYTES);
        last.truncate(SegmentHeader.BYTES);
        anInterruptedBackupLeavesTheOneBefore();
    }

    private void anInterruptedBackupLeavesTheOneBefore() {
        var first = texts(lost);
        var second = texts(log);
        assertThat(first).isNotEqualTo(second);
        int changes = 0;
        while (!interrupted(changes, first, second)) {
            changes++;
        }
        assertThat(changes).isGreaterThan(5);
    }

    private boolean interrupted(int changes, List<String> first, List<String> second) {
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
        return texts(back);
    }
}
