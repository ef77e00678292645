// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.Ask;
import io.thence.Key;
import io.thence.Next;
import io.thence.Saga;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A saga is told step by step, and what it does otherwise than expected is shown with what came before. */
class SagaSpecTest {

    sealed interface Trip {
        record Planned(String trip, List<String> legs) implements Trip {}

        record Booked(String leg) implements Trip {}

        record Dropped(String trip) implements Trip {}
    }

    record Book(String leg) {}

    record Free(String leg) {}

    record Plan(int open, String why) {}

    private static final Key<String> TRIP = Key.of("trip");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Ask<Plan, Book> BOOK = Ask.of("book", Book.class)
            .undo(Free.class, (_, c) -> new Free(c.leg()));
    private static final Saga<String, Plan> SAGA = Saga.named("touring").by(TRIP).from(new Plan(0, ""))
            .startsOn(Trip.Planned.class, (_, e) -> {
                var next = Next.state(new Plan(e.legs().size(), "")).wake("late", DAY);
                for (var leg : e.legs()) {
                    next = next.ask(BOOK.each(leg), new Book(leg));
                }
                return next;
            })
            .onEach(BOOK, Trip.Booked.class, (_, plan, _) -> plan.open() == 1
                    ? Next.state(new Plan(0, "all")).done()
                    : Next.state(new Plan(plan.open() - 1, "")).cancelWake("late"))
            .onEachRefused(BOOK, (leg, plan, why) -> Next.state(new Plan(plan.open(), leg + ": " + why.reason()))
                    .compensate())
            .onWake("late", plan -> Next.state(new Plan(plan.open(), "late")).compensate());

    private static final SagaSpec<Plan> PLANNED = SagaSpec.of(SAGA).given(new Trip.Planned("t", List.of("a", "b")));

    @Test
    void steps_are_told_to_the_end() {
        SagaSpec.of(SAGA).thenNotBegun().when(new Trip.Dropped("t")).thenNotBegun().thenAsksNothing();
        PLANNED.thenGoesOn().thenState(new Plan(2, "")).thenWakes("late", DAY)
                .thenAsksAll(List.of(SagaSpec.asked(BOOK.each("a"), new Book("a")),
                        SagaSpec.asked(BOOK.each("b"), new Book("b"))))
                .whenAccepted(BOOK, new Trip.Booked("a")).thenAsksNothing().thenWakesNot("late").thenGoesOn()
                .whenAccepted(BOOK.each("b"), new Trip.Booked("b")).thenState(new Plan(0, "all")).thenDone()
                .when(new Trip.Dropped("t")).thenDone();
    }

    @Test
    void what_it_did_is_undone() {
        PLANNED.whenAccepted(BOOK, new Trip.Booked("a")).whenRefused(BOOK, "full").thenUndoes(new Free("a"))
                .thenState(new Plan(1, "b: full"));
        PLANNED.whenWoken("late").thenUndoes().thenState(new Plan(2, "late"));
        PLANNED.whenWoken("late").whenAccepted(BOOK.each("b"), new Trip.Booked("b")).thenUndoes(new Free("b"));
    }

    @Test
    void what_is_otherwise_is_shown_with_what_came_before() {
        assertThatThrownBy(() -> PLANNED.whenWoken("late").thenDone()).isInstanceOf(AssertionError.class).hasMessage("""
                saga touring
                happened: Planned[trip=t, legs=[a, b]]
                  RUNNING after 1 steps with Plan[open=2, why=], wake late at 2026-01-02T00:00:00Z
                woken: late
                  COMPENSATING after 2 steps with Plan[open=2, why=late]
                how it stands: expected DONE
                                but was COMPENSATING""");
        assertThatThrownBy(() -> PLANNED.thenAsks(BOOK.each("a"), new Book("a"))).hasMessageEndingWith("""
                what is asked: expected [book/a Book[leg=a]]
                                but was [book/a Book[leg=a], book/b Book[leg=b]]""");
        assertThatThrownBy(() -> PLANNED.thenUndoes(new Free("a"))).hasMessageContaining("but was []");
        assertThatThrownBy(() -> PLANNED.whenWoken("early")).hasMessageEndingWith(
                "it does not wait for wake 'early', but for [late]");
        assertThatThrownBy(() -> PLANNED.whenRefused(BOOK.each("c"), "x")).hasMessageEndingWith("nothing that it asked"
                + " through 'book/c' has no answer yet; that is so of [book/a, book/b]");
    }

    @Test
    void a_step_is_a_function_and_a_state_a_value() {
        var count = new AtomicInteger();
        var counting = Saga.named("counting").by(TRIP).from(0)
                .startsOn(Trip.Planned.class, (_, _) -> Next.state(count.incrementAndGet()));
        assertThatThrownBy(() -> SagaSpec.of(counting).when(new Trip.Planned("t", List.of())))
                .isInstanceOf(AssertionError.class).hasMessageContaining("a step says Next[state=1, ");
        record Odd(String text) {
            @Override
            public boolean equals(Object other) {
                return this == other;
            }

            @Override
            public int hashCode() {
                return 1;
            }
        }
        var odd = new Odd("x");
        var keeping = Saga.named("keeping").by(TRIP).from(odd)
                .startsOn(Trip.Planned.class, (o, _) -> Next.state(o));
        assertThatThrownBy(() -> SagaSpec.of(keeping).when(new Trip.Planned("t", List.of())))
                .hasMessageContaining("when it is read back: keep in it what equals(..) compares");
    }
}
