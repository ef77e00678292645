// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.NoStore;
import io.thence.keep.Backup;
import io.thence.keep.BackupReport;
import io.thence.keep.Restore;
import io.thence.log.CompactionSettings;
import io.thence.log.LogFollower;
import io.thence.log.LogStore;
import io.thence.log.check.Verify;
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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BackupTest {
    private final MemoryDisk disk = new MemoryDisk();
    private final HandWorld world = new HandWorld(1);
    private final Kept kept = new Kept(5);

    private LogStore open(Disk on) {
        return LogStore.open(world, on, Logs.TINY);
    }

    private BackupReport backup(Disk from, Disk to) {
        try {
            return new Backup(world, from, to, Logs.TINY).run((_, _) -> {});
        } finally {
            to.close();
        }
    }

    private BackupReport restore(Disk from, Disk to) {
        try {
            return new Restore(world, from, to).run((_, _) -> {});
        } finally {
            to.close();
        }
    }

    private List<String> followed(Disk on) {
        try (var follower = LogFollower.open(new SystemWorld(), on, new MemoryDisk(), Logs.TINY)) {
            return Kept.texts(follower.read(Query.ALL, new Position(follower.lineage(), 0), Direction.FORWARDS));
        }
    }

    private List<String> opened(Disk on) {
        try (var store = open(on)) {
            return Kept.texts(store);
        } finally {
            on.close();
        }
    }

    @Test
    void hasAllThatWasDurableAndIsALogOfItsOwn() {
        var to = new MemoryDisk();
        var back = new MemoryDisk();
        try (var store = open(disk)) {
            kept.append(store, world, 60);
            world.pass(Duration.ofSeconds(1)); // a mark: everything is known to be flushed from outside
            var report = backup(disk, to);
            assertThat(report.head()).isEqualTo(kept.all.size());
            var then = kept.texts(_ -> true);
            kept.append(store, world, 10);
            assertThat(followed(to)).isEqualTo(then);
            assertThat(Verify.run(to, Logs.TINY, (_, _) -> {}).list()).isEmpty();
            assertThat(Backup.problems(world, to, (_, _) -> {})).isEmpty();
            var restored = restore(to, back);
            assertThat(restored.lineage().log()).isEqualTo(store.lineage().log());
            assertThat(restored.lineage().epoch()).isEqualTo(store.lineage().epoch() + 1);
            assertThat(opened(back)).isEqualTo(then);
            assertThat(Verify.run(back, Logs.TINY, (_, _) -> {}).list()).isEmpty();
        }
        try (var store = open(back)) {
            assertThat(store.lineage().epoch()).isEqualTo(2);
            var other = new Kept(9);
            other.all.addAll(kept.all.subList(0, (int) store.head().number()));
            other.append(store, world, 20);
            assertThat(Kept.texts(store)).isEqualTo(other.texts(_ -> true));
        }
    }

    @Test
    void anEmptyLogIsKeptToo() {
        var to = new MemoryDisk();
        var back = new MemoryDisk();
        open(disk).close();
        assertThat(backup(disk, to).head()).isZero();
        restore(to, back);
        assertThat(opened(back)).isEmpty();
    }

    /** A restored log that nobody has opened yet is of the new life. */
    @Test
    void aBackupOfARestoredLogIsOfTheNewLife() {
        var to = new MemoryDisk();
        var back = new MemoryDisk();
        try (var store = open(disk)) {
            kept.append(store, world, 5);
        }
        backup(disk, to);
        restore(to, back);
        assertThat(backup(back, new MemoryDisk()).lineage().epoch()).isEqualTo(2);
        assertThatThrownBy(() -> backup(back, to)).isInstanceOf(BadRequest.class).hasMessageContaining(":1");
    }

    /** Counts what is written to a disk. */
    private long written(Disk from, FaultyDisk to) {
        var before = to.written();
        backup(from, to);
        return to.written() - before;
    }

    @Test
    void copiesOnlyWhatIsNew() {
        var to = new FaultyDisk(new SplittableRandom(1));
        try (var store = open(disk)) {
            kept.append(store, world, 100);
            world.pass(Duration.ofSeconds(1));
            long whole = written(disk, to);
            long again = written(disk, to);
            assertThat(again).isLessThan(whole / 3);
            kept.append(store, world, 2);
            world.pass(Duration.ofSeconds(1));
            assertThat(written(disk, to)).isLessThan(again + 3_000);
            assertThat(followed(to)).isEqualTo(kept.texts(_ -> true));
            world.pass(Duration.ofHours(2));
            kept.compact(store, CompactionSettings.DEFAULT);
            backup(disk, to);
            assertThat(Kept.files(to)).anyMatch(file -> file.endsWith(".packed"));
            assertThat(Kept.files(to).stream().filter(file -> file.endsWith(".segment"))).hasSize(2);
            assertThat(followed(to)).isEqualTo(kept.texts(_ -> true));
        }
    }

    @Test
    void placesWithSomethingElseAreRefused() {
        try (var store = open(disk)) {
            kept.append(store, world, 5);
        }
        disk.close();
        var other = new MemoryDisk();
        open(other).close();
        other.close();
        assertThatThrownBy(() -> backup(disk, other)).isInstanceOf(BadRequest.class).hasMessageContaining("no backup");
        var to = new MemoryDisk();
        assertThatThrownBy(() -> restore(to, new MemoryDisk())).isInstanceOf(NoStore.class);
        backup(disk, to);
        assertThatThrownBy(() -> restore(to, other)).isInstanceOf(BadRequest.class).hasMessageContaining("not empty");
        assertThatThrownBy(() -> backup(other, to)).isInstanceOf(BadRequest.class);
        assertThatThrownBy(() -> open(to)).isInstanceOf(BadRequest.class).hasMessageContaining("is a backup");
        assertThatThrownBy(() -> backup(new MemoryDisk(), new MemoryDisk())).isInstanceOf(NoStore.class);
    }

    @Test
    void everyFlippedByteOfABackupIsSeen() {
        var to = new MemoryDisk();
        try (var store = open(disk)) {
            kept.append(store, world, 12);
            world.pass(Duration.ofHours(2));
            kept.append(store, world, 3);
            kept.compact(store, CompactionSettings.DEFAULT);
        }
        disk.close();
        backup(disk, to);
        for (var folder : List.of("log", "backup")) {
            for (var file : to.list(folder)) {
                flipEach(to, folder + "/" + file);
            }
        }
    }

    private void flipEach(MemoryDisk to, String name) {
        var file = to.open(name, Access.WRITE);
        for (long at = 0; at < file.size(); at += 3) {
            var one = ByteBuffer.allocate(1);
            file.read(one, at);
            byte was = one.get(0);
            file.write(ByteBuffer.wrap(new byte[] {(byte) (was ^ 1 << at % 8)}), at);
            boolean closing = name.equals("log/" + Kept.files(to).getLast()); // made anew by a restore
            if (!closing) {
                assertThat(isSeen(to)).as(name + " byte " + at).isTrue();
                var back = new MemoryDisk();
                assertThatThrownBy(() -> restore(to, back)).isInstanceOf(Corrupt.class);
                if (!back.list("log").isEmpty()) {
                    assertThatThrownBy(() -> open(back)).isInstanceOf(Corrupt.class)
                            .hasMessageContaining("not finished");
                    back.close();
                }
            }
            file.write(ByteBuffer.wrap(new byte[] {was}), at);
        }
    }

    private boolean isSeen(Disk to) {
        try {
            return !Backup.problems(world, to, (_, _) -> {}).isEmpty();
        } catch (Corrupt _) {
            return true;
        }
    }

    /** A backup that ends at any change, into an empty place and over an older one; then it is taken again. */
    @Test
    void anInterruptedBackupLeavesTheOneBefore() {
        try (var store = open(disk)) {
            kept.append(store, world, 30);
            world.pass(Duration.ofHours(2));
            var first = kept.texts(_ -> true);
            int changes = 0;
            while (!interrupted(store, first, changes)) {
                changes++;
            }
            assertThat(changes).isGreaterThan(20);
        }
    }

    private boolean interrupted(LogStore store, List<String> first, long changes) {
        var to = new FaultyDisk(new SplittableRandom(changes));
        var older = new MemoryDisk();
        copy(disk, older);
        backup(older, to);
        to.failPowerAfter(changes);
        boolean over = true;
        try {
            if (changes % 3 == 0) {
                kept.append(store, world, 3);
                world.pass(Duration.ofSeconds(1));
            }
            new Backup(world, disk, to, Logs.TINY).run((_, _) -> {});
        } catch (DiskFailed _) {
            over = false;
        }
        var after = to.crash();
        var back = new MemoryDisk();
        restore(after, back);
        assertThat(opened(back)).startsWith(first.toArray(String[]::new)).isSubsetOf(kept.texts(_ -> true));
        backup(disk, after);
        assertThat(followed(after)).isEqualTo(kept.texts(_ -> true));
        assertThat(Backup.problems(world, after, (_, _) -> {})).isEmpty();
        return over;
    }

    /** The first backup at a place ends at any change: none is there, and the next one is made there. */
    @Test
    void theFirstBackupMayBeInterruptedToo() {
        try (var store = open(disk)) {
            kept.append(store, world, 10);
            world.pass(Duration.ofHours(2));
            boolean over = false;
            for (int changes = 0; !over; changes++) {
                var to = new FaultyDisk(new SplittableRandom(changes));
                to.failPowerAfter(changes);
                try {
                    new Backup(world, disk, to, Logs.TINY).run((_, _) -> {});
                    over = true;
                } catch (DiskFailed _) {
                    // no power
                }
                for (int copy = 0; copy < 4; copy++) {
                    var after = to.afterCrash(new SplittableRandom(copy));
                    backup(disk, after);
                    assertThat(followed(after)).isEqualTo(kept.texts(_ -> true));
                }
            }
        }
    }

    /** The log says only some milliseconds later that it is flushed. */
    @Test
    void hasWhatWasAnsweredJustBefore() {
        var to = new MemoryDisk();
        try (var store = open(disk)) {
            for (int i = 0; i < 10; i++) {
                kept.append(store, world, 1);
                backup(disk, to);
                assertThat(followed(to)).isEqualTo(kept.texts(_ -> true));
            }
        }
    }

    private static void copy(Disk from, Disk to) {
        for (var file : from.list("log")) {
            var source = from.open("log/" + file, Access.READ);
            var bytes = ByteBuffer.allocate((int) source.size());
            source.read(bytes, 0);
            to.open("log/" + file, Access.CREATE).write(bytes.flip(), 0);
        }
    }

    /** A restore that ends at any change: nothing is served before it has come to its end, and it goes on. */
    @Test
    void anInterruptedRestoreIsNeverServed() {
        var from = new MemoryDisk();
        try (var store = open(disk)) {
            kept.append(store, world, 30);
        }
        disk.close();
        backup(disk, from);
        boolean over = false;
        for (int changes = 0; !over; changes++) {
            var to = new FaultyDisk(new SplittableRandom(changes));
            to.failPowerAfter(changes);
            over = true;
            try {
                new Restore(world, from, to).run((_, _) -> {});
            } catch (DiskFailed _) {
                over = false;
            }
            var after = to.crash();
            if (!after.list("log").isEmpty() && !over) {
                try {
                    assertThat(followed(after)).isEqualTo(kept.texts(_ -> true)); // its mark was gone already
                } catch (Corrupt e) {
                    assertThat(e.getMessage()).contains("not finished");
                    restore(from, after);
                }
            } else if (!over) {
                restore(from, after);
            }
            assertThat(opened(after)).isEqualTo(kept.texts(_ -> true));
        }
    }

    @Test
    void aPlaceWithOtherFilesIsRefused() {
        try (var store = open(disk)) {
            kept.append(store, world, 10);
        }
        disk.close();
        var to = new MemoryDisk();
        to.open("notes.md", Access.CREATE).close();
        assertThatThrownBy(() -> backup(disk, to)).isInstanceOf(BadRequest.class)
                .hasMessageContaining("has other files");
        assertThat(to.list("log")).isEmpty();
    }
}
