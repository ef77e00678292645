// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Decision;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Outcome.Accepted;
import io.thence.Outcome.Conflicted;
import io.thence.Outcome.Refused;
import io.thence.Position;
import io.thence.Refusal;
import io.thence.Send;
import io.thence.ThenceException.BadRequest;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Empty;
import io.thence.bank.BankCommand.Levy;
import io.thence.bank.BankCommand.Move;
import io.thence.bank.BankCommand.Note;
import io.thence.bank.BankCommand.Open;
import io.thence.bank.BankCommand.Withdraw;
import io.thence.bank.BankEvent.Noted;
import io.thence.bank.BankEvent.Opened;
import io.thence.bank.BankEvent.Withdrawn;
import io.thence.bank.Desk;
import io.thence.bank.PassingStore;
import io.thence.store.Append;
import io.thence.store.Condition;
import io.thence.world.MemoryDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a command reads is what its events are appended on: a change in between has it decided again. */
class BoundaryTest {

    private final Desk desk = Desk.open(new MemoryDisk());

    @AfterEach
    void close() {
        desk.close();
    }

    private Position at(long number) {
        return new Position(desk.store().lineage(), number);
    }

    /** A desk whose first append comes after another caller's {@code command}. */
    private Desk overtakenBy(Object command) {
        var left = new ArrayList<>(List.of(command));
        return before(_ -> {
            if (!left.isEmpty()) {
                assertThat(desk.send(left.removeFirst())).isInstanceOf(Accepted.class);
            }
        });
    }

    private Desk before(Consumer<Append> act) {
        return Desk.on(Bank.APPLICATION, PassingStore.before(desk.store(), act), 1 << 20);
    }

    private static Refused refused(String reason, Position at) {
        return new Refused(new Refusal.Decided(reason), at, false);
    }

    @Test
    void a_change_of_either_fold_has_the_command_decided_again() {
        desk.send(new Open("a-1", "ann"));
        var byOwner = overtakenBy(new Open("a-2", "ann"));
        assertThat(byOwner.send(new Open("a-3", "ann"))).isEqualTo(refused("two accounts already", at(2)));
        assertThat(byOwner.commands().conflicts()).isEqualTo(1);
        var byAccount = overtakenBy(new Open("b-1", "bob"));
        assertThat(byAccount.send(new Open("b-1", "bea"))).isEqualTo(refused("it is bob's", at(3)));
        assertThat(byAccount.commands().conflicts()).isEqualTo(1);
    }

    @Test
    void a_change_of_something_else_does_not() {
        desk.send(new Open("a-1", "ann"));
        var elsewhere = overtakenBy(new Open("b-1", "bob"));
        assertThat(elsewhere.send(new Open("a-2", "ann"))).isEqualTo(new Accepted(at(3), at(3), 1, false));
        var otherType = overtakenBy(new Deposit("a-3", 5));
        assertThat(otherType.send(new Open("a-3", "bob"))).isEqualTo(new Accepted(at(5), at(5), 1, false));
        assertThat(elsewhere.commands().conflicts() + otherType.commands().conflicts()).isZero();
    }

    @Test
    void a_refusal_too_holds_at_the_head() {
        var overtaken = overtakenBy(new Deposit("a", 5));
        assertThat(overtaken.send(new Withdraw("a", 5))).isEqualTo(new Accepted(at(2), at(2), 1, false));
        assertThat(overtaken.commands().conflicts()).isEqualTo(1);
    }

    @Test
    void an_accept_of_nothing_too_holds_at_the_head() {
        var overtaken = overtakenBy(new Deposit("a", 2));
        assertThat(overtaken.send(new Empty("a"))).isEqualTo(new Accepted(at(2), at(3), 2, false));
        assertThat(overtaken.commands().conflicts()).isEqualTo(1);
    }

    @Test
    void a_change_of_one_of_many_keys_has_the_command_decided_again() {
        desk.send(new Deposit("a", 1));
        desk.send(new Deposit("b", 1));
        var overtaken = overtakenBy(new Withdraw("b", 1));
        assertThat(overtaken.send(new Levy(List.of("a", "b"), 1))).isEqualTo(new Accepted(at(4), at(4), 1, false));
        assertThat(desk.balance("a")).isZero();
        assertThat(desk.balance("b")).isZero();
    }

