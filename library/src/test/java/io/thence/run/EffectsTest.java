// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Effect;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Origin;
import io.thence.Policy;
import io.thence.Position;
import io.thence.Reaction;
import io.thence.Send;
import io.thence.ThenceException.BadRequest;
import io.thence.log.LogSettings;
import io.thence.react.EffectEvent;
import io.thence.react.EffectEvent.Begun;
import io.thence.react.EffectEvent.Happened;
import io.thence.react.EffectEvent.NotHappened;
import io.thence.react.OpenEffect;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Each effect of an event is called under one key until it is known what came of it, and never after that. */
class EffectsTest {

    private static final Duration LONG = Duration.ofMinutes(1);

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

    private static final Key<String> ORDER = Key.of("order");
    private static final Events<Shop> EVENTS = Events.of(Shop.class)
            .type("shop.ordered", Ordered.class, ORDER.of(Ordered::order))
            .type("shop.paid", Paid.class, ORDER.of(Paid::order));
    private static final Fold<String, String> RECEIPT = Fold.by(ORDER).from("").on(Paid.class, (_, e) -> e.receipt());
    private static final Decider<Order, Shop> ORDERING = Decider.of(Order.class, EVENTS).writing(Ordered.class)
            .decide(c -> accept(new Ordered(c.order(), c.cents())));
    private static final Decider<Pay, Shop> PAYING = Decider.of(Pay.class, EVENTS).writing(Paid.class)
            .decide(c -> accept(new Paid(c.order(), c.receipt())));
    private static final Policy TWICE = Policy.DEFAULT.attempts(2).resting(Duration.ofMillis(1), Duration.ofMillis(1));

    private final List<Called> called = Collections.synchronizedList(new ArrayList<>());
    private final List<Charged> told = Collections.synchronizedList(new ArrayList<>());
    private final MemoryDisk disk = new MemoryDisk();
    private volatile BiFunction<String, Ordered, Charged> bank = (_, _) -> new Receipt("r" + called.size());
    private volatile Optional<Charged> known = Optional.empty();
    private volatile Reaction.Handler<Ordered> handler = (ordered, out) -> told.add(out.call(this.effect, ordered));
    private final Effect<Ordered, Charged> repeating = Effect.of("charge", Ordered.class, Charged.class)
            .calling((key, ordered) -> {
                called.add(new Called(key, ordered));
                return bank.apply(key, ordered);
            });
    private volatile Effect<Ordered, Charged> effect = repeating;
    private volatile Thence shop;

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
    private Reaction start() {
        close();
        var till = till();
        shop = Thence.run(Application.named("shop").with(EVENTS, ORDERING, PAYING, till),
                new Engine(new SystemWorld(), disk, LogSettings.SMALL, 1 << 20));
        return till;
    }

    private void order(Reaction till, String order, long cents) {
        assertThat(shop.await(till, shop.send(new Order(order, cents), Send.as(order)).position(), LONG)).isTrue();
    }

    private void retry(Reaction till) {
        var letters = shop.deadLetters(till);
        letters.retryAll("anna", "mended");
        assertThat(letters.await(LONG)).isTrue();
    }

    private List<EffectEvent> said() {
        try (var events = shop.store().read(Query.types(EffectEvent.TYPES.names()),
                new Position(shop.store().lineage(), 0), Direction.FORWARDS)) {
            return events.list(Integer.MAX_VALUE).stream().map(event -> EffectEvent.read(event).orElseThrow()).toList();
        }
    }

    private String failure(Reaction till) {
        var letters = shop.deadLetters(till).list();
        assertThat(letters).hasSize(1);
        return letters.getFirst().failure().replaceAll(".*[.$]", "") + ": " + letters.getFirst().message();
    }

