// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Effect;
import io.thence.Effect.Unknown;
import io.thence.Events;
import io.thence.Key;
import io.thence.Outcome;
import io.thence.Policy;
import io.thence.Position;
import io.thence.Reaction;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.DiskFull;
import io.thence.processor.DeadLetterEvent;
import io.thence.processor.DeadLetterEvent.DeadLettered;
import io.thence.react.EffectEvent;
import io.thence.react.EffectEvent.Begun;
import io.thence.react.EffectEvent.Happened;
import io.thence.react.EffectEvent.NotHappened;
import io.thence.run.Thence;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Orders that are paid and then sent, both by services outside that are slow, out of reach, and lose answers, while the
 * power goes, handlers fail and events come again: each order is charged once and sent once, and what is booked is what
 * the services have answered.
 */
class EffectLivesTest {

    private static final int SEEDS = 300;
    private static final int ORDERS = 5;

    record Order(String order, String customer, long cents) {}

    record Book(String order, String customer, String answer) {}

    sealed interface Shop {}

    record Ordered(String order, String customer, long cents) implements Shop {}

    record Booked(String order, String customer, String answer) implements Shop {}

    sealed interface Charged {}

    record Receipt(long number) implements Charged {}

    record Declined(String why) implements Charged {}

    static final Key<String> CUSTOMER = Key.of("customer");
    static final Events<Shop> EVENTS = Events.of(Shop.class)
            .type("shop.ordered", Ordered.class, CUSTOMER.of(Ordered::customer))
            .type("shop.booked", Booked.class, CUSTOMER.of(Booked::customer));
    static final Decider<Order, Shop> ORDERING = Decider.of(Order.class, EVENTS).writing(Ordered.class)
            .decide(c -> accept(new Ordered(c.order(), c.customer(), c.cents())));
    static final Decider<Book, Shop> BOOKING = Decider.of(Book.class, EVENTS).writing(Booked.class)
            .decide(c -> accept(new Booked(c.order(), c.customer(), c.answer())));

    /** What happened. */
    enum Met { CHARGED, DECLINED, BEGUN_AGAIN, TOLD, DEAD, CALLED_LATER }

    private final Map<Met, Integer> met = new EnumMap<>(Met.class);

    private static <A> Effect<Ordered, A> effect(String name, Class<A> answer, Unknown unknown) {
        var effect = Effect.of(name, Ordered.class, answer).calling((_, ordered) -> {
            throw new AssertionError("a simulation has called the outside for " + ordered);
        });
        return switch (unknown) {
            case REPEAT -> effect;
            case ASK -> effect.asking((_, ordered) -> {
                throw new AssertionError("a simulation has asked the outside for " + ordered);
            });
            case PARK -> effect.parking();
        };
    }

    /** A shop in one life, and what has happened outside. */
    private final class Life {

        private final Map<String, Charged> charged = new TreeMap<>();
        private final Map<String, Long> sent = new TreeMap<>();
        private final Effect<Ordered, Charged> charge;
        private final Effect<Ordered, Long> send;
        private final Reaction till;

        Life(Unknown unknown) {
            charge = effect("charge", Charged.class, unknown);
            send = effect("send", Long.class, unknown);
            till = Reaction.named("till").sending(Book.class).calling(charge, send)
                    .policy(Policy.DEFAULT.attempts(4).resting(Duration.ofMillis(20), Duration.ofSeconds(1)).lanes(3))
                    .on(Ordered.class, this::handle);
        }

        private void handle(Ordered ordered, Reaction.Out out) {
            var answer = switch (out.call(charge, ordered)) {
                case Receipt receipt -> receipt.number() + " sent by " + out.call(send, ordered);
                case Declined declined -> declined.why();
            };
            assertThat(out.send(new Book(ordered.order(), ordered.customer(), answer)))
                    .isInstanceOf(Outcome.Accepted.class);
        }

        Application application() {
            return Application.named("shop").with(EVENTS, ORDERING, BOOKING, till);
        }

        Simulator simulator() {
            var simulator = Simulator.of(application())
                    .outside(charge, (_, ordered, chance) -> once(charged, ordered, charged(chance)))
                    .outside(send, (_, ordered, chance) -> once(sent, ordered, chance.nextLong(1_000)))
                    .caller("clerk", this::tell).check(this::check);
            for (int i = 0; i < 3; i++) {
                simulator = simulator.caller("customer-" + i, this::order);
            }
            return simulator;
        }

        private Charged charged(RandomGenerator chance) {
            return chance.nextInt(4) == 0 ? new Declined("poor") : new Receipt(chance.nextLong(1_000));
        }

        private <A> A once(Map<String, A> happened, Ordered ordered, A answer) {
            assertThat(happened.put(ordered.order(), answer)).as("%s happens once", ordered).isNull();
            return answer;
        }

