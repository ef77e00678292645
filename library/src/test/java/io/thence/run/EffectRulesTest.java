// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Effect;
import io.thence.Start;
import java.util.ArrayList;
import java.util.Collections;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What handlers may not do with effects, and what else is at hand. */
class EffectRulesTest extends EffectsFixture {

    @Test
    void another_request_for_the_same_event_is_a_fault_unless_the_first_has_surely_not_happened() {
        handler = (ordered, out) -> {
            told.add(out.call(effect, new Ordered(ordered.order(), ordered.cents() + called.size())));
            throw new IllegalStateException("later");
        };
        var till = start();
        order(till, "o-1", 7);
        assertThat(failure(till)).matches("BadRequest: effect 'charge' of reaction 'till' for event o-1/0 was begun"
                + " with another request than it is called with now \\(key .{36}\\): it would be done twice.*");
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
        assertThat(failure(till)).startsWith("BadRequest: reaction 'till' calls more than 1000 effects for event o-1");
    }

    @Test
    void nothing_is_called_for_events_that_are_handled_again() {
        handler = (ordered, out) -> {
            if (ordered.cents() > 7) {
                told.add(out.call(effect, ordered));
            }
        };
        var till = start();
        order(till, "o-1", 7);
        order(till, "o-2", 8);
        handler = (ordered, out) -> told.add(out.call(effect, ordered));
        var control = shop.control(till);
        control.reset(Start.BEGINNING, "anna", "what else is there");
        assertThat(control.await(LONG)).isTrue();
        assertThat(told).as("o-2 is answered from the log").containsExactly(new Receipt("r1"), new Receipt("r1"));
        assertThat(failure(till)).isEqualTo("BadRequest: effect 'charge' of reaction 'till' for event o-1/0 has no"
                + " answer in the log, and nothing is called for an event that is handled again: have its dead letter"
                + " retried if it is to be called, or discard it");
        var key = shop.deadLetters(till).list().getFirst().key();
        shop.deadLetters(till).discard(key, "anna", "no");
        assertThat(shop.deadLetters(till).await(LONG)).isTrue();
        control.replay(key, Start.BEGINNING, "anna", "once more");
        assertThat(control.await(LONG)).isTrue();
        assertThat(failure(till)).startsWith("BadRequest: effect 'charge'");
        assertThat(called).hasSize(1);
        retry(till);
        assertThat(shop.deadLetters(till).list()).isEmpty();
        assertThat(called).as("somebody has said so").hasSize(2);
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
}
