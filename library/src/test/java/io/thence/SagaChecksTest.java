// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is wrong with a saga is found before it starts. */
class SagaChecksTest {

    sealed interface Tour {
        record Wanted(String tour, String guest) implements Tour {}

        record Booked(String tour, String place) implements Tour {}

        record Paid(String tour) implements Tour {}
    }

    record Want(String tour, String guest) {}

    record Book(String tour, String place) {}

    record Unbook(String tour) {}

    record Plan(String tour) {}

    private static final Key<String> TOUR = Key.of("tour");
    private static final Key<String> PLACE = Key.of("place");
    private static final Events<Tour> EVENTS = Events.of(Tour.class)
            .type("tour.wanted", Tour.Wanted.class, TOUR.of(Tour.Wanted::tour))
            .type("tour.booked", Tour.Booked.class, PLACE.of(Tour.Booked::place))
            .type("tour.paid", Tour.Paid.class, TOUR.each(e -> List.of(e.tour())));
    private static final Decider<Want, Tour> WANTING = Decider.of(Want.class, EVENTS)
            .writing(Tour.Wanted.class, Tour.Paid.class)
            .decide(c -> Decision.accept(new Tour.Wanted(c.tour(), c.guest())));
    private static final Decider<Book, Tour> BOOKING = Decider.of(Book.class, EVENTS).writing(Tour.Booked.class)
            .decide(c -> Decision.accept(new Tour.Booked(c.tour(), c.place())));

    private static final Ask<Plan, Book> BOOK = Ask.of("book", Book.class);
    private static final Saga<String, Plan> STARTED = Saga.named("touring").by(TOUR).from(new Plan(""))
            .startsOn(Tour.Wanted.class, (_, e) -> Next.state(new Plan(e.tour())).ask(BOOK, new Book(e.tour(), "x")));
    private static final Saga<String, Plan> WHOLE = STARTED
            .on(BOOK, Tour.Booked.class, (plan, _) -> Next.state(plan).done())
            .onRefused(BOOK, (plan, _) -> Next.state(plan).done());

    private static List<String> check(Part... parts) {
        var all = new ArrayList<Part>(List.of(EVENTS, WANTING, BOOKING));
        all.addAll(List.of(parts));
        return Application.named("tours").with(all.toArray(Part[]::new)).check().stream().filter(Problem::isError)
                .map(problem -> problem.where() + ": " + problem.what()).toList();
    }

    @Test
    void a_sound_saga_has_no_problems() {
        assertThat(check(WHOLE)).isEmpty();
    }

    @Test
    void something_starts_it() {
        assertThat(check(Saga.named("touring").by(TOUR).from(new Plan("")).on(Tour.Wanted.class,
                (plan, _) -> Next.state(plan)))).containsExactly("saga touring: nothing starts it");
    }

    @Test
    void each_ask_may_be_refused() {
        assertThat(check(STARTED.on(BOOK, Tour.Booked.class, (plan, _) -> Next.state(plan).done()))).containsExactly(
                "saga touring: ask 'book' may be refused, and nothing is done then");
    }

    @Test
    void an_answer_is_an_event_of_the_decider_of_the_ask() {
        assertThat(check(WHOLE.on(BOOK, Tour.Wanted.class, (plan, _) -> Next.state(plan)))).containsExactly(
                "saga touring: ask 'book' is answered by Wanted, which the decider of Book does not write");
    }

    @Test
    void where_nothing_decides_what_is_asked_that_is_told_alone() {
        var unbook = Ask.<Plan, Unbook>of("unbook", Unbook.class);
        assertThat(check(WHOLE.on(unbook, Tour.Booked.class, (plan, _) -> Next.state(plan))
                .onRefused(unbook, (plan, _) -> Next.state(plan)))).containsExactly(
                        "saga touring: ask 'unbook' sends Unbook, which nothing decides");
    }

    @Test
    void what_it_sends_is_decided() {
        var undone = Ask.of("book", Book.class).undo(Unbook.class, (Plan _, Book c) -> new Unbook(c.tour()));
        assertThat(check(STARTED.onRefused(undone, (plan, _) -> Next.state(plan).done()))).containsExactly(
                "saga touring: ask 'book' sends Unbook, which nothing decides");
        assertThat(check(WHOLE.onAccepted(undone, plan -> Next.state(plan).done()))).containsExactly(
                "saga touring: two asks have the name 'book'");
    }

