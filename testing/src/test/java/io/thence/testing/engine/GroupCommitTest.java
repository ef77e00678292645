// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Appended.Committed;
import io.thence.store.Appended.Conflict;
import io.thence.store.Appended.Repeated;
import io.thence.store.Condition;
import io.thence.testing.disk.HeldDisk;
import io.thence.world.MemoryDisk;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Appends that come while a flush is under way share the next one, and are judged one after the other. */
class GroupCommitTest {

    private final HeldDisk disk = new HeldDisk(new MemoryDisk());

    @Test
    void appendsThatWaitShareAFlush() {
        try (var store = LogStore.open(new StillWorld(), disk, LogSettings.DEFAULT); var callers = new Callers()) {
            holdWithOneInFlight(store, callers);
            long before = disk.flushes();
            for (int i = 0; i < 50; i++) {
                var name = "waiting" + i;
                callers.callAndAwaitParked(() -> store.append(Logs.batch(name, 2)));
            }
            assertThat(disk.flushes()).isEqualTo(before);
            disk.release();

            assertThat(callers.results()).hasSize(51).allMatch(result -> result instanceof Committed);
            assertThat(disk.flushes()).as("one for all that waited").isEqualTo(before + 1);
            assertThat(Logs.events(store)).hasSize(101);
        }
    }

    private void holdWithOneInFlight(LogStore store, Callers callers) {
        disk.hold();
        callers.call(() -> store.append(Logs.batch("in flight", 1)));
        disk.awaitHeld();
    }

    @Test
    void eachOfAGroupIsJudgedOnWhatTheOnesBeforeItLeave() {
        try (var store = LogStore.open(new StillWorld(), disk, LogSettings.DEFAULT); var callers = new Callers()) {
            holdWithOneInFlight(store, callers);
            var second = new Condition.Revision(Logs.ANNA, 1);
            callers.callAndAwaitParked(() -> store.append(Logs.batch("second", 1).on(second)));
            callers.callAndAwaitParked(() -> store.append(Logs.batch("too late", 1).on(second)));
            callers.callAndAwaitParked(() -> store.append(Logs.batch("second", 1).on(second)));
            callers.callAndAwaitParked(() -> store.append(Logs.batch("third", 1)
                    .on(new Condition.Revision(Logs.ANNA, 2))));
            disk.release();

            var results = callers.results();
            assertThat(results.get(1)).isInstanceOf(Committed.class);
            assertThat(results.get(2)).isInstanceOf(Conflict.class);
            assertThat(results.get(3)).isInstanceOf(Repeated.class);
            assertThat(results.get(4)).isInstanceOf(Committed.class);
            assertThat(Logs.events(store)).hasSize(3);
        }
    }

    @Test
    void callersBeyondTheBoundWaitAndAllGetThrough() {
        var settings = new LogSettings(64 << 10, 16 << 10, 32 << 10, 2, 4, 1 << 10, 64);
        try (var store = LogStore.open(new StillWorld(), disk, settings); var callers = new Callers()) {
            holdWithOneInFlight(store, callers);
            for (int i = 0; i < 20; i++) {
                var name = "crowd" + i;
                callers.callAndAwaitParked(() -> store.append(Logs.batch(name, 1)));
            }
            disk.release();

            assertThat(callers.results()).hasSize(21).allMatch(result -> result instanceof Committed);
        }
    }

    @Test
    void closingAnswersWhatIsInFlightAndRefusesNothingThatWasTakenIn() {
        var store = LogStore.open(new StillWorld(), disk, LogSettings.DEFAULT);
        try (var callers = new Callers()) {
            holdWithOneInFlight(store, callers);
            var closing = new Callers();
            closing.callAndAwaitParked(() -> {
                store.close();
                return "closed";
            });
            disk.release();
            assertThat(closing.results()).containsExactly("closed");
            assertThat(callers.results().getFirst()).isInstanceOf(Committed.class);
        }
        disk.close();
        assertThat(Logs.events(disk)).hasSize(1);
    }
}
