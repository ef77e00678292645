// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.ThenceException.DiskFailed;
import io.thence.keep.Backup;
import io.thence.keep.BackupReport;
import io.thence.keep.Restore;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Appended;
import io.thence.testing.disk.FaultyDisk;
import io.thence.world.Disk;
import io.thence.world.FileDisk;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A backup that begins as soon as an append was acknowledged, before the log itself says that it is flushed. */
class BackupAtOnceTest {

    private static void append(LogStore store, int round) {
        assertThat(store.append(Logs.batch("round-" + round, 1 + round % 3))).isInstanceOf(Appended.Committed.class);
    }

    private static BackupReport backup(World world, Disk from, Disk to, LogSettings settings) {
        try {
            return new Backup(world, from, to, settings).run((_, _) -> {});
        } finally {
            to.close();
        }
    }

    /** Where a backup comes from and goes. */
    private record Way(Disk from, Disk to) {}

    private static void expectAll(LogStore store, World world, LogSettings settings, Way way) {
        var to = way.to();
        assertThat(backup(world, way.from(), to, settings).head()).isEqualTo(store.head().number());
        var all = Kept.texts(store);
        var back = new MemoryDisk();
        new Restore(world, to, back).run((_, _) -> {});
        back.close();
        try (var restored = LogStore.open(world, back, settings)) {
            assertThat(Kept.texts(restored)).isEqualTo(all);
        }
    }

    @Test
    void hasTheLastAcknowledgedEventOfARunningLogOnADisk(@TempDir Path folder) {
        var world = new SystemWorld();
        try (var disk = new FileDisk(folder.resolve("store"));
                var store = LogStore.open(world, disk, LogSettings.SMALL)) {
            for (int round = 0; round < 60; round++) {
                append(store, round);
                try (var from = new FileDisk(folder.resolve("store")); var to = new FileDisk(folder.resolve("to"))) {
                    expectAll(store, world, LogSettings.SMALL, new Way(from, to));
                }
            }
        }
    }

    /** Segments of 1 KiB: rolls come between the append and the backup, and within. */
    @Test
    void hasTheLastAcknowledgedEventOfARunningLogInMemory() {
        var world = new HandWorld(1);
        var disk = new MemoryDisk();
        var to = new MemoryDisk();
        try (var store = LogStore.open(world, disk, Logs.TINY)) {
            for (int round = 0; round < 200; round++) {
                append(store, round);
                long before = store.head().number();
                if (round % 3 == 0) {
                    int more = 1_000 + round;
                    world.meanwhile(() -> append(store, more));
                }
                assertThat(backup(world, disk, to, Logs.TINY).head()).isGreaterThanOrEqualTo(before);
            }
            expectAll(store, world, Logs.TINY, new Way(disk, to));
        }
    }

    /** Nobody writes any more that could say what is flushed. What was written is what an opening would serve. */
    @Test
    void hasTheLastAcknowledgedEventOfALogWhoseWriterWasKilled() {
        for (int round = 0; round < 20; round++) {
            var disk = new FaultyDisk(new SplittableRandom(round));
            var to = new MemoryDisk();
            var store = LogStore.open(new HandWorld(1), disk, Logs.TINY); // nobody turns it from here on
            for (int i = 0; i <= round; i++) {
                append(store, i);
            }
            var all = Kept.texts(store);
            assertThat(backup(new HandWorld(2), disk, to, Logs.TINY).head()).isEqualTo(all.size());
            disk.close();
            var opened = new HandWorld(3);
            try (var again = LogStore.open(opened, disk, Logs.TINY)) {
                assertThat(Kept.texts(again)).isEqualTo(all);
                expectAll(again, opened, Logs.TINY, new Way(disk, to));
            }
        }
    }

    /** The next opening moves the log's end to a new segment, so a file of the older backup gets shorter. */
    @Test
    void theBackupOfAKilledWritersLogCountsUntilTheNextOneDoes() {
        boolean over = false;
        for (int changes = 0; !over; changes++) {
            var disk = new FaultyDisk(new SplittableRandom(1));
            var store = LogStore.open(new HandWorld(1), disk, Logs.TINY);
            for (int i = 0; i < 5; i++) {
                append(store, i);
            }
            var all = Kept.texts(store);
            var to = new FaultyDisk(new SplittableRandom(changes));
            backup(new HandWorld(2), disk, to, Logs.TINY);
            disk.close();
            LogStore.open(new HandWorld(3), disk, Logs.TINY).close();
            to.failPowerAfter(changes);
            over = isBackedUp(disk, to);
            var back = new MemoryDisk();
            new Restore(new HandWorld(4), to.crash(), back).run((_, _) -> {});
            back.close();
            try (var restored = LogStore.open(new HandWorld(5), back, Logs.TINY)) {
                assertThat(Kept.texts(restored)).isEqualTo(all);
            }
        }
    }

    private static boolean isBackedUp(Disk disk, Disk to) {
        try {
            backup(new HandWorld(4), disk, to, Logs.TINY);
            return true;
        } catch (DiskFailed _) {
            return false;
        }
    }
}
