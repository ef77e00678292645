// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.Origin;
import io.thence.ThenceException;
import io.thence.ThenceException.DiskFailed;
import io.thence.log.CompactionSettings;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.log.Removal;
import io.thence.log.check.Verify;
import io.thence.store.Append;
import io.thence.store.Checkpoint;
import io.thence.store.Finished;
import io.thence.store.NewEvent;
import io.thence.testing.disk.FaultyDisk;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A compaction that ends by loss of power at any change of the disk, by a full disk, or by a flush that fails. */
class CompactionCrashTest {
    private static final CompactionSettings SETTINGS = CompactionSettings.DEFAULT;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Integer.getInteger("thence.crash.seeds", 400) / 200);
    }

    /** One log, compacted once without a fault or with one. */
    private static final class Life {
        private final HandWorld world;
        private final Kept kept;
        private FaultyDisk disk;

        Life(long seed) {
            world = new HandWorld(seed);
            kept = new Kept(seed);
            disk = new FaultyDisk(new SplittableRandom(seed));
            try (var store = open()) {
                kept.append(store, world, 9);
                store.append(Append.finished(List.of(new Finished("view", 7, 3))));
                kept.append(store, world, 4);
                world.pass(Duration.ofHours(2));
                kept.append(store, world, 4);
            }
            disk.close();
            for (int i = 0; i < 6; i++) {
                kept.floors.floor(Kept.order(i), 5L * i).floor(Kept.customer(i), 20);
            }
        }

        private LogStore open() {
            return LogStore.open(world, disk, Logs.TINY);
        }

        /** Compacts, into the fault; whether it came to its end. */
        boolean compact() {
            try (var store = open()) {
                var compaction = store.compact(SETTINGS, kept.floors);
                compaction.await(Duration.ofHours(1));
                return compaction.progress().failure().isEmpty();
            } catch (DiskFailed _) {
                return false; // at its opening or closing
            }
        }

        void crash() {
            disk = disk.crash();
        }

        /** All that must be there is, in order, and nothing that never was. */
        void check() {
            int appended = kept.all.size();
            try (var store = open()) {
                assertThat(Kept.texts(store)).isSubsetOf(kept.texts(_ -> true)).isSortedAccordingTo(
                        Comparator.comparingLong((String text) -> Long.parseLong(text.split(" ", 2)[0])))
                        .doesNotHaveDuplicates().containsAll(kept.texts(e -> !kept.isBelowFloors(e)));
                assertThat(store.checkpoint("view")).isEqualTo(new Checkpoint(7, 3));
                for (int i = 0; i < 6; i++) {
                    var key = Kept.order(i);
                    assertThat(Kept.texts(store, key)).containsAll(kept.texts(e -> !kept.isBelowFloors(e)
                            && e.keys().contains(key)));
                }
                kept.compact(store, SETTINGS);
                assertThat(Kept.texts(store)).isEqualTo(kept.texts(e -> !kept.isBelowFloors(e)));
                kept.append(store, world, 1);
            }
            disk.close();
            kept.all.subList(appended, kept.all.size()).clear();
            assertThat(Verify.run(disk, Logs.TINY, (_, _) -> {}).list()).isEmpty();
            assertThat(Kept.files(disk)).allMatch(file -> file.contains(".packed") || file.contains(".segment"));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noCrashLosesOrMakesUpAnything(long seed) {
        boolean over = false;
        for (int changes = 0; !over; changes++) {
            var life = new Life(seed);
            life.disk.failPowerAfter(changes);
            over = life.compact();
            var dead = life.disk;
            for (int copy = 0; copy < 4; copy++) {
                life.disk = dead.crash(); // each time, another part of what was not flushed is lost
                life.check();
            }
            assertThat(over || changes < 2_000).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aFailedFlushHarmsNothing(long seed) {
        boolean over = false;
        for (int flushes = 1; !over; flushes++) {
            var life = new Life(seed);
            try (var store = life.open()) {
                life.disk.failFlushAfter(flushes);
                var compaction = store.compact(SETTINGS, life.kept.floors);
                compaction.await(Duration.ofHours(1));
                over = compaction.progress().failure().isEmpty();
                life.disk.failFlushAfter(Long.MAX_VALUE);
                life.kept.append(store, life.world, 2);
            }
            life.crash();
            life.check();
        }
    }

    @Test
    void aFullDiskEndsItAndHarmsNothing() {
        boolean over = false;
        for (int room = 0; !over; room += 150) {
            var life = new Life(3);
            try (var store = life.open()) {
                life.disk.roomFor(life.disk.bytes() + room);
                var compaction = store.compact(SETTINGS, life.kept.floors);
                compaction.await(Duration.ofHours(1));
                over = compaction.progress().failure().isEmpty();
                assertThat(compaction.progress().failure().map(ThenceException::again).orElse(true)).isTrue();
                life.disk.roomFor(Long.MAX_VALUE);
                life.kept.append(store, life.world, 2);
            }
            life.disk.close();
            life.check();
        }
    }

    /** Of a file that does not shrink, any sectors may be missing after a crash, and the others there. */
    @Test
    void aFooterNeverSurvivesWithoutWhatItSpeaksFor() {
        var settings = new LogSettings(8 << 10, 4 << 10, 4 << 10, 16, 64, 512, 1 << 8);
        boolean over = false;
        for (int changes = 0; !over; changes++) {
            var world = new HandWorld(changes);
            var disk = new FaultyDisk(new SplittableRandom(changes));
            List<String> before;
            try (var store = LogStore.open(world, disk, settings)) {
                for (int i = 0; i < 24; i++) {
                    var noise = new byte[400];
                    world.random().nextBytes(noise);
                    store.append(Append.of(List.of(NewEvent.of("noise", 1, List.of(),
                            Logs.utf8("\"" + HexFormat.of().formatHex(noise) + "\""))),
                            Origin.of("crash")));
                }
                before = Kept.texts(store);
                disk.failPowerAfter(changes);
                var compaction = store.compact(SETTINGS, Removal.NONE);
                compaction.await(Duration.ofHours(1));
                over = compaction.progress().failure().isEmpty();
            } catch (DiskFailed _) {
                continue; // while it was closed
            }
            for (int copy = 0; copy < 40; copy++) {
                var after = disk.crash();
                try (var store = LogStore.open(world, after, settings)) {
                    assertThat(Kept.texts(store)).isEqualTo(before);
                }
            }
        }
    }
}