    @Test
    void one_clause_is_for_one_thing() {
        assertThat(check(WHOLE.startsOn(Tour.class, (plan, _) -> Next.state(plan))
                .on(Tour.Wanted.class, (plan, _) -> Next.state(plan))
                .on(Tour.Wanted.class, (plan, _) -> Next.state(plan))
                .onAccepted(BOOK, plan -> Next.state(plan)).onAccepted(BOOK, plan -> Next.state(plan))
                .onRefused(BOOK, (plan, _) -> Next.state(plan))
                .on(BOOK, Tour.Booked.class, (plan, _) -> Next.state(plan))
                .onWake("w", plan -> Next.state(plan)).onWake("w", plan -> Next.state(plan))))
                .filteredOn(problem -> problem.contains("two clauses")).containsExactly(
                        "saga touring: two clauses are for the start on Wanted",
                        "saga touring: two clauses are for event Wanted",
                        "saga touring: two clauses are for the acceptance of ask 'book'",
                        "saga touring: two clauses are for the refusal of ask 'book'",
                        "saga touring: two clauses are for answer Booked to ask 'book'",
                        "saga touring: two clauses are for wake 'w'");
    }

    @Test
    void its_events_are_filed_under_one_value_of_its_key() {
        assertThat(check(WHOLE.on(Tour.Booked.class, (plan, _) -> Next.state(plan))
                .on(Tour.Paid.class, (plan, _) -> Next.state(plan)).mayRepeat("once each"))).containsExactly(
                "saga touring: tour.booked is filed under no value of its key 'tour', so it never sees it",
                "saga touring: tour.paid is filed under many values of its key 'tour', so it cannot tell for which"
                        + " instance it is");
    }

    @Test
    void its_states_are_values() {
        assertThat(check(Saga.named("touring").by(TOUR).from(new StringBuilder()).startsOn(Tour.Wanted.class,
                (text, _) -> Next.state(text)))).containsExactly(
                        "saga touring: StringBuilder can change, or cannot be stored");
        assertThat(check(Saga.named("touring").by(TOUR).from(List.<Long>of()).startsOn(Tour.Wanted.class,
                (list, _) -> Next.state(list)))).containsExactly(
                        "saga touring: its state is a List, which says nothing of what is in it");
    }

    @Test
    void it_reads_nothing_personal() {
        var personal = Events.of(Tour.class)
                .type("tour.wanted", Tour.Wanted.class, TOUR.of(Tour.Wanted::tour))
                .personal(Tour.Wanted.class, TOUR, "guest")
                .type("tour.booked", Tour.Booked.class, PLACE.of(Tour.Booked::place))
                .type("tour.paid", Tour.Paid.class, TOUR.of(Tour.Paid::tour));
        var wanting = Decider.of(Want.class, personal).decide(_ -> Decision.accept());
        var saga = Saga.named("touring").by(TOUR).from(new Plan(""))
                .startsOn(Tour.Wanted.class, (_, e) -> Next.state(new Plan(e.guest())).done());
        assertThat(Application.named("tours").with(personal, wanting, saga).check()).filteredOn(Problem::isError)
                .singleElement().satisfies(problem -> assertThat(problem.what()).startsWith("it reads tour.wanted, of"
                        + " which guest is personal"));
    }

    @Test
    void what_it_sends_may_not_lead_back_to_it() {
        var again = Ask.<Plan, Want>of("again", Want.class);
        var circle = WHOLE.onRefused(again, (plan, _) -> Next.state(plan).done());
        assertThat(check(circle)).containsExactly("saga touring: what it sends leads back to it: saga touring -> Want"
                + " -> decider Want -> tour.wanted -> saga touring");
        assertThat(check(circle.mayRepeat("a tour begins once"))).isEmpty();
        assertThatThrownBy(() -> circle.mayRepeat(" ")).hasMessage(
                "saga 'touring': mayRepeat(..) needs the reason why it ends");
    }

    @Test
    void it_is_drawn_with_what_it_reads_and_sends() {
        var flow = Application.named("tours").with(EVENTS, WHOLE).describe();
        var saga = new Description.Box(Description.Kind.SAGA, "touring");
        assertThat(flow.arrows()).containsExactly(
                new Description.Arrow(new Description.Box(Description.Kind.EVENT, "tour.wanted"), saga),
                new Description.Arrow(new Description.Box(Description.Kind.EVENT, "tour.booked"), saga),
                new Description.Arrow(saga, new Description.Box(Description.Kind.COMMAND, "Book")));
        assertThat(flow.mermaid()).contains("[/\"touring\"\\]:::saga").contains("classDef saga ");
    }

    @Test
    void a_saga_that_ends_asks_nothing() {
        assertThatThrownBy(() -> Next.state(new Plan("")).ask(BOOK, new Book("t", "x")).done())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a saga that ends asks nothing and wants no wakes: say done() or compensate() when the last"
                        + " answer has come");
        assertThatThrownBy(() -> Next.state(new Plan("")).compensate().wake("late", java.time.Duration.ZERO))
                .isInstanceOf(IllegalStateException.class);
    }
}