        private void order(Caller caller) {
            for (int i = 0; i < ORDERS; i++) {
                int number = i;
                caller.pause(Duration.ofMillis(caller.random().nextInt(200)));
                caller.send(new Order(caller.name() + "/" + number, "c-" + caller.random().nextInt(4), number),
                        caller.name() + "-" + number);
            }
        }

        /** Finds out what has become of what is open, and says so; at times he is too late, or too early. */
        private void tell(Caller caller) {
            var effects = caller.thence().effects(till);
            for (int i = 0; i < 5; i++) {
                caller.pause(Duration.ofMillis(caller.random().nextInt(800)));
                for (var open : effects.open()) {
                    var order = open.begun().which().event();
                    var known = Optional.ofNullable((Object) (open.effect().equals("send") ? sent : charged)
                            .get(order(caller.thence(), order)));
                    try {
                        known.ifPresentOrElse(answer -> effects.happened(open.key(), answer, "clerk", "it was charged"),
                                () -> effects.notHappened(open.key(), "clerk", "it was not charged"));
                    } catch (DiskFull _) {
                        return;
                    } catch (BadRequest e) {
                        assertThat(e).hasMessageMatching(".*(is open under|being handled|nothing waits).*");
                    }
                }
            }
        }

        private String order(Thence shop, String event) {
            return ((Ordered) shop.events(Query.ALL).stream().filter(one -> one.id().text().equals(event))
                    .findFirst().orElseThrow().data()).order();
        }

        private void check(Thence shop) {
            var booked = new HashMap<String, String>();
            var ordered = new HashSet<String>();
            try (var events = shop.events(Query.types(Set.of("shop.ordered", "shop.booked"))).stream()) {
                events.forEach(event -> {
                    switch ((Shop) event.data()) {
                        case Ordered e -> ordered.add(e.order());
                        case Booked e -> assertThat(booked.put(e.order(), e.answer())).isNull();
                    }
                });
            }
            assertThat(booked.keySet()).isEqualTo(ordered).isEqualTo(charged.keySet());
            booked.forEach((order, answer) -> assertThat(answer).as(order).isEqualTo(switch (charged.get(order)) {
                case Receipt receipt -> receipt.number() + " sent by " + sent.get(order);
                case Declined declined -> declined.why();
            }));
            charged.values().forEach(answer -> met(answer instanceof Receipt ? Met.CHARGED : Met.DECLINED));
            count(shop);
        }

        private void count(Thence shop) {
            var begun = new HashMap<EffectEvent.Which, StoredEvent>();
            var start = new Position(shop.store().lineage(), 0);
            var types = Stream.concat(EffectEvent.TYPES.names().stream(), DeadLetterEvent.TYPES.names().stream());
            try (var events = shop.store().read(Query.types(types.collect(Collectors.toSet())), start,
                    Direction.FORWARDS)) {
                for (var event = events.next(); event.isPresent(); event = events.next()) {
                    switch (EffectEvent.read(event.get()).orElse(null)) {
                        case Begun one -> {
                            begun.put(one.which(), event.get());
                            if (one.attempt() > 1) {
                                met(Met.BEGUN_AGAIN);
                            }
                        }
                        case Happened one -> {
                            if (Duration.between(begun.get(one.which()).stamp().instant(),
                                    event.get().stamp().instant()).toSeconds() > 9) {
                                met(Met.CALLED_LATER);
                            }
                            if (!one.by().equals("till")) {
                                met(Met.TOLD);
                            }
                        }
                        case NotHappened _ -> {}
                        case null -> {
                            if (DeadLetterEvent.read(event.get()).orElse(null) instanceof DeadLettered) {
                                met(Met.DEAD);
                            }
                        }
                    }
                }
            }
        }

        private void met(Met what) {
            met.merge(what, 1, Integer::sum);
        }
    }

    @BeforeAll
    static void quiet() {
        BankTraces.quiet();
    }

    @ParameterizedTest
    @EnumSource
    void each_order_is_charged_once_and_sent_once(Unknown unknown) {
        var simulator = Simulator.each(() -> new Life(unknown).simulator());
        var faults = new EnumMap<Fault, Integer>(Fault.class);
        for (long seed = 1; seed <= SEEDS; seed++) {
            simulator.run(seed).faults().forEach((fault, times) -> faults.merge(fault, times, Integer::sum));
        }
        for (var what : Met.values()) {
            assertThat(met.getOrDefault(what, 0)).as("%s, of %s", what, met).isGreaterThan(SEEDS / 20);
        }
        assertThat(faults).containsOnlyKeys(Fault.of(new Life(unknown).application()));
    }

    @Test
    void an_effect_without_a_script_is_refused_by_name() {
        var life = new Life(Unknown.REPEAT);
        var simulator = Simulator.of(life.application())
                .outside(life.charge, (_, _, _) -> new Declined("no")).shrinking(0);
        assertThatThrownBy(() -> simulator.run(1)).isInstanceOf(SimulationFailed.class)
                .hasMessageContaining("effect 'send' of reaction 'till', which calls the outside: say by outside(..)");
    }
}
