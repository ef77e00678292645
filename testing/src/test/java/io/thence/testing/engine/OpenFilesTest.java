// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.ThenceException;
import io.thence.log.CompactionSettings;
import io.thence.log.LogFollower;
import io.thence.log.LogStore;
import io.thence.testing.disk.Call;
import io.thence.testing.disk.Fault;
import io.thence.testing.disk.FaultyDisk;
import io.thence.world.MemoryDisk;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What was opened is closed, also when an opening fails at any call to the disk. */
class OpenFilesTest {

    private static FaultyDisk written(int seed) {
        var disk = new FaultyDisk(new SplittableRandom(seed));
        Logs.writeOneOfEach(disk);
        var kept = new Kept(1);
        var world = new HandWorld(seed);
        try (var store = LogStore.open(world, disk, Logs.TINY)) {
            kept.append(store, world, 20);
            kept.compact(store, CompactionSettings.DEFAULT);
            kept.append(store, world, 20);
        }
        disk.endProcess();
        return disk;
    }

    @Test
    void anOpeningThatFailsLeavesNoneOpen() {
        int failed = 0;
        for (int calls = 0; ; calls++) {
            var disk = written(calls);
            disk.fault(Fault.FAILS, calls);
            try (var store = LogStore.open(new HandWorld(9), disk, Logs.TINY)) {
                assertThat(store.head().number()).isPositive();
            } catch (ThenceException _) {
                failed++;
            }
            if (disk.faults(Call.CLOSE) == 0) { // what cannot be closed may stay open, and what comes after it
                assertThat(disk.openFiles()).as("after a fault at call " + calls).isEmpty();
            }
            if (disk.faults() == 0) {
                break;
            }
        }
        assertThat(failed).isGreaterThan(100);
    }

    @Test
    void aFollowerThatFailsToOpenLeavesNoneOpen() {
        int failed = 0;
        for (int calls = 0; ; calls++) {
            var disk = written(calls);
            disk.fault(Fault.FAILS, calls);
            try (var follower = LogFollower.open(new HandWorld(9), disk, new MemoryDisk(), Logs.TINY)) {
                assertThat(follower.head().number()).isPositive();
            } catch (ThenceException _) {
                failed++;
            }
            if (disk.faults(Call.CLOSE) == 0) { // what cannot be closed may stay open, and what comes after it
                assertThat(disk.openFiles()).as("after a fault at call " + calls).isEmpty();
            }
            if (disk.faults() == 0) {
                break;
            }
        }
        assertThat(failed).isGreaterThan(50);
    }
}
