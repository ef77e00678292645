// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.OutcomeUnknown;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.Appended.Conflict;
import io.thence.store.Condition;
import io.thence.store.Durability;
import io.thence.testing.disk.FaultyDisk;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the writer does while a flush that nobody waits for goes on: it writes, and answers no sooner than it may. */
class FlushBesideTest {

    private static final Duration LONG = Duration.ofMillis(50);

    private final FaultyDisk disk = new FaultyDisk(new SplittableRandom(1));
    private final HeldWorld world = new HeldWorld("log-flush");
    private LogStore store;

    @BeforeEach
    void writtenAndBeingFlushed() {
        store = LogStore.open(world, disk, Logs.TINY);
        store.append(Logs.batch("a", 1).answered(Durability.WRITTEN));
        world.hold(LONG, () -> {});
        world.pass(Duration.ofMillis(6));
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
        world.pass(LONG.multipliedBy(2));
        assertThat(store.head().number()).isEqualTo(2);
        store.close();
    }

    @Test
    void whatIsWrittenMeanwhileHasAFlushOfItsOwn() {
        world.hold(LONG, () -> {
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
    void whatIsRefusedByAnEventInItIsToldWhenThatIsSafe() {
        var refused = store.append(Append.confirm(new Condition.Revision(Logs.ANNA, 0)));
        assertThat(refused).isInstanceOf(Conflict.class);
        assertThat(world.isHeld()).isFalse();
        assertThat(store.head().number()).isEqualTo(1);
        store.close();
    }

    @Test
    void aNewSegmentWaitsForIt() {
        int batches = 1;
        while (world.isHeld()) {
            store.append(Logs.batch("b" + batches++, 1).answered(Durability.WRITTEN));
        }
        assertThat(batches).as("the first that needs a new segment waits").isGreaterThan(2).isLessThan(10);
        store.close();
        assertThat(events(disk.flushedCopy())).isEqualTo(batches);
    }

    @Test
    void theIndexIsSealedThoughSomethingIsAlwaysWrittenMeanwhile() {
        for (int i = 0; i < 11; i++) {
            store.append(Logs.batch("m" + i, 1).answered(Durability.WRITTEN));
            var next = Logs.batch("n" + i, 1).answered(Durability.WRITTEN);
            world.hold(Duration.ofMillis(8), () -> store.append(next));
            world.pass(Duration.ofMillis(9));
        }
        assertThat(disk.list("index")).anyMatch(name -> name.endsWith(".run"));
        store.close();
    }

    @Test
    void closingWaitsForIt() {
        store.close();
        assertThat(world.isHeld()).isFalse();
        assertThat(events(disk.flushedCopy())).isEqualTo(1);
    }
}
