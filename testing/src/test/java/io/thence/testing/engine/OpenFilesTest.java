// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.ThenceException;
import io.thence.log.CompactionSettings;
import io.thence.log.LogFollower;
import io.thence.log.LogStore;
import io.thence.testing.disk.Fault;
import io.thence.testing.disk.FaultyDisk;
import io.thence.testing.sim.PassingWorld;
import io.thence.world.Disk;
import io.thence.world.Machine;
import io.thence.world.MemoryDisk;
import io.thence.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What was opened is closed, also when an opening fails at any call to the disk, or for want of a thread. */
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

    /** What opens a log. */
    enum Opening {
        STORE(100) {
            @Override
            long head(Disk disk) {
                try (var store = LogStore.open(new HandWorld(9), disk, Logs.TINY)) {
                    return store.head().number();
                }
            }
        },
        FOLLOWER(50) {
            @Override
            long head(Disk disk) {
                try (var follower = LogFollower.open(new HandWorld(9), disk, new MemoryDisk(), Logs.TINY)) {
                    return follower.head().number();
                }
            }
        };

        private final int calls;

        Opening(int calls) {
            this.calls = calls;
        }

        /** Opens the log, reads its head, and closes it. */
        abstract long head(Disk disk);
    }

    @ParameterizedTest
    @EnumSource
    void anOpeningThatFailsLeavesNoneOpen(Opening opening) {
        int failed = 0;
        for (int calls = 0; ; calls++) {
            var disk = written(calls);
            disk.fault(Fault.FAILS, calls);
            try {
                assertThat(opening.head(disk)).isPositive();
            } catch (ThenceException _) {
                failed++;
            }
            assertThat(disk.openFiles()).as("after a fault at call " + calls).isEmpty();
            if (disk.faults() == 0) {
                break;
            }
        }
        assertThat(failed).isGreaterThan(opening.calls);
    }

    /** A machine with no thread left for one more, which knows what runs. */
    private record Full(World world, String refused, List<String> runs) implements PassingWorld {
        @Override
        public Running start(String name, Machine machine) {
            if (name.equals(refused)) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            var running = world.start(name, machine);
            runs.add(name);
            return () -> {
                running.stop();
                runs.remove(name);
            };
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"log-writer", "log-flush", "log-index", "log-segments"})
    void anOpeningForWhichThereIsNoThreadLeavesNothing(String machine) {
        var disk = written(1);
        var full = new Full(new HandWorld(9), machine, new ArrayList<>());
        assertThatThrownBy(() -> LogStore.open(full, disk, Logs.TINY)).isInstanceOf(OutOfMemoryError.class);
        assertThat(full.runs()).isEmpty();
        assertThat(disk.openFiles()).isEmpty();
        disk.endProcess();
        assertThat(Opening.STORE.head(disk)).isEqualTo(Opening.FOLLOWER.head(written(1)));
    }

    @Test
    void aCompactionForWhichThereIsNoThreadCanBeStartedAgain() {
        var disk = written(1);
        var runs = new ArrayList<String>();
        var full = new Full(new HandWorld(9), "log-compaction", runs);
        try (var store = LogStore.open(full, disk, Logs.TINY)) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> store.compact(CompactionSettings.DEFAULT))
                        .isInstanceOf(OutOfMemoryError.class);
            }
        }
        assertThat(runs).isEmpty();
        assertThat(disk.openFiles()).isEmpty();
    }
}
