// SPDX-License-Identifier: Apache-2.0
package io.thence.view.lane;

import io.thence.Event;
import io.thence.Parked;
import io.thence.Projection;
import io.thence.ThenceException.PartStopped;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.Desk;
import io.thence.event.Keying;
import io.thence.processor.DeadLetterDesk;
import io.thence.world.MemoryDisk;
import io.thence.world.Signal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A deadlock is nobody's fault once in a batch: what met it is written again, and it is said once. */
class DeadlockedLaneTest {

    private static final long POISON = 13;

    private final Logger logger = Logger.getLogger(Faults.class.getName());
    private final Desk desk = Desk.open(new MemoryDisk());
    private final Meeting target = new Meeting();
    private final Warnings warnings = new Warnings();
    private final Letters letters = new Letters(new DeadLetterDesk(desk.world(), desk.store(), "met"), _ -> true,
            () -> "", () -> {});
    private final EventLane lane = new EventLane(new Course("met", Set.of("account.deposited"), Keying.STREAMS,
            _ -> false, Projection.POLICY.attempts(1), letters), desk.in(desk.world()), target, new Signal());

    /** A target that meets a deadlock at some of its writes, which are counted from 1. */
    private static final class Meeting implements Target {
        private final List<Long> cents = new ArrayList<>();
        private final Set<Integer> deadlocks = new HashSet<>();
        private int writes;

        @Override
        public Checkpoint read() {
            return Checkpoint.NONE;
        }

        @Override
        public void write(List<Event<?>> events, Checkpoint next) {
            writes++;
            if (deadlocks.contains(writes)) {
                throw new Deadlock(new IllegalStateException("met at write " + writes));
            }
            var some = events.stream().map(event -> ((Deposited) event.data()).cents()).toList();
            if (some.contains(POISON)) {
                throw new IllegalStateException("poison");
            }
            cents.addAll(some);
        }
    }

    private static final class Warnings extends Handler {
        private final List<String> said = new ArrayList<>();

        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().equals(Level.WARNING)) {
                said.add(record.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void listen() {
        logger.addHandler(warnings);
    }

    @AfterEach
    void close() {
        logger.removeHandler(warnings);
        lane.close();
        desk.close();
    }

    private void deposit(long... cents) {
        for (long each : cents) {
            desk.send(new Deposit("account-" + each, each));
        }
    }

    @Test
    void a_batch_is_written_again_event_by_event_and_that_is_said_once() {
        deposit(1, 2, 3);
        target.deadlocks.add(1);
        lane.step();
        assertThat(target.cents).containsExactly(1L, 2L, 3L);
        assertThat(target.writes).as("all, and then each").isEqualTo(4);
        assertThat(warnings.said).singleElement().asString().contains("projection 'met', lane 0, has met a deadlock",
                "position 1 (met at write 1): the 3 events of its transaction are written again, one by one, once");
    }

    @Test
    void the_next_batch_may_meet_one_again() {
        deposit(1, 2);
        target.deadlocks.addAll(List.of(1, 4));
        lane.step();
        deposit(3, 4);
        lane.step();
        assertThat(target.cents).containsExactly(1L, 2L, 3L, 4L);
        assertThat(warnings.said).hasSize(2);
    }

    @Test
    void a_single_event_is_written_again_once() {
        deposit(1);
        target.deadlocks.add(1);
        lane.step();
        assertThat(target.cents).containsExactly(1L);
        assertThat(target.writes).isEqualTo(2);
        assertThat(warnings.said).hasSize(1);
    }

    @Test
    void where_another_event_has_failed_the_first_deadlock_is_still_the_first() {
        deposit(1, POISON, 3);
        target.deadlocks.add(2);
        lane.step();
        assertThat(target.cents).containsExactly(1L, 3L);
        assertThat(lane.checkpoint().parked()).extracting(Parked::position).containsExactly(2L);
        assertThat(warnings.said).singleElement().asString().contains("position 1 (met at write 2): the 1 events");
    }

    @Test
    void the_second_of_a_batch_stops_the_lane_and_parks_nothing() {
        deposit(1, 2, 3);
        target.deadlocks.addAll(List.of(1, 3));
        assertThatThrownBy(lane::step).isInstanceOf(PartStopped.class).hasMessageContainingAll(
                "projection 'met' has stopped at event ", "position 2",
                "two transactions waited for each other twice", "nothing is lost")
                .hasRootCauseMessage("met at write 3");
        assertThat(target.cents).containsExactly(1L);
        assertThat(lane.checkpoint().parked()).isEmpty();
        assertThat(warnings.said).as("the first; the second is told by who stops").hasSize(1);
    }
}
