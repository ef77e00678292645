// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import io.thence.Alert;
import io.thence.Part;
import io.thence.Policy;
import io.thence.Policy.Action;
import io.thence.Position;
import io.thence.Reaction;
import io.thence.Supervision;
import io.thence.SystemEvent;
import io.thence.SystemEvent.DeadLettered;
import io.thence.SystemEvent.Ended;
import io.thence.SystemEvent.GaveUp;
import io.thence.SystemEvent.Halted;
import io.thence.ThenceException.PartStopped;
import io.thence.Watched.Measure;
import io.thence.alert.AlertEvent.Raised;
import io.thence.alert.AlertEvent.Resolved;
import io.thence.alert.Cards.Decline;
import io.thence.alert.Cards.Pay;
import io.thence.alert.Cards.Payment;
import io.thence.bank.Latches;
import io.thence.bank.PassingWorld;
import io.thence.event.SystemStream;
import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

/** Alerts on what happens to the system: dead letters, parts that stop, parts that are behind. */
class SystemAlertsTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration OFTEN = Duration.ofMillis(100);
    private static final Instant START = Instant.parse("2026-03-27T12:00:00Z");

    private record ClockWorld(World world, AtomicReference<Instant> clock) implements PassingWorld {
        @Override
        public Instant now() {
            return clock.get();
        }
    }

    private final AtomicReference<Instant> clock = new AtomicReference<>(START);

    private Thence run(Part... parts) {
        return Thence.run(Cards.APPLICATION.with(parts),
                new Engine(new ClockWorld(new SystemWorld(), clock), new MemoryDisk(), LogSettings.SMALL, 1 << 20)
                        .supervision(Supervision.DEFAULT.withoutRestarts()));
    }

    private static void await(Thence thence, Alert alert, BooleanSupplier met) {
        thence.progress(alert).wake();
        assertThat(thence.progress(alert).await(met, LONG)).isTrue();
    }

    private static Reaction failing(String name, Policy policy, Throwable failure) {
        return Reaction.named(name).policy(policy).on(Payment.Declined.class, (_, _) -> {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        });
    }

    private static void awaitStop(Thence cards, Part part) {
        assertThatThrownBy(() -> cards.await(part, cards.store().head(), LONG)).isInstanceOf(PartStopped.class);
    }

    @Test
    void dead_letters_are_among_what_happens_to_the_system() {
        var mailer = failing("mailer", Policy.DEFAULT.attempts(1), new IllegalStateException("no mail"));
        var alert = Alert.named("given-up").onSystem(DeadLettered.class)
                .where(letter -> letter.type().equals("card.declined") && letter.cause().endsWith(": no mail"))
                .count(Cards.MINUTE).atLeast(2);
        try (var cards = run(mailer, alert)) {
            cards.send(new Decline("1", "tea"));
            cards.await(mailer, cards.send(new Decline("2", "tea")).position(), LONG);
            assertThat(cards.await(alert, cards.store().head(), LONG)).isTrue();
            assertThat(cards.alerts().open()).extracting(Raised::key, one -> one.value().orElseThrow())
                    .containsExactly(tuple("mailer", 2.0));
        }
    }

    @Test
    void a_part_that_stops_for_good_is_told_once_by_whatever_it_stops() {
        var stops = failing("stops", Policy.DEFAULT.attempts(1).on(IllegalStateException.class, Action.STOP),
                new IllegalStateException("no"));
        var full = failing("full", Policy.DEFAULT.attempts(1).deadLettersMax(1), new IllegalStateException("no"));
        var broken = failing("broken", Policy.DEFAULT.attempts(1), new OutOfMemoryError("not now"));
        var alert = Alert.named("stopped").onSystem(Ended.class).count(Cards.MINUTE).atLeast(1);
        var halted = Alert.named("halted").onSystem(Halted.class).count(Cards.MINUTE).atLeast(1);
        try (var cards = run(stops, full, broken, alert, halted)) {
            cards.send(new Decline("1", "tea"));
            cards.send(new Decline("2", "tea"));
            List.of(stops, full, broken).forEach(part -> awaitStop(cards, part));
            await(cards, alert, () -> cards.alerts().open(alert).size() == 3);
            await(cards, halted, () -> cards.alerts().open(halted).size() == 2);
            assertThat(cards.alerts().open(halted)).extracting(Raised::key).containsExactly("full", "stops");
            assertThat(told(cards)).hasSize(3).extracting(SystemEvent::about)
                    .containsExactlyInAnyOrder("stops", "full", "broken");
            assertThat(told(cards)).filteredOn(Halted.class::isInstance).extracting(one -> ((Halted) one).cause())
                    .anyMatch(cause -> cause.startsWith("reaction 'stops' has stopped at event ")
                            && cause.contains("java.lang.IllegalStateException: no"))
                    .anyMatch(cause -> cause.contains("more dead letters than the 1 of its policy"));
            assertThat(told(cards)).filteredOn(GaveUp.class::isInstance).hasSize(1);
        }
    }

    private static List<SystemEvent> told(Thence thence) {
        var store = thence.store();
        try (var events = store.read(Query.types(SystemStream.TYPES.names()), new Position(store.lineage(), 0),
                Direction.FORWARDS)) {
            return events.list(100).stream().flatMap(event -> SystemStream.TYPES.read(event).stream()).toList();
        }
    }

    @Test
    void a_part_that_is_behind_by_events_or_by_seconds_raises_alerts_until_it_is_not() {
        var free = new CountDownLatch(1);
        var mailer = Reaction.named("mailer").on(Payment.Paid.class, (_, _) -> Latches.await(free));
        var events = Alert.named("events").of(Measure.LAG_EVENTS, mailer).every(OFTEN).latest().over(2);
        var seconds = Alert.named("seconds").of(Measure.LAG_SECONDS, mailer).every(OFTEN).latest().over(30);
        try (var cards = run(mailer, events, seconds)) {
            try {
                for (int i = 0; i < 3; i++) {
                    cards.send(new Pay("1", 5));
                }
                clock.set(START.plusSeconds(5));
                await(cards, events, () -> !cards.alerts().open(events).isEmpty());
                assertThat(cards.alerts().open())
                        .extracting(Raised::alert, Raised::key, one -> one.value().orElseThrow())
                        .containsExactly(tuple("events", "mailer", 3.0));
                clock.set(START.plusSeconds(31));
                await(cards, seconds, () -> !cards.alerts().open(seconds).isEmpty());
                assertThat(cards.alerts().open(seconds)).extracting(one -> one.value().orElseThrow())
                        .containsExactly(31.0);
            } finally {
                free.countDown();
            }
            cards.await(mailer, cards.store().head(), LONG);
            clock.set(START.plusSeconds(40));
            for (var alert : List.of(events, seconds)) {
                await(cards, alert, () -> cards.alerts().open(alert).isEmpty());
                assertThat(cards.alerts().history(alert, 9).getFirst()).isInstanceOfSatisfying(Resolved.class,
                        over -> assertThat(over.value()).contains(0.0));
            }
        }
    }
}
