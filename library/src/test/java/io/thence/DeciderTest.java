// SPDX-License-Identifier: Apache-2.0
package io.thence;

import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Levy;
import io.thence.bank.BankEvent;
import io.thence.bank.BankEvent.Noted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A decider gives its function what it read, in the order of its readings; and how a command is sent. */
class DeciderTest {

    private static final Fold<String, Long> FOLD = Bank.BALANCE;
    private static final Deposit DEPOSIT = new Deposit("a", 5);

    private static <C> String noted(Decider<C, BankEvent> decider, C command, Object... states) {
        var decision = decider.function().apply(new Decider.Case<>(command, List.of(states)));
        return ((Noted) ((Decision.Accept<BankEvent>) decision).events().getFirst()).text();
    }

    private static Decision<BankEvent> note(Object... all) {
        return accept(new Noted(List.of(all).toString()));
    }

    @Test
    void without_readings_it_decides_on_the_command_alone() {
        Decider<Deposit, BankEvent> decider = Decider.of(Deposit.class, Bank.EVENTS).decide(c -> note(c.cents()));
        assertThat(decider.readings()).isEmpty();
        assertThat(noted(decider, DEPOSIT)).isEqualTo("[5]");
        assertThat(decider.name()).isEqualTo("Deposit");
    }

    @Test
    void one_to_four_readings_come_in_their_order() {
        var none = Decider.of(Deposit.class, Bank.EVENTS);
        var one = none.reading(FOLD, Deposit::account);
        var two = one.reading(FOLD, Deposit::account);
        var three = two.reading(FOLD, Deposit::account);
        var four = three.reading(FOLD, Deposit::account);
        assertThat(noted(one.decide((c, a) -> note(c.cents(), a)), DEPOSIT, 1L)).isEqualTo("[5, 1]");
        assertThat(noted(two.decide((c, a, b) -> note(c.cents(), a, b)), DEPOSIT, 1L, 2L)).isEqualTo("[5, 1, 2]");
        assertThat(noted(three.decide((c, a, b, d) -> note(c.cents(), a, b, d)), DEPOSIT, 1L, 2L, 3L))
                .isEqualTo("[5, 1, 2, 3]");
        assertThat(noted(four.decide((c, a, b, d, e) -> note(c.cents(), a, b, d, e)), DEPOSIT, 1L, 2L, 3L, 4L))
                .isEqualTo("[5, 1, 2, 3, 4]");
        Decider<Deposit, BankEvent> decider = four.decide((_, _, _, _, _) -> note());
        assertThat(decider.readings()).hasSize(4).allMatch(reading -> !reading.many());
    }

    @Test
    void single_and_many_readings_mix() {
        Decider<Levy, BankEvent> decider = Decider.of(Levy.class, Bank.EVENTS)
                .readingEach(FOLD, Levy::accounts)
                .reading(FOLD, levy -> levy.accounts().getFirst())
                .readingEach(FOLD, Levy::accounts)
                .readingEach(FOLD, levy -> levy.accounts().subList(0, 1))
                .decide((_, a, b, c, d) -> note(a.get("x"), b, c.get("y"), d.get("x")));
        assertThat(decider.readings()).extracting(Decider.Reading::many).containsExactly(true, false, true, true);
        var levy = new Levy(List.of("x", "y"), 3);
        assertThat(decider.readings()).extracting(reading -> List.copyOf(reading.keys().apply(levy)))
                .isEqualTo(List.of(List.of("x", "y"), List.of("x"), List.of("x", "y"), List.of("x")));
        assertThat(noted(decider, levy, Map.of("x", 1L), 2L, Map.of("y", 3L), Map.of("x", 4L)))
                .isEqualTo("[1, 2, 3, 4]");
    }

    @Test
    void a_decision_keeps_the_events_that_it_was_made_of() {
        var events = new ArrayList<BankEvent>(List.of(new Noted("one")));
        Decision<BankEvent> decision = accept(events);
        events.add(new Noted("two"));
        assertThat(decision).isEqualTo(new Decision.Accept<BankEvent>(List.of(new Noted("one"))));
        assertThat(Decision.<BankEvent>accept()).isEqualTo(new Decision.Accept<BankEvent>(List.of()));
        assertThat(Decision.<BankEvent>refuse("no")).isEqualTo(new Decision.Refuse<BankEvent>("no"));
        var accepted = ((Decision.Accept<BankEvent>) decision).events();
        assertThatThrownBy(() -> accepted.add(new Noted("three"))).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void too_many_keys_is_a_refusal_in_words() {
        assertThat(new Refusal.TooManyKeys(5_000, 4_096).reason())
                .isEqualTo("the command reads 5000 keys, more than the 4096 of one decision: split it");
        assertThat(new Refusal.Decided("no").reason()).isEqualTo("no");
    }

    @Test
    void how_a_command_is_sent_adds_up() {
        var origin = Origin.of("feed").correlatedBy("c").causedBy("d").tracedBy("t").tenant("n");
        assertThat(origin).isEqualTo(
                new Origin("feed", Optional.of("c"), Optional.of("d"), Optional.of("t"), Optional.of("n")));
        assertThat(Send.as("id").from(origin).remember())
                .isEqualTo(new Send(Optional.of(new CommandId("id")), Optional.of(origin), Optional.empty(),
                        Optional.empty(), true));
        assertThat(Send.ONCE.remember().from(origin)).isEqualTo(new Send(Optional.empty(), Optional.of(origin),
                Optional.empty(), Optional.empty(), true));
        assertThat(Send.as("id").remembered()).isFalse();
        assertThat(Send.ONCE.id()).isEmpty();
    }
}
