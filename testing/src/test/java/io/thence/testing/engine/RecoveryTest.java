// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.CommandId;
import io.thence.ThenceException.OutcomeUnknown;
import io.thence.ThenceException.Stopped;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Appended.Committed;
import io.thence.store.Appended.Repeated;
import io.thence.testing.disk.Call;
import io.thence.testing.disk.FaultyDisk;
import io.thence.testing.disk.HeldDisk;
import io.thence.world.Mark;
import io.thence.world.MemoryDisk;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the next start makes of a log whose end nothing vouches for, and of a start that did not come to its end. */
class RecoveryTest {

    /** Thrown at a mark in the code, in place of the end of the process. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** A log whose last batch is whole, and known to be flushed to nobody but its caller. */
    private static DiskImage unclosed() {
        var disk = new MemoryDisk();
        try (var store = LogStore.open(new StillWorld(), disk, Logs.TINY)) {
            store.append(Logs.batch("first", 2));
            store.append(Logs.batch("last", 3));
            return DiskImage.of(disk);
        }
    }

    @Test
    void aGoodTailIsCopiedToANewSegmentBeforeItIsServed() {
        var disk = unclosed().onDisk();
        var before = Kept.files(disk);

        assertThat(Logs.events(disk)).hasSize(5);

        assertThat(Kept.files(disk)).hasSize(before.size() + 1).containsAll(before);
        assertThat(Logs.events(disk)).hasSize(5);
        assertThat(disk.list(DiskImage.FOLDER)).as("a log that was closed needs no repair").hasSize(before.size() + 1);
    }

    @Test
    void aStartThatIsKilledAtAnyMomentLosesNothing() {
        var reached = new ArrayList<Mark>();
        for (var victim : List.of(Mark.RECOVERY_STARTED, Mark.RECOVERY_CUT, Mark.RECOVERY_COPIED)) {
            var disk = unclosed().onDisk();
            for (int start = 0; start < 3; start++) {
                var world = new HandWorld(start).watching(mark -> {
                    if (mark == victim) {
                        reached.add(mark);
                        throw new Killed();
                    }
                });
                try {
                    LogStore.open(world, disk, Logs.TINY);
                } catch (Killed _) {
                    assertThat(reached).contains(victim);
                }
                disk.close();
            }
            assertThat(Logs.events(disk)).as("killed at %s", victim).hasSize(5);
        }
        assertThat(reached).contains(Mark.RECOVERY_STARTED, Mark.RECOVERY_CUT, Mark.RECOVERY_COPIED);
    }

    @Test
    void whatAStartHasCutDoesNotComeBackBehindWhatTheNextOneCuts() {
        var disk = new FaultyDisk(new SplittableRandom(1));
        try (var store = LogStore.open(new HandWorld(1), disk, Logs.TINY)) {
            store.append(Logs.batch("first", 2));
        }
        disk.close();
        assertThat(Logs.events(disk)).as("and leaves two marks at the end").hasSize(2);
        killAStartAtTheFlushOfItsCut(disk);
        killAStartAtTheFlushOfItsCut(disk);

        for (int seed = 0; seed < 500; seed++) {
            var after = disk.afterCrash(new SplittableRandom(seed));
            assertThat(Logs.events(after)).as("seed %s", seed).hasSize(2);
        }
    }

    private static void killAStartAtTheFlushOfItsCut(FaultyDisk disk) {
        var cut = new AtomicBoolean();
        disk.watch((call, _, _) -> {
            cut.compareAndSet(false, call == Call.TRUNCATE);
            if (cut.get() && call == Call.FLUSH) {
                throw new Killed();
            }
        });
        assertThatThrownBy(() -> LogStore.open(new StillWorld(), disk, Logs.TINY)).isInstanceOf(Killed.class);
        disk.endProcess();
        disk.watch((_, _, _) -> {});
    }

    @Test
    void aCopyCountsAlsoWhereTheOldTailIsStillThere() {
        var old = unclosed();
        var disk = old.onDisk();
        var events = Logs.events(disk);
        var copied = DiskImage.of(disk);

        var both = copied.with(old.last(), old.bytes(old.last()));

        assertThat(copied.last()).isNotEqualTo(old.last());
        assertThat(Logs.events(both.onDisk())).isEqualTo(events).hasSize(5);
    }

