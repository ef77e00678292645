// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Effect;
import io.thence.EventId;
import io.thence.Origin;
import io.thence.Reaction;
import io.thence.ThenceException.BadRequest;
import io.thence.react.EffectEvent;
import io.thence.react.EffectEvent.Begun;
import io.thence.react.EffectEvent.Happened;
import io.thence.react.EffectEvent.NotHappened;
import io.thence.react.OpenEffect;
import io.thence.store.Append;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Each effect of an event is called under one key until it is known what came of it, and never after that. */
class EffectsTest extends EffectsFixture {

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
    void a_running_application_is_asked_whether_its_effect_answers_so() {
        effect = repeating.parking();
        bank = (_, _) -> {
            throw new IllegalStateException("no answer");
        };
        var till = start();
        var key = parked(till).key();
        var effects = shop.effects(till);
        for (var answer : List.of("\"r5\"", "[\"Receipt\",{\"number\":\"r5\",\"more\":1}]", "null", "[\"Receipt\"")) {
            assertThatThrownBy(() -> effects.happenedAs(key, answer, "anna", "asked the bank")).as(answer)
                    .isInstanceOf(BadRequest.class).hasMessageContaining("effect 'charge'");
        }
        effects.happenedAs(key, "[\"Receipt\", {\"number\": \"r5\"}]", "anna", "asked the bank");
        assertThat(shop.deadLetters(till).await(LONG)).isTrue();
        assertThat(told).containsExactly(new Receipt("r5"));
        assertThat(said().getLast()).isInstanceOfSatisfying(Happened.class, happened ->
                assertThat(happened.answer()).isEqualTo("[\"Receipt\",{\"number\":\"r5\"}]"));
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

    /** Somebody says it and is cut short before the dead letter is retried. */
    private void cutShort(EffectEvent said) {
        shop.store().append(Append.of(List.of(said.stored(new EventId("o-1/0"))), Origin.of("anna")));
        assertThat(shop.effects(start()).open()).isEmpty();
    }

    @Test
    void who_was_cut_short_says_the_same_again() {
        effect = repeating.parking();
        bank = (_, _) -> {
            throw new IllegalStateException("no answer");
        };
        var begun = parked(start()).begun();
        cutShort(new Happened(begun.which(), "[\"Receipt\", {\"number\":\"r5\"}]", "anna", "asked the bank"));
        var till = start();
        var effects = shop.effects(till);
        assertThatThrownBy(() -> effects.happened(begun.key(), new Receipt("r6"), "anna", "asked the bank"))
                .isInstanceOf(BadRequest.class).hasMessageContaining("open under key " + begun.key());
        assertThatThrownBy(() -> effects.notHappened(begun.key(), "anna", "asked the bank"))
                .isInstanceOf(BadRequest.class);
        effects.happened(begun.key(), new Receipt("r5"), "anna", "asked the bank");
        assertThat(shop.deadLetters(till).await(LONG)).isTrue();
        assertThat(told).containsExactly(new Receipt("r5"));
        assertThat(called).hasSize(1);
        assertThat(said()).as("once").hasSize(2);
    }

    @Test
    void who_was_cut_short_says_again_that_it_has_not_happened() {
        effect = repeating.parking();
        bank = (_, _) -> {
            throw new IllegalStateException("no answer");
        };
        var begun = parked(start()).begun();
        cutShort(new NotHappened(begun.which(), 1, "anna", "asked the bank"));
        bank = (_, _) -> new Receipt("r6");
        var till = start();
        assertThatThrownBy(() -> shop.effects(till).happened(begun.key(), new Receipt("r6"), "anna", "asked"))
                .isInstanceOf(BadRequest.class);
        shop.effects(till).notHappened(begun.key(), "anna", "asked the bank");
        assertThat(shop.deadLetters(till).await(LONG)).isTrue();
        assertThat(told).containsExactly(new Receipt("r6"));
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
}