    @Test
    void an_effect_is_written_down_before_and_after_and_the_handler_is_told_its_answer() {
        var till = start();
        order(till, "o-1", 7);
        assertThat(told).containsExactly(new Receipt("r1"));
        var key = called.getFirst().key();
        assertThat(UUID.fromString(key).version()).isEqualTo(8);
        var which = new EffectEvent.Which("till", "o-1/0", "charge", 0);
        assertThat(said()).containsExactly(
                new Begun(which, 1, key, ((Begun) said().getFirst()).request()),
                new Happened(which, "[\"Receipt\",{\"number\":\"r1\"}]", "till", ""));
        var last = shop.store().at(shop.store().head().number()).orElseThrow();
        assertThat(last.id().text()).isEqualTo("o-1/0/till/charge/0/happened/0");
        assertThat(last.origin()).isEqualTo(Origin.of("till").correlatedBy("o-1/0").causedBy("o-1/0"));
    }

    @Test
    void what_was_answered_is_not_called_again_however_often_the_event_is_handled() {
        handler = (ordered, out) -> {
            told.add(out.call(effect, ordered));
            throw new IllegalStateException("later");
        };
        var till = start();
        order(till, "o-1", 7);
        var again = start();
        handler = (ordered, out) -> told.add(out.call(effect, ordered));
        retry(again);
        assertThat(called).hasSize(1);
        assertThat(told).containsExactly(new Receipt("r1"), new Receipt("r1"), new Receipt("r1"));
        assertThat(shop.deadLetters(again).list()).isEmpty();
    }

    @Test
    void a_call_without_an_answer_is_repeated_under_its_key() {
        bank = (_, _) -> {
            if (called.size() < 4) {
                throw new IllegalStateException("no answer");
            }
            return new Declined("poor");
        };
        var till = start();
        order(till, "o-1", 7);
        assertThat(failure(till)).isEqualTo("IllegalStateException: no answer");
        retry(start());
        assertThat(told).containsExactly(new Declined("poor"));
        assertThat(called).hasSize(4).containsOnly(called.getFirst());
        assertThat(said()).hasSize(2);
    }

    @Test
    void each_call_of_each_event_has_a_key_of_its_own() {
        handler = (ordered, out) -> {
            told.add(out.call(effect, ordered));
            told.add(out.call(effect, ordered));
        };
        var till = start();
        order(till, "o-1", 7);
        order(till, "o-2", 7);
        assertThat(called.stream().map(Called::key).distinct()).hasSize(4);
    }

    @Test
    void what_is_thrown_outside_goes_to_the_policy_as_it_is() {
        effect = Effect.of("charge", Ordered.class, Charged.class).calling((_, _) -> {
            throw new IOException("the line is dead");
        });
        var till = start();
        order(till, "o-1", 7);
        assertThat(failure(till)).isEqualTo("IOException: the line is dead");
    }

    @Test
    void a_handler_that_swallows_a_failure_fails_all_the_same() {
        bank = (_, _) -> {
            throw new IllegalStateException("no answer");
        };
        handler = (ordered, out) -> {
            try {
                out.call(effect, ordered);
            } catch (IllegalStateException _) {
                out.send(new Pay(ordered.order(), "none"));
            }
        };
        var till = start();
        order(till, "o-1", 7);
        assertThat(failure(till)).isEqualTo("IllegalStateException: no answer");
    }

    @Test
    void what_can_be_asked_for_is_called_again_only_if_it_has_not_happened() {
        effect = repeating.asking((key, ordered) -> {
            assertThat(new Called(key, ordered)).isEqualTo(called.getFirst());
            return known;
        });
        bank = (_, _) -> {
            known = Optional.of(new Receipt("r9"));
            throw new IllegalStateException("the answer is lost");
        };
        var till = start();
        order(till, "o-1", 7);
        assertThat(called).hasSize(1);
        assertThat(told).containsExactly(new Receipt("r9"));
        known = Optional.empty();
        called.clear();
        bank = (_, _) -> {
            if (called.size() == 1) {
                throw new IllegalStateException("nothing came through");
            }
            return new Receipt("r10");
        };
        order(till, "o-2", 8);
        assertThat(called).hasSize(2).containsOnly(called.getFirst());
        assertThat(told).containsExactly(new Receipt("r9"), new Receipt("r10"));
    }