    @Test
    void aFailedFlushEndsItsGroupUnknownAndStopsTheStore() {
        var faulty = new FaultyDisk(new SplittableRandom(5));
        var disk = new HeldDisk(faulty);
        try (var store = LogStore.open(new StillWorld(), disk, LogSettings.SMALL); var callers = new Callers()) {
            store.append(Logs.batch("safe", 2));
            disk.hold();
            callers.call(() -> store.append(Logs.batch("held", 1)));
            disk.awaitHeld();
            for (int i = 0; i < 3; i++) {
                var name = "group" + i;
                callers.callAndAwaitParked(() -> store.append(Logs.batch(name, 1)));
            }
            faulty.failFlushAfter(1);
            disk.release();

            var results = callers.results();
            assertThat(results.getFirst()).isInstanceOf(Committed.class);
            assertThat(results.subList(1, 4)).allMatch(result -> result instanceof OutcomeUnknown);
            assertThatThrownBy(() -> store.append(Logs.batch("late", 1))).isInstanceOf(Stopped.class);
            assertThat(Logs.events(store)).as("what is served is durable").hasSize(3);
            assertThat(store.remembered(new CommandId("group0"))).isEmpty();
        }
        disk.close();
    }

    @Test
    void afterAFailedFlushTheNextStartServesWhatItFindsFromANewSegment() {
        for (int seed = 0; seed < 50; seed++) {
            var disk = new FaultyDisk(new SplittableRandom(seed));
            try (var store = LogStore.open(new HandWorld(seed), disk, Logs.TINY)) {
                store.append(Logs.batch("safe", 2));
                disk.failNextFlush();
                assertThatThrownBy(() -> store.append(Logs.batch("unknown", 3))).isInstanceOf(OutcomeUnknown.class);
            }
            disk.close();

            try (var store = LogStore.open(new HandWorld(seed), disk, Logs.TINY)) {
                assertThat(disk.list(DiskImage.FOLDER)).hasSize(2);
                assertThat(Logs.events(store)).as("all of it is good in the machine's cache").hasSize(5);
                assertThat(store.append(Logs.batch("unknown", 3))).isInstanceOf(Repeated.class);
            }
            var after = disk.crash();
            assertThat(Logs.events(after)).as("served once, served for ever; seed %s", seed).hasSize(5);
        }
    }

    @Test
    void aSegmentIsNotBegunOnAMarkThatIsNotFlushed() {
        for (int seed = 0; seed < 40; seed++) {
            var disk = new FaultyDisk(new SplittableRandom(seed));
            var world = new HandWorld(seed);
            int batches = 0;
            var store = LogStore.open(world, disk, Logs.TINY);
            while (disk.list(DiskImage.FOLDER).size() < 2) {
                world.pass(Duration.ofMillis(25)); // idle, so a mark is written
                store.append(Logs.batch("batch" + batches++, 1));
            }
            assertThat(Logs.events(disk.crash())).as("seed %s", seed).hasSize(batches);
        }
    }

    @Test
    void theWriterEpochRisesWithEachStart() {
        var disk = new MemoryDisk();
        for (long life = 1; life <= 4; life++) {
            assertThat(Logs.events(disk)).isEmpty();
            var image = DiskImage.of(disk);
            int lastFrame = image.frames(image.last()).reversed().get(1);
            assertThat(ByteBuffer.wrap(image.bytes(image.last())).getLong(lastFrame + 24)).isEqualTo(life);
        }
    }

    @Test
    void noLeftOverOfAnOlderLifeLinks() {
        var disk = unclosed().onDisk();
        var whole = DiskImage.of(disk);
        var torn = whole.with(whole.last(), DiskImage.cut(whole.bytes(whole.last()),
                whole.frames(whole.last()).get(2))).onDisk();
        try (var store = LogStore.open(new HandWorld(1), torn, Logs.TINY)) {
            store.append(Logs.batch("again", 1));
        }
        torn.close();
        var grown = DiskImage.of(torn);
        var name = grown.last();
        var old = whole.bytes(whole.last());
        var bytes = Arrays.copyOf(grown.bytes(name), grown.bytes(name).length + old.length);
        System.arraycopy(old, 64, bytes, grown.bytes(name).length, old.length - 64);

        assertThat(Logs.events(grown.with(name, bytes).onDisk())).isEqualTo(Logs.events(torn));
    }
}
