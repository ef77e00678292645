// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Decision;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Origin;
import io.thence.Outcome;
import io.thence.Outcome.Refused;
import io.thence.Preview;
import io.thence.Refusal;
import io.thence.Refusal.Decided;
import io.thence.Send;
import io.thence.ThenceException.BadRequest;
import io.thence.store.Append;
import io.thence.store.Truncation;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A decider refuses with a value of a type of its own, which comes back as it was, also of a refusal that was kept. */
class RefusalsTest {

    record Taken(String seat) {}

    record Take(String seat, int tries) {}

    sealed interface Full {
        record Gone(String seat, int by) implements Full {}

        enum Closed implements Full {
            TODAY,
            FOR_EVER
        }
    }

    static final Key<String> SEAT = Key.of("seat");
    static final Events<Taken> EVENTS = Events.of(Taken.class).type("seat.taken", Taken.class, SEAT.of(Taken::seat));
    static final Fold<String, Integer> TIMES = Fold.by(SEAT).from(0).on(Taken.class, (times, _) -> times + 1);

    static final Decider<Take, Taken> BOX_OFFICE = Decider.of(Take.class, EVENTS).refusing(Full.class)
            .reading(TIMES, Take::seat)
            .decide(RefusalsTest::decide);

    @TempDir
    private Path folder;

    private static Decision<Taken> decide(Take take, int times) {
        return switch (take.tries()) {
            case 7 -> refuse("a text");
            case 8 -> refuse(Full.Closed.TODAY);
            default -> times == 0 ? accept(new Taken(take.seat())) : refuse(new Full.Gone(take.seat(), times));
        };
    }

    private Thence open() {
        return Thence.run(Application.named("theatre").with(EVENTS, BOX_OFFICE), Engine.at(folder));
    }

    private static Object reason(Outcome outcome) {
        return outcome instanceof Refused(Decided(var value), _, _) ? value : outcome;
    }

    @Test
    void it_comes_back_as_it_was_given() {
        try (var theatre = open()) {
            theatre.send(new Take("1A", 1));
            var outcome = theatre.send(new Take("1A", 1));

            assertThat(outcome instanceof Refused(Decided(Full.Gone(var seat, var by)), _, _) ? seat + by : "")
                    .isEqualTo("1A1");
            assertThat(reason(theatre.send(new Take("1A", 8)))).isEqualTo(Full.Closed.TODAY);
            assertThat(theatre.preview(new Take("1A", 8))).isInstanceOfSatisfying(Preview.Refuses.class,
                    it -> assertThat(it.refusal()).isEqualTo(new Decided(Full.Closed.TODAY)));
        }
    }

    @Test
    void what_would_come_is_what_comes() {
        try (var theatre = open()) {
            theatre.store().append(Append.of(List.of(Truncation.tombstone(SEAT.value("2B"))), Origin.of("test")));
            for (var take : List.of(new Take("1A", 1), new Take("1A", 8), new Take("2B", 1))) {
                var told = theatre.preview(take);
                assertThat(theatre.send(take) instanceof Refused(var refusal, _, _) ? refusal : "accepted").isEqualTo(
                        told instanceof Preview.Refuses(var refusal, _) ? refusal : "accepted");
            }
            assertThat(theatre.preview(new Take("2B", 1))).isInstanceOfSatisfying(Preview.Refuses.class,
                    it -> assertThat(it.refusal()).isEqualTo(new Refusal.Tombstoned(SEAT.value("2B"))));
            assertThatThrownBy(() -> theatre.preview(new Take("1A", 7))).isInstanceOf(BadRequest.class);
            assertThatThrownBy(() -> theatre.send(new Take("1A", 7))).isInstanceOf(BadRequest.class);
        }
    }

    @Test
    void one_that_was_kept_comes_back_after_a_restart_whatever_holds_by_then() {
        try (var theatre = open()) {
            theatre.send(new Take("1A", 1));
            theatre.send(new Take("1A", 2), Send.as("again").remember());
            theatre.send(new Take("1A", 8), Send.as("late").remember());
        }
        try (var theatre = open()) {
            theatre.closeBooks(TIMES, "1A", _ -> List.of());

            assertThat(reason(theatre.send(new Take("1A", 2), Send.as("again")))).isEqualTo(new Full.Gone("1A", 1));
            assertThat(reason(theatre.send(new Take("1A", 8), Send.as("late")))).isEqualTo(Full.Closed.TODAY);
            assertThat(theatre.send(new Take("1A", 2))).isInstanceOf(Outcome.Accepted.class);
        }
    }

    @Test
    void what_was_not_declared_is_a_fault_by_name() {
        try (var theatre = open()) {
            assertThatThrownBy(() -> theatre.send(new Take("1A", 7))).isInstanceOf(BadRequest.class)
                    .hasMessage("decider Take refuses with a java.lang.String, but declares " + Full.class.getName()
                            + ": refuse with a value of that");
        }
    }

    @Test
    void a_decider_that_comes_to_nothing_is_told_by_name() {
        Decider<Take, Taken> forgetful = Decider.of(Take.class, EVENTS).decide(take -> take.tries() == 0 ? null
                : accept((Taken) null));
        try (var theatre = Thence.run(Application.named("theatre").with(EVENTS, forgetful), Engine.inMemory())) {
            assertThatThrownBy(() -> theatre.send(new Take("1A", 0))).hasMessageStartingWith("decider Take (")
                    .hasMessageEndingWith(") came to null: let it accept(..) or refuse(..)");
            assertThatThrownBy(() -> theatre.send(new Take("1A", 1))).hasMessage("an event that is to happen is null");
            assertThatThrownBy(() -> theatre.send(new Take(null, 1)))
                    .hasMessageContaining("component 'seat' is null: make it an Optional");
        }
    }
}