    private OpenEffect parked(Reaction till) {
        order(till, "o-1", 7);
        assertThat(called).hasSize(1);
        var open = shop.effects(till).open();
        assertThat(open).hasSize(1);
        assertThat(open.getFirst().key()).isEqualTo(called.getFirst().key());
        assertThat(failure(till)).isEqualTo("EffectUnknown: whether effect 'charge' of reaction 'till' for event o-1/0"
                + " has happened is not known (key " + called.getFirst().key()
                + "): find out, and say so by thence.effects(reaction)");
        return open.getFirst();
    }

    @Test
    void what_only_people_can_find_out_waits_until_somebody_says_that_it_has_happened() {
        effect = repeating.parking();
        bank = (_, _) -> {
            throw new IllegalStateException("no answer");
        };
        var till = start();
        var key = parked(till).key();
        retry(start());
        assertThat(called).as("a retry alone calls nothing").hasSize(1);
        var again = start();
        var effects = shop.effects(again);
        assertThatThrownBy(() -> effects.happened("other", new Receipt("r5"), "anna", "asked the bank"))
                .isInstanceOf(BadRequest.class).hasMessage("no effect of reaction 'till' is open under key other: list"
                        + " those that are");
        assertThatThrownBy(() -> effects.happened(key, "r5", "anna", "asked the bank")).isInstanceOf(BadRequest.class)
                .hasMessageContaining("effect 'charge' answers a java.lang.String: it is to be a ");
        assertThatThrownBy(() -> effects.happened(key, new Receipt("r5"), " ", "asked")).isInstanceOf(BadRequest.class)
                .hasMessageContaining("who says so has 1 to 2000 characters, not 0");
        effects.happened(key, new Receipt("r5"), "anna", "asked the bank");
        assertThat(shop.deadLetters(again).await(LONG)).isTrue();
        assertThat(told).containsExactly(new Receipt("r5"));
        assertThat(called).hasSize(1);
        assertThat(effects.open()).isEmpty();
        assertThat(said().getLast()).isInstanceOfSatisfying(Happened.class, happened ->
                assertThat(happened.by() + ": " + happened.why()).isEqualTo("anna: asked the bank"));
        assertThatThrownBy(() -> effects.notHappened(key, "bert", "asked too")).isInstanceOf(BadRequest.class);
    }

    @Test
    void what_has_not_happened_is_called_under_the_same_key_when_somebody_has_said_so() {
        effect = repeating.parking();
        bank = (_, _) -> {
            throw new IllegalStateException("no answer");
        };
        var till = start();
        var key = parked(till).key();
        bank = (_, _) -> new Receipt("r6");
        shop.effects(till).notHappened(key, "anna", "the bank knows nothing");
        assertThat(shop.deadLetters(till).await(LONG)).isTrue();
        assertThat(told).containsExactly(new Receipt("r6"));
        assertThat(called).hasSize(2).containsOnly(called.getFirst());
        assertThat(said()).extracting(said -> said.getClass().getSimpleName())
                .containsExactly("Begun", "NotHappened", "Begun", "Happened");
        assertThat(((NotHappened) said().get(1)).attempt()).isEqualTo(1);
        assertThat(((Begun) said().get(2)).attempt()).isEqualTo(2);
    }

    @Test
    void what_has_surely_not_happened_is_no_matter_for_people() {
        effect = repeating.parking();
        bank = (_, _) -> {
            if (called.size() == 1) {
                throw new Effect.NotHappened("nobody listens");
            }
            return new Receipt("r2");
        };
        var till = start();
        order(till, "o-1", 7);
        assertThat(told).containsExactly(new Receipt("r2"));
        assertThat(said()).extracting(said -> said.getClass().getSimpleName())
                .containsExactly("Begun", "NotHappened", "Begun", "Happened");
    }

