// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.Stopped;
import io.thence.keep.Backup;
import io.thence.keep.Restore;
import io.thence.log.ArchiveSettings;
import io.thence.log.Compaction;
import io.thence.log.CompactionSettings;
import io.thence.log.LogFollower;
import io.thence.log.LogStore;
import io.thence.log.check.Repair;
import io.thence.log.check.Verify;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.testing.disk.FaultyDisk;
import io.thence.world.Disk;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ArchiveTest {
    private static final ArchiveSettings ALL = new ArchiveSettings(0, Duration.ZERO);

    private final MemoryDisk disk = new MemoryDisk();
    private final HandWorld world = new HandWorld(1);
    private final Kept kept = new Kept(5);
    private final AtomicReference<Throwable> wrong = new AtomicReference<>();

    private LogStore open(Disk on) {
        return LogStore.open(world, on, Logs.TINY);
    }

    private void expect(Disk on) {
        try (var store = open(on)) {
            assertThat(Kept.texts(store)).isEqualTo(kept.texts(_ -> true));
            assertThat(Kept.texts(store, Kept.order(2)).reversed())
                    .isEqualTo(kept.texts(e -> e.keys().contains(Kept.order(2))));
        }
        on.close();
        assertThat(Verify.run(on, Logs.TINY, (_, _) -> {}).list()).isEmpty();
        try (var follower = LogFollower.open(new SystemWorld(), on, new MemoryDisk(), Logs.TINY)) {
            assertThat(Kept.texts(follower.read(Query.ALL, new Position(follower.lineage(), 0), Direction.FORWARDS)))
                    .isEqualTo(kept.texts(_ -> true));
        }
    }

    private List<String> segments(Disk on) {
        return Kept.files(on).stream().filter(file -> !file.endsWith(".archive")).toList();
    }

    @Test
    void movedSegmentsAreReadWhereTheyAre() {
        var archive = disk.elsewhere("old");
        try (var store = open(disk)) {
            kept.append(store, world, 100);
            int before = segments(disk).size();
            assertThat(store.archive("old", new ArchiveSettings(3, Duration.ZERO), _ -> {})).isEqualTo(before - 4);
            assertThat(segments(disk)).hasSize(4);
            assertThat(segments(archive)).hasSize(before - 4);
            assertThat(Kept.texts(store)).isEqualTo(kept.texts(_ -> true));
            kept.append(store, world, 10);
            world.pass(Duration.ofHours(2));
            kept.compact(store, CompactionSettings.DEFAULT);
            assertThat(segments(archive)).allMatch(file -> file.endsWith(".segment")); // nothing must go from them
            assertThat(store.archive("old", ALL, _ -> {})).isPositive();
            assertThat(segments(disk)).hasSize(1);
            assertThat(Kept.texts(store)).isEqualTo(kept.texts(_ -> true));
        }
        disk.close();
        expect(disk);
    }

    @Test
    void onlyWhatIsOldEnoughIsMoved() {
        try (var store = open(disk)) {
            kept.append(store, world, 40);
            int before = segments(disk).size();
            world.pass(Duration.ofDays(20));
            kept.append(store, world, 40);
            world.pass(Duration.ofDays(20));
            assertThat(store.archive("old", new ArchiveSettings(0, Duration.ofDays(30)), _ -> {}))
                    .isBetween(before - 2, before);
        }
        disk.close();
        expect(disk);
    }

    @Test
    void twoArchivesAreReadThrough() {
        try (var store = open(disk)) {
            kept.append(store, world, 40);
            store.archive("old", ALL, _ -> {});
            kept.append(store, world, 40);
            store.archive("older", ALL, _ -> {});
        }
        disk.close();
        assertThat(Kept.files(disk)).contains("1.archive", "2.archive");
        expect(disk);
    }

    @Test
    void anArchiveThatIsGoneIsNamed() {
        try (var store = open(disk)) {
            kept.append(store, world, 40);
            store.archive("old", ALL, _ -> {});
        }
        disk.close();
        var archive = disk.elsewhere("old");
        Kept.files(archive).forEach(file -> archive.delete("log/" + file));
        assertThatThrownBy(() -> open(disk)).isInstanceOf(Corrupt.class)
                .hasMessageContaining("log/0000000000.segment is missing").hasMessageContaining("(old)");
        disk.close();
        assertThat(Verify.run(disk, Logs.TINY, (_, _) -> {}).list().getFirst().what()).contains("missing");
        segments(disk).forEach(file -> disk.delete("log/" + file));
        assertThatThrownBy(() -> open(disk)).isInstanceOf(Corrupt.class).hasMessageContaining("(old)");
    }

    @Test
    void withoutItsLastSegmentALogIsNotGoneOnWithInTheArchive() {
        try (var store = open(disk)) {
            kept.append(store, world, 40);
            store.archive("old", ALL, _ -> {});
        }
        disk.close();
        segments(disk).forEach(file -> disk.delete("log/" + file));
        assertThatThrownBy(() -> open(disk)).isInstanceOf(Corrupt.class).hasMessageContaining("is missing");
    }

    @Test
    void anotherLogsArchiveIsRefused() {
        try (var store = open(disk.elsewhere("old"))) {
            new Kept(7).append(store, world, 30);
        }
        disk.elsewhere("old").close();
        try (var store = open(disk)) {
            kept.append(store, world, 40);
            assertThatThrownBy(() -> store.archive("old", ALL, _ -> {})).isInstanceOf(BadRequest.class)
                    .hasMessageContaining("another directory");
        }
    }

    @Test
    void aBackupOfTheSameLogIsNoArchive() {
        try (var store = open(disk)) {
            kept.append(store, world, 40);
        }
        disk.close();
        new Backup(world, disk, disk.elsewhere("copy"), Logs.TINY).run((_, _) -> {});
        try (var store = open(disk)) {
            assertThatThrownBy(() -> store.archive("copy", ALL, _ -> {})).isInstanceOf(BadRequest.class)
                    .hasMessageContaining("is a backup").hasMessageContaining("another directory");
        }
        disk.close();
        expect(disk);
    }

    @Test
    void aBackupHasWhatIsArchived() {
        try (var store = open(disk)) {
            kept.append(store, world, 40);
            store.archive("old", ALL, _ -> {});
        }
        disk.close();
        var to = new MemoryDisk();
        var back = new MemoryDisk();
        new Backup(world, disk, to, Logs.TINY).run((_, _) -> {});
        new Restore(world, to, back).run((_, _) -> {});
        back.close();
        expect(back);
    }

    @Test
    void archivingAndCompactionExcludeEachOther() {
        try (var store = open(disk)) {
            kept.append(store, world, 60);
            world.pass(Duration.ofHours(2));
            var refused = new ArrayList<Boolean>();
            store.archive("old", ALL, _ -> {
                try {
                    store.compact(CompactionSettings.DEFAULT);
                } catch (BadRequest _) {
                    refused.add(true);
                }
            });
            assertThat(refused).isNotEmpty();
            kept.append(store, world, 60);
            var compaction = store.compact(CompactionSettings.DEFAULT);
            assertThatThrownBy(() -> store.archive("old", ALL, _ -> {})).isInstanceOf(BadRequest.class);
            assertThat(compaction.await(Duration.ofHours(1))).isTrue();
            assertThat(store.archive("old", ALL, _ -> {})).isPositive();
        }
        disk.close();
        expect(disk);
    }

    /** On real threads: whoever comes second is refused, and a log that is closed is left alone. */
    @Test
    void whoRewritesSegmentsIsOneAtATime() {
        var real = new SystemWorld();
        for (int round = 0; round < 40; round++) {
            var on = new MemoryDisk();
            var mine = new Kept(round);
            try (var store = open(on)) {
                mine.append(store, world, 40);
            }
            on.close();
            var store = LogStore.open(real, on, Logs.TINY);
            var compactions = new ConcurrentLinkedQueue<Compaction>();
            var compacting = real.fork("compact", () -> tried(() ->
                    compactions.add(store.compact(CompactionSettings.DEFAULT))));
            var archiving = real.fork("archive", () -> tried(() -> store.archive("old", ALL, _ ->
                    assertThat(compactions).allMatch(compaction -> compaction.progress().over()))));
            if (round % 2 == 0) {
                compacting.stop();
                archiving.stop();
            }
            store.close();
            compacting.stop();
            archiving.stop();
            assertThat(compactions).allMatch(compaction -> compaction.progress().over());
            assertThat(wrong).hasNullValue();
            on.close();
            try (var again = open(on)) {
                assertThat(Kept.texts(again)).isEqualTo(mine.texts(_ -> true));
            }
        }
    }

    private void tried(Runnable task) {
        try {
            task.run();
        } catch (BadRequest | Stopped _) {
            // the other was first
        } catch (RuntimeException | AssertionError e) {
            wrong.compareAndSet(null, e);
        }
    }

    @Test
    void noCrashLosesAnything() {
        boolean over = false;
        int changes = 0;
        for (; !over; changes++) {
            var faulty = new FaultyDisk(new SplittableRandom(changes));
            var mine = new Kept(changes);
            try (var store = open(faulty)) {
                mine.append(store, world, 25);
                faulty.failPowerAfter(changes);
                store.archive("old", ALL, _ -> {});
                over = true;
            } catch (DiskFailed _) {
                over = false;
            }
            var after = faulty.crash();
            try (var store = open(after)) {
                assertThat(Kept.texts(store)).isEqualTo(mine.texts(_ -> true));
                store.archive("old", ALL, _ -> {});
                assertThat(Kept.texts(store)).isEqualTo(mine.texts(_ -> true));
                assertThat(segments(after)).hasSizeLessThan(3);
            }
            after.close();
            assertThat(Verify.run(after, Logs.TINY, (_, _) -> {}).list()).isEmpty();
        }
        assertThat(changes).isGreaterThan(20);
    }

    @Test
    void aRepairTakesNoArchiveThatIsOutOfReachForLost() {
        try (var store = open(disk)) {
            kept.append(store, world, 100);
            store.archive("old", new ArchiveSettings(3, Duration.ZERO), _ -> {});
        }
        disk.close();
        var archive = disk.elsewhere("old");
        segments(archive).forEach(file -> archive.delete("log/" + file));
        assertThatThrownBy(() -> Repair.plan(disk, Logs.TINY, (_, _) -> {})).isInstanceOf(BadRequest.class)
                .hasMessageContaining("log/0000000000.segment is missing").hasMessageContaining("archive old");
    }
}
