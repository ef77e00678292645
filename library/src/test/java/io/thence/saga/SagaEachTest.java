// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.Application;
import io.thence.Ask;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Next;
import io.thence.Saga;
import io.thence.ThenceException.BadRequest;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.saga.SagaEvent.Input;
import io.thence.saga.SagaEvent.Sent;
import io.thence.saga.SagaEvent.Status;
import io.thence.saga.SagaInstance.Taken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Several of one kind are asked through one ask, and each answer says which one it is about. */
class SagaEachTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    sealed interface Happened {
        record Planned(String trip, List<String> legs) implements Happened {}

        record Booked(String leg, String trip) implements Happened {}

        record Freed(String leg) implements Happened {}
    }

    record Plan(String trip, List<String> legs) {}

    record Book(String leg, String trip) {}

    record Free(String leg) {}

    record Trip(List<String> open, List<String> booked) {
        Trip booked(String leg) {
            var left = open.stream().filter(other -> !other.equals(leg)).toList();
            var more = new ArrayList<>(booked);
            more.add(leg);
            return new Trip(left, List.copyOf(more));
        }
    }

    private static final Key<String> TRIP = Key.of("trip");
    private static final Key<String> LEG = Key.of("leg");
    private static final Events<Happened> EVENTS = Events.of(Happened.class)
            .type("trip.planned", Happened.Planned.class, TRIP.of(Happened.Planned::trip))
            .type("leg.booked", Happened.Booked.class, LEG.of(Happened.Booked::leg))
            .type("leg.freed", Happened.Freed.class, LEG.of(Happened.Freed::leg));
    private static final Fold<String, String> BOOKED = Fold.by(LEG).from("")
            .on(Happened.Booked.class, (_, e) -> e.trip()).on(Happened.Freed.class, (_, _) -> "");
    private static final Decider<Plan, Happened> PLANNING = Decider.of(Plan.class, EVENTS)
            .writing(Happened.Planned.class).decide(c -> accept(new Happened.Planned(c.trip(), c.legs())));
    private static final Decider<Book, Happened> BOOKING = Decider.of(Book.class, EVENTS).writing(Happened.Booked.class)
            .reading(BOOKED, Book::leg).decide((c, trip) -> trip.isEmpty()
                    ? accept(new Happened.Booked(c.leg(), c.trip())) : refuse("taken by " + trip));
    private static final Decider<Free, Happened> FREEING = Decider.of(Free.class, EVENTS).writing(Happened.Freed.class)
            .decide(c -> accept(new Happened.Freed(c.leg())));

    private static final Ask<Trip, Book> BOOK = Ask.of("book", Book.class)
            .undo(Free.class, (_, c) -> new Free(c.leg()));

    private static final Saga<String, Trip> SAGA = Saga.named("tour").by(TRIP).from(new Trip(List.of(), List.of()))
            .onEach(BOOK, Happened.Booked.class, (leg, trip, _) -> {
                var next = trip.booked(leg);
                return next.open().isEmpty() ? Next.state(next).done() : Next.state(next);
            })
            .onEachRefused(BOOK, (leg, trip, why) -> Next.state(trip.booked(leg + " is " + why.reason())).compensate())
            .startsOn(Happened.Planned.class, (_, e) -> {
                var next = Next.state(new Trip(e.legs(), List.of()));
                for (var leg : e.legs()) {
                    next = next.ask(BOOK.each(leg), new Book(leg, e.trip()));
                }
                return next;
            });

    private final Application application = Application.named("tours").with(EVENTS, PLANNING, BOOKING, FREEING, SAGA);
    private final Thence tours = Thence.run(application, Engine.inMemory());

    @AfterEach
    void close() {
        tours.close();
    }

    private SagaInstance<Trip> planned(String trip, String... legs) {
        tours.send(new Plan(trip, List.of(legs)));
        assertThat(tours.saga(SAGA).await(trip, LONG)).isTrue();
        return tours.saga(SAGA).of(trip).orElseThrow();
    }

    @Test
    void each_answer_says_which_one_it_is_about() {
        var tour = planned("t", "a", "b", "c");
        assertThat(tour.status()).isEqualTo(Status.DONE);
        assertThat(tour.state()).isEqualTo(new Trip(List.of(), List.of("a", "b", "c")));
        assertThat(tour.history()).extracting(Taken::input).contains(new Input.Accepted("book/b", 1, 1, 1));
    }

    @Test
    void a_refusal_says_which_one_it_is_about_and_what_was_accepted_is_undone_the_last_first() {
        planned("t", "c");
        var tour = planned("u", "a", "b", "c", "d");
        assertThat(tour.status()).isEqualTo(Status.COMPENSATED);
        assertThat(tour.state().booked()).containsExactly("a", "b", "c is taken by t");
        assertThat(tour.history().stream().map(Taken::input).toList()).endsWith(
                new Input.Refused("book/c", 1, 2, "taken by t"), new Input.Withdrawn("book/d", 1, 3),
                new Input.Undone("book/b", 1, 1), new Input.Undone("book/a", 1, 0));
        assertThat(List.of(tours.read(BOOKED, "a"), tours.read(BOOKED, "c"))).containsExactly("", "t");
    }

    @Test
    void one_that_is_not_told_from_the_others_is_refused() {
        var plan = new SagaPlan<>(SAGA);
        var book = new Book("a", "t");
        assertThatThrownBy(() -> plan.sent(new Next.Asked<>(BOOK, book))).isInstanceOf(BadRequest.class)
                .hasMessageContaining("hears of ask 'book' one by one")
                .hasMessageContaining("send it through each(id)");
        assertThat(plan.sent(new Next.Asked<>(BOOK.each("a"), book)))
                .isEqualTo(new Sent("book", "Book", "{\"leg\":\"a\",\"trip\":\"t\"}", Optional.of("a")));
        assertThatIllegalArgumentException().isThrownBy(() -> BOOK.each(""))
                .withMessageContaining("ask 'book': each(..) needs 1 to 200 characters, not 0");
        assertThat(BOOK.each("a").each("b").whole()).isEqualTo(BOOK);
    }
}