    @Test
    void another_request_for_the_same_event_is_a_fault_unless_the_first_has_surely_not_happened() {
        handler = (ordered, out) -> {
            told.add(out.call(effect, new Ordered(ordered.order(), ordered.cents() + called.size())));
            throw new IllegalStateException("later");
        };
        var till = start();
        order(till, "o-1", 7);
        assertThat(failure(till)).matches("BadRequest: effect 'charge' of reaction 'till' for event o-1/0 was begun with"
                + " another request than it is called with now \\(key .{36}\\): it would be done twice.*");
        assertThat(called).hasSize(1);
        bank = (_, _) -> {
            if (called.size() == 2) {
                throw new Effect.NotHappened("nobody listens");
            }
            return new Receipt("r");
        };
        handler = (ordered, out) ->
                told.add(out.call(effect, new Ordered(ordered.order(), ordered.cents() + called.size())));
        order(till, "o-2", 7);
        assertThat(called).hasSize(3).extracting(one -> one.request().cents()).containsExactly(7L, 8L, 9L);
        assertThat(called.get(1).key()).as("a key never stands for two requests").isNotEqualTo(called.get(2).key());
    }

    @Test
    void an_answer_that_cannot_be_kept_is_a_dead_letter() {
        bank = (_, _) -> null;
        var till = start();
        order(till, "o-1", 7);
        assertThat(failure(till)).startsWith("BadRequest: effect 'charge' answers null: it is to be a io.thence.run");
        bank = (_, _) -> new Declined("x".repeat(Effect.ANSWER_BYTES_MAX));
        retry(till);
        assertThat(failure(till)).matches("BadRequest: the answer of effect 'charge' is kept, and has 65559 bytes: at"
                + " most 65536; keep what is needed of it");
        bank = (_, _) -> new Declined("x".repeat(Effect.ANSWER_BYTES_MAX - 23));
        retry(till);
        assertThat(shop.deadLetters(till).list()).isEmpty();
        assertThat(called).hasSize(3).containsOnly(called.getFirst());
    }

    @Test
    void an_effect_that_the_reaction_does_not_name_is_a_fault() {
        var other = Effect.of("refund", Ordered.class, Charged.class).calling((_, _) -> new Receipt("none"));
        handler = (ordered, out) -> out.call(other, ordered);
        var till = start();
        order(till, "o-1", 7);
        assertThat(failure(till)).isEqualTo("BadRequest: reaction 'till' does not say that it calls 'refund': add it to"
                + " calling(..)");
    }

    @Test
    void one_event_has_a_thousand_effects_at_most() {
        handler = (ordered, out) -> {
            for (int i = 0; i <= ordered.cents(); i++) {
                out.call(effect, ordered);
            }
        };
        var till = start();
        order(till, "o-1", 1000);
        assertThat(called).hasSize(1000);
        assertThat(failure(till)).startsWith("BadRequest: reaction 'till' calls more than 1000 effects for event o-1/0");
    }

    @Test
    void an_id_for_ones_own_use_and_the_state_are_at_hand() {
        var ids = Collections.synchronizedList(new ArrayList<UUID>());
        handler = (ordered, out) -> {
            ids.add(out.id("row"));
            ids.add(out.id("other"));
            if (out.read(RECEIPT, ordered.order()).isEmpty()) {
                out.send(new Pay(ordered.order(), "r" + ordered.cents()));
            } else {
                told.add(new Receipt(out.read(RECEIPT, ordered.order())));
            }
            if (told.isEmpty()) {
                throw new IllegalStateException("once more");
            }
        };
        var till = start();
        order(till, "o-1", 7);
        assertThat(told).containsExactly(new Receipt("r7"));
        assertThat(ids).hasSize(4);
        assertThat(ids.subList(0, 2)).isEqualTo(ids.subList(2, 4));
        assertThat(ids.get(0)).isNotEqualTo(ids.get(1));
        order(till, "o-2", 7);
        assertThat(ids.stream().distinct()).hasSize(4);
    }
}
