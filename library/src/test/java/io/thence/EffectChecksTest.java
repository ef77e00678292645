// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is wrong with an effect is found before it starts. */
class EffectChecksTest {

    record Register(String customer, String name) {}

    record Registered(String customer, String name) {}

    record Open(Object anything) {}

    sealed interface Sent {
        record Mail(String number) implements Sent {}

        record Bounced(String why) implements Sent {}
    }

    private static final Key<String> CUSTOMER = Key.of("customer");
    private static final Events<Registered> EVENTS = Events.of(Registered.class)
            .type("customer.registered", Registered.class, CUSTOMER.of(Registered::customer));
    private static final Decider<Register, Registered> REGISTERING = Decider.of(Register.class, EVENTS)
            .decide(c -> Decision.accept(new Registered(c.customer(), c.name())));
    private static final Effect<Registered, Sent> MAIL = Effect.of("mail", Registered.class, Sent.class)
            .calling((_, _) -> new Sent.Mail("1"));

    private static List<String> check(Events<?> events, Effect<?, ?>... effects) {
        var reaction = Reaction.named("welcome").calling(effects).on(Registered.class, (_, _) -> {});
        return Application.named("shop").with(events, REGISTERING, reaction).check().stream()
                .filter(problem -> problem.where().contains("effect")).map(problem -> problem.where() + ": "
                        + problem.what()).toList();
    }

    private static <A> Effect<String, A> answering(Class<A> type) {
        return Effect.of("call", String.class, type).calling((_, _) -> {
            throw new IllegalStateException();
        });
    }

    @Test
    void a_sound_effect_has_no_problems() {
        assertThat(check(EVENTS, MAIL, answering(Long.class))).isEmpty();
    }

    @Test
    void names_are_names_and_each_is_one_effect() {
        assertThat(check(EVENTS, MAIL, MAIL)).containsExactly(
                "reaction welcome, effect 'mail': two effects have this name");
        assertThatThrownBy(() -> Effect.of("Mail it", String.class, Sent.class).calling((_, _) -> new Sent.Mail("")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("effect name 'Mail it'");
    }

    @Test
    void what_is_asked_and_answered_is_a_value() {
        assertThat(check(EVENTS, answering(StringBuilder.class))).containsExactly(
                "reaction welcome, effect 'call': its answer: StringBuilder can change, or cannot be stored");
        assertThat(check(EVENTS, answering(List.class))).containsExactly(
                "reaction welcome, effect 'call': its answer: a List says nothing of what is in it");
        assertThat(check(EVENTS, answering(long.class))).containsExactly(
                "reaction welcome, effect 'call': its answer: long is no class of values: name the class of what is"
                        + " asked or answered");
        assertThat(check(EVENTS, Effect.of("call", Open.class, Long.class).calling((_, _) -> 1L))).containsExactly(
                "reaction welcome, effect 'call': its request: component anything of Open: Object cannot be stored and"
                        + " read back as what it was");
    }

    @Test
    void what_is_answered_about_persons_is_not_kept_in_clear() {
        var personal = EVENTS.personal(Registered.class, CUSTOMER, "name");
        assertThat(check(personal, MAIL)).containsExactly("reaction welcome, effect 'mail': it reads"
                + " customer.registered, which is about persons, and what is answered is kept in clear");
        assertThat(check(personal, MAIL.answersNothingPersonal())).isEmpty();
        assertThat(check(personal, MAIL.answersNothingPersonal().parking())).isEmpty();
    }
}
