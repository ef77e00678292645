// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Effect;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Policy;
import io.thence.Position;
import io.thence.Reaction;
import io.thence.Send;
import io.thence.log.LogSettings;
import io.thence.react.EffectEvent;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;

/** A shop with one effect, whose bank a test makes answer as it likes. */
abstract class EffectsFixture {

    static final Duration LONG = Duration.ofMinutes(1);

    record Order(String order, long cents) {}

    record Pay(String order, String receipt) {}

    sealed interface Shop {}

    record Ordered(String order, long cents) implements Shop {}

    record Paid(String order, String receipt) implements Shop {}

    sealed interface Charged {}

    record Receipt(String number) implements Charged {}

    record Declined(String why) implements Charged {}

    /** What happened outside. */
    record Called(String key, Ordered request) {}

    static final Key<String> ORDER = Key.of("order");
    static final Events<Shop> EVENTS = Events.of(Shop.class)
            .type("shop.ordered", Ordered.class, ORDER.of(Ordered::order))
            .type("shop.paid", Paid.class, ORDER.of(Paid::order));
    static final Fold<String, String> RECEIPT = Fold.by(ORDER).from("").on(Paid.class, (_, e) -> e.receipt());
    static final Decider<Order, Shop> ORDERING = Decider.of(Order.class, EVENTS).writing(Ordered.class)
            .decide(c -> accept(new Ordered(c.order(), c.cents())));
    static final Decider<Pay, Shop> PAYING = Decider.of(Pay.class, EVENTS).writing(Paid.class)
            .decide(c -> accept(new Paid(c.order(), c.receipt())));
    static final Policy TWICE = Policy.DEFAULT.attempts(2).resting(Duration.ofMillis(1), Duration.ofMillis(1));

    final List<Called> called = Collections.synchronizedList(new ArrayList<>());
    final List<Charged> told = Collections.synchronizedList(new ArrayList<>());
    final MemoryDisk disk = new MemoryDisk();
    volatile BiFunction<String, Ordered, Charged> bank = (_, _) -> new Receipt("r" + called.size());
    volatile Optional<Charged> known = Optional.empty();
    volatile Reaction.Handler<Ordered> handler = (ordered, out) -> told.add(out.call(this.effect, ordered));
    final Effect<Ordered, Charged> repeating = Effect.of("charge", Ordered.class, Charged.class)
            .calling((key, ordered) -> {
                called.add(new Called(key, ordered));
                return bank.apply(key, ordered);
            });
    volatile Effect<Ordered, Charged> effect = repeating;
    volatile Thence shop;

    @AfterEach
    void close() {
        if (shop != null) {
            shop.close();
        }
    }

    private Reaction till() {
        return Reaction.named("till").sending(Pay.class).calling(effect).policy(TWICE)
                .on(Ordered.class, (ordered, out) -> handler.handle(ordered, out));
    }

    /** Starts again on the same disk, with what is said by now. */
    Reaction start() {
        close();
        var till = till();
        shop = Thence.run(Application.named("shop").with(EVENTS, ORDERING, PAYING, till),
                new Engine(new SystemWorld(), disk, LogSettings.SMALL, 1 << 20));
        return till;
    }

    void order(Reaction till, String order, long cents) {
        assertThat(shop.await(till, shop.send(new Order(order, cents), Send.as(order)).position(), LONG)).isTrue();
    }

    void retry(Reaction till) {
        var letters = shop.deadLetters(till);
        letters.retryAll("anna", "mended");
        assertThat(letters.await(LONG)).isTrue();
    }

    List<EffectEvent> said() {
        try (var events = shop.store().read(Query.types(EffectEvent.TYPES.names()),
                new Position(shop.store().lineage(), 0), Direction.FORWARDS)) {
            return events.list(Integer.MAX_VALUE).stream().map(event -> EffectEvent.read(event).orElseThrow()).toList();
        }
    }

    String failure(Reaction till) {
        var letters = shop.deadLetters(till).list();
        assertThat(letters).hasSize(1);
        return letters.getFirst().failure().replaceAll(".*[.$]", "") + ": " + letters.getFirst().message();
    }
}
