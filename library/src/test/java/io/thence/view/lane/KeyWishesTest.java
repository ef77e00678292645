// SPDX-License-Identifier: Apache-2.0
package io.thence.view.lane;

import io.thence.Event;
import io.thence.KeyValue;
import io.thence.Projection;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.Desk;
import io.thence.event.Keying;
import io.thence.processor.DeadLetterDesk;
import io.thence.world.MemoryDisk;
import io.thence.world.Signal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A key that is to be built anew in a target that goes away meanwhile. */
class KeyWishesTest {

    private static final KeyValue KEY = new KeyValue("account", "a");

    private final Desk desk = Desk.open(new MemoryDisk());
    private final Notes notes = new Notes();
    private final Signal done = new Signal();
    private EventLane lane;

    /** A target that notes what is written to it. */
    private static final class Notes implements Target {
        private final List<Long> cents = new ArrayList<>();
        private Checkpoint upTo = Checkpoint.NONE;
        private boolean away;

        @Override
        public Checkpoint read() {
            return upTo;
        }

        @Override
        public void write(List<Event<?>> events, Checkpoint next) {
            require();
            events.forEach(event -> cents.add(((Deposited) event.data()).cents()));
            upTo = next;
        }

        void clear(Checkpoint next) {
            require();
            cents.clear();
            upTo = next;
        }

        private void require() {
            if (away) {
                throw new OutOfReach(new IOException("away"));
            }
        }
    }

    @BeforeEach
    void write() {
        desk.send(new Deposit("a", 5));
        desk.send(new Deposit("a", 7));
        var course = new Course("notes", Set.of("account.deposited"), Keying.STREAMS,
                _ -> false, Projection.POLICY, new Letters(new DeadLetterDesk(desk.world(), desk.store(), "notes"),
                        _ -> true, () -> "", () -> {}));
        lane = new EventLane(course, desk.in(desk.world()), notes, new Signal());
        run();
    }

    @AfterEach
    void close() {
        lane.close();
        desk.close();
    }

    private void run() {
        while (lane.step() > 0) {
            assertThat(notes.cents).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void a_key_is_built_anew_when_the_target_is_back() {
        notes.away = true;
        assertThat(lane.wishes().wish(KEY, notes::clear, done)).isTrue();
        assertThatThrownBy(lane::step).isInstanceOf(Target.OutOfReach.class);
        lane.resume();
        assertThat(lane.wishes().isDone(KEY)).as("it is still wished for").isFalse();
        notes.away = false;
        notes.cents.clear();
        run();
        assertThat(lane.wishes().isDone(KEY)).isTrue();
        assertThat(done.isRaised()).isTrue();
        assertThat(notes.cents).containsExactly(5L, 7L);
    }

    @Test
    void nobody_waits_for_a_key_in_a_target_that_is_another_now() {
        lane.wishes().wish(KEY, next -> {
            notes.clear(next);
            notes.away = true; // before an event of the key is there again
        }, done);
        assertThat(lane.step()).isPositive();
        assertThatThrownBy(lane::step).isInstanceOf(Target.OutOfReach.class);
        assertThat(lane.checkpoint().parked(KEY)).isPresent();
        notes.upTo = Checkpoint.NONE;
        notes.away = false;
        lane.resume();
        assertThat(done.isRaised()).as("all of it is built now").isTrue();
        assertThat(lane.wishes().isDone(KEY)).isTrue();
        run();
        assertThat(notes.cents).containsExactly(5L, 7L);
    }

    @Test
    void a_key_is_built_anew_from_where_the_target_was_left() {
        lane.wishes().wish(KEY, next -> {
            notes.clear(next);
            notes.away = true;
        }, done);
        assertThat(lane.step()).isPositive();
        assertThatThrownBy(lane::step).isInstanceOf(Target.OutOfReach.class);
        notes.away = false;
        lane.resume();
        assertThat(lane.wishes().isDone(KEY)).as("it waits there").isFalse();
        run();
        assertThat(done.isRaised()).isTrue();
        assertThat(notes.cents).containsExactly(5L, 7L);
        assertThat(lane.checkpoint().parked()).isEmpty();
    }
}