    @Test
    void who_is_always_overtaken_ends_conflicted_with_the_keys() {
        var busy = before(_ -> desk.send(new Deposit("a", 1)));
        assertThat(busy.send(new Withdraw("a", 1_000)))
                .isEqualTo(new Conflicted(CommandPath.ATTEMPTS_MAX, List.of(new KeyValue("account", "a")), at(100)));
        assertThat(busy.commands().conflicts()).as("decisions in vain").isEqualTo(100);
        assertThat(desk.balance("a")).isEqualTo(100);
    }

    @Test
    void a_decider_without_readings_appends_on_no_condition() {
        var conditions = new ArrayList<Condition>();
        var seen = before(append -> conditions.add(append.condition()));
        assertThat(seen.send(new Note("rain"))).isEqualTo(new Accepted(at(1), at(1), 1, false));
        assertThat(conditions).containsExactly(Condition.NONE);
        assertThat(desk.events().getFirst().data()).isEqualTo(new Noted("rain"));
    }

    @Test
    void many_keys_are_read_in_the_order_in_which_the_command_names_them_each_once() {
        for (var account : List.of("a", "b", "c")) {
            desk.send(new Deposit(account, 2));
        }
        desk.send(new Levy(List.of("c", "a", "none", "b", "a"), 2));
        assertThat(desk.events().subList(3, 6)).extracting(event -> (Object) event.data())
                .isEqualTo(List.of(new Withdrawn("c", 2), new Withdrawn("a", 2), new Withdrawn("b", 2)));
        assertThat(desk.head()).isEqualTo(6);
    }

    @Test
    void a_step_for_many_values_is_told_the_one_that_it_is_for() {
        desk.send(new Deposit("a", 10));
        desk.send(new Move("a", "b", 3));
        desk.send(new Move("a", "a", 2));
        for (var fresh : List.of(desk, desk.besides())) {
            assertThat(fresh.balance("a")).isEqualTo(7);
            assertThat(fresh.balance("b")).isEqualTo(3);
        }
    }

    @Test
    void more_keys_than_one_decision_may_read_are_refused() {
        var accounts = IntStream.range(0, Decider.KEYS_MAX + 1).mapToObj(i -> "a" + i).toList();
        assertThat(desk.send("many", new Levy(accounts, 1)))
                .isEqualTo(new Refused(new Refusal.TooManyKeys(4_097, 4_096), at(0), false));
        assertThat(desk.send("many", new Levy(accounts.subList(1, 4_097), 1))).as("just as many")
                .isEqualTo(new Accepted(at(0), at(0), 0, false));
    }

    @Test
    void keys_are_counted_over_all_readings() {
        var decider = Decider.of(Levy.class, Bank.EVENTS).readingEach(Bank.BALANCE, Levy::accounts)
                .readingEach(Bank.HOLDER, Levy::accounts)
                .decide((_, _, _) -> Decision.accept());
        var both = Desk.on(Application.named("both").with(Bank.EVENTS, decider), desk.store(), 0);
        var accounts = IntStream.range(0, 2_049).mapToObj(i -> "a" + i).toList();
        assertThat(both.send(new Levy(accounts, 1)))
                .isEqualTo(new Refused(new Refusal.TooManyKeys(4_098, 4_096), at(0), false));
    }

    @Test
    void a_command_that_nothing_decides_is_a_bad_request() {
        assertThatThrownBy(() -> desk.send("a text")).isInstanceOf(BadRequest.class)
                .hasMessage("java.lang.String is decided by no decider of the application: add one, or check what is"
                        + " sent");
    }

    @Test
    void an_event_comes_from_the_application_or_from_where_its_command_came() {
        desk.send(new Note("one"));
        var origin = Origin.of("feed").correlatedBy("c").causedBy("d").tracedBy("t").tenant("n");
        desk.commands().send(new Open("a", "ann"), Send.as("o").from(origin));
        assertThat(desk.events()).extracting(event -> (Object) event.origin())
                .isEqualTo(List.of(Origin.of("bank"), origin));
        assertThat(desk.events().getLast().data()).isEqualTo(new Opened("a", "ann"));
    }
}
