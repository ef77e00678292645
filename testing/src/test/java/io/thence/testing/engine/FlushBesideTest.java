// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.OutcomeUnknown;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Durability;
import io.thence.testing.disk.FaultyDisk;
import io.thence.world.Machine;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the writer does while a flush that nobody waits for goes on: it writes, and answers no sooner than it may. */
class FlushBesideTest {

    private static final Duration LONG = Duration.ofMillis(50);

    private final FaultyDisk disk = new FaultyDisk(new SplittableRandom(1));
    private final SlowFlush world = new SlowFlush();
    private LogStore store;

    /** A world in which flushes beside the writer are held up. */
    private static final class SlowFlush implements World {

        private final HandWorld world = new HandWorld(1);
        private Runnable meanwhile = () -> {};
        private long until;

        /** For a while from now on; then, before they go on, {@code then} runs. */
        void hold(Runnable then) {
            until = world.nanos() + LONG.toNanos();
            meanwhile = then;
        }

        boolean isHeld() {
            return world.nanos() < until;
        }

        @Override
        public Running start(String name, Machine machine) {
            return world.start(name, name.equals("log-flush") ? slow(machine) : machine);
        }

        private Machine slow(Machine flusher) {
            return new Machine() {
                @Override
                public boolean step() {
                    if (isHeld()) {
                        return false;
                    }
                    meanwhile.run();
                    meanwhile = () -> {};
                    return flusher.step();
                }

                @Override
                public Signal signal() {
                    return flusher.signal();
                }

                @Override
                public Duration rest() {
                    return isHeld() ? Duration.ofMillis(1) : flusher.rest();
                }
            };
        }

        @Override
        public boolean await(Signal signal, Duration timeout) {
            return world.await(signal, timeout);
        }

        @Override
        public Instant now() {
            return world.now();
        }

        @Override
        public long nanos() {
            return world.nanos();
        }

        @Override
        public RandomGenerator random() {
            return world.random();
        }

        @Override
        public Running fork(String name, Runnable task) {
            return world.fork(name, task);
        }
    }

    @BeforeEach
    void writtenAndBeingFlushed() {
        store = LogStore.open(world, disk, LogSettings.SMALL);
        store.append(Logs.batch("a", 1).answered(Durability.WRITTEN));
        world.hold(() -> {});
        world.world.pass(Duration.ofMillis(6));
        assertThat(world.isHeld()).isTrue();
        assertThat(store.head().number()).isZero();
    }

    private static int events(FaultyDisk copy) {
        return Logs.events(copy).size();
    }

    @Test
    void whatAsksForNoMoreIsAnsweredMeanwhile() {
        store.append(Logs.batch("b", 1).answered(Durability.WRITTEN));
        assertThat(world.isHeld()).isTrue();
        assertThat(store.head().number()).isZero();
        world.world.pass(LONG.multipliedBy(2));
        assertThat(store.head().number()).isEqualTo(2);
        store.close();
    }

    @Test
    void whatIsWrittenMeanwhileHasAFlushOfItsOwn() {
        world.hold(() -> {
            assertThat(store.head().number()).isZero();
            assertThat(events(disk.wholeCopy())).isEqualTo(2);
            assertThat(events(disk.flushedCopy())).isZero();
        });
        long flushes = disk.flushes();
        store.append(Logs.batch("b", 1));
        assertThat(disk.flushes()).isEqualTo(flushes + 2);
        assertThat(store.head().number()).isEqualTo(2);
        assertThat(events(disk.flushedCopy())).isEqualTo(2);
        store.close();
    }

    @Test
    void ifItFailsAllThatIsNotFlushedIsLeftOpen() {
        disk.failNextFlush();
        assertThatThrownBy(() -> store.append(Logs.batch("b", 1))).isInstanceOf(OutcomeUnknown.class);
        assertThat(store.head().number()).isZero();
        assertThatThrownBy(store::close).isInstanceOf(DiskFailed.class).hasMessageContaining("answered WRITTEN");
    }

    @Test
    void closingWaitsForIt() {
        store.close();
        assertThat(events(disk.flushedCopy())).isEqualTo(1);
    }
}
