// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.CommandId;
import io.thence.Decider;
import io.thence.Decision;
import io.thence.Fold;
import io.thence.Origin;
import io.thence.Outcome;
import io.thence.Send;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.OutcomeUnknown;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.AtCounter;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Empty;
import io.thence.bank.BankCommand.Withdraw;
import io.thence.bank.BankEvent;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.Desk;
import io.thence.bank.PassingStore;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Command;
import io.thence.store.EventStore;
import io.thence.world.MemoryDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Commands that are decided in one pass, each on what the ones before it leave. */
class DecisionPassTest {

    private final Desk desk = Desk.open(new MemoryDisk());
    private final List<Integer> appends = new ArrayList<>();

    @AfterEach
    void close() {
        desk.close();
    }

    private DecisionPass pass(EventStore store) {
        var there = Desk.on(Bank.APPLICATION, store, 1 << 20);
        return new DecisionPass(there.in(there.world()), there.folder(), Origin.of("pass"));
    }

    private DecisionPass pass() {
        return pass(new PassingStore(desk.store()) {
            @Override
            public List<Appended> append(List<Append> together) {
                appends.add(together.size());
                return super.append(together);
            }
        });
    }

    private Attempt<AtCounter, BankEvent> attempt(String id, AtCounter sent, Send how) {
        return attempt(Bank.COUNTER, new Command(new CommandId(id), desk.codec().hash(sent)), sent, how);
    }

    private Attempt<AtCounter, BankEvent> attempt(
            Decider<AtCounter, BankEvent> decider, Command command, AtCounter sent, Send how) {
        return new Attempt<>(decider, sent, command, how, Boundary.of(decider, sent, desk.folder().plans()));
    }

    private Attempt<AtCounter, BankEvent> attempt(String id, AtCounter sent) {
        return attempt(id, sent, Send.ONCE);
    }

    private static List<String> told(List<Answer> answers) {
        return answers.stream().map(DecisionPassTest::told).toList();
    }

    private static String told(Answer answer) {
        if (answer instanceof Answer.Withheld) {
            return "withheld";
        }
        return switch (answer.outcome()) {
            case Outcome.Accepted(_, var position, var events, var repeated) ->
                (repeated ? "repeated " : "accepted ") + events + " to " + position.number();
            case Outcome.Refused(var refusal, var position, var repeated) ->
                (repeated ? "again " : "") + "refused at " + position.number() + ": " + refusal.reason();
            case Outcome.IdReused(var id, _) -> "reused " + id;
            case Outcome.Conflicted(_, var keys, _) -> "conflict on " + keys;
        };
    }

    @Test
    void each_is_decided_on_what_the_ones_before_it_leave() {
        var answers = pass().run(List.of(attempt("1", new Deposit("a", 5)), attempt("2", new Withdraw("a", 3)),
                attempt("3", new Withdraw("a", 3)), attempt("4", new Withdraw("a", 2)),
                attempt("5", new Withdraw("b", 1), Send.ONCE.remember()), attempt("6", new Deposit("b", 1))));

        assertThat(told(answers)).containsExactly("accepted 1 to 1", "accepted 1 to 2",
                "refused at 2: there are only 2",
                "accepted 1 to 3", "refused at 3: there are only 0", "accepted 1 to 4");
        assertThat(appends).containsExactly(6);
        assertThat(desk.balance("a")).isZero();
        assertThat(desk.besides().balance("b")).isEqualTo(1);
    }

    @Test
    void what_is_hot_after_it_is_what_a_cold_read_gives() {
        var there = Desk.on(Bank.APPLICATION, desk.store(), 1 << 20);
        var pass = new DecisionPass(there.in(there.world()), there.folder(), Origin.of("pass"));
        pass.run(List.of(attempt("1", new Deposit("a", 5)), attempt("2", new Withdraw("a", 3)),
                attempt("3", new Deposit("c", 7))));

        assertThat(there.balance("a")).isEqualTo(2).isEqualTo(desk.balance("a"));
        assertThat(there.balance("c")).isEqualTo(7).isEqualTo(desk.balance("c"));
    }

    /** It is in no condition, and somebody else changes it before the others are appended. */
    @Test
    void what_only_a_broken_decision_has_read_is_not_kept() {
        var there = Desk.on(Bank.APPLICATION, new PassingStore(desk.store()) {
            @Override
            public Appended append(Append one) {
                desk.send(new Withdraw("z", 10));
                return super.append(one);
            }
        }, 1 << 20);
        desk.send(new Deposit("z", 10));
        Decider<AtCounter, BankEvent> broken = Decider.of(AtCounter.class, Bank.EVENTS)
                .reading(Bank.BALANCE, AtCounter::account).decide((sent, balance) -> {
                    throw new IllegalStateException("it has read " + balance);
                });
        AtCounter sent = new Deposit("z", 1);
        var breaks = new Attempt<>(broken, sent, new Command(new CommandId("2"), desk.codec().hash(sent)), Send.ONCE,
                Boundary.of(broken, sent, there.folder().plans()));

        var answers = new DecisionPass(there.in(there.world()), there.folder(), Origin.of("pass"))
                .run(List.of(attempt("1", new Deposit("a", 5)), breaks));

        assertThat(told(answers)).containsExactly("accepted 1 to 3");
        assertThat(there.balance("a")).isEqualTo(5);
        assertThat(there.balance("z")).isEqualTo(desk.besides().balance("z")).isZero();
    }

    @Test
    void a_command_that_comes_twice_is_left_to_the_next_pass() {
        var twice = attempt("1", new Deposit("a", 5));
        var pass = pass();

        assertThat(told(pass.run(List.of(twice, attempt("2", new Deposit("a", 1)), twice))))
                .containsExactly("accepted 1 to 1", "accepted 1 to 2");
        assertThat(told(pass.run(List.of(twice)))).containsExactly("repeated 1 to 1");
    }

    @Test
    void where_one_was_done_before_the_others_come_again() {
        desk.send("1", new Deposit("a", 5));

        var answers = pass().run(List.of(attempt("2", new Deposit("a", 1)), attempt("1", new Deposit("a", 5)),
                attempt("3", new Deposit("a", 1))));

        assertThat(told(answers)).containsExactly("withheld", "repeated 1 to 1", "withheld");
        assertThat(desk.balance("a")).isEqualTo(5);
    }

    @Test
    void a_change_that_comes_between_is_a_conflict_for_all() {
        var store = new PassingStore(desk.store()) {
            @Override
            public List<Appended> append(List<Append> together) {
                desk.send(new Deposit("a", 9));
                return super.append(together);
            }
        };

        var answers = pass(store).run(List.of(attempt("1", new Deposit("b", 1)), attempt("2", new Withdraw("a", 0))));

        assertThat(told(answers)).containsExactly("withheld", "conflict on [account/a]");
        assertThat(desk.balance("b")).isZero();
    }

    @Test
    void one_whose_decider_breaks_ends_the_pass_and_fails_by_itself_in_the_next() {
        var broken = Decider.of(AtCounter.class, Bank.EVENTS).reading(Bank.BALANCE, AtCounter::account)
                .decide((_, _) -> {
                    throw new IllegalStateException("broken");
                });
        var bad = attempt(broken, new Command(new CommandId("2"), desk.codec().hash("x")), new Deposit("a", 1),
                Send.ONCE);
        var pass = pass();

        assertThat(told(pass.run(List.of(attempt("1", new Deposit("a", 5)), bad, attempt("3", new Deposit("a", 1))))))
                .containsExactly("accepted 1 to 1");
        var answers = pass.run(List.of(bad, attempt("3", new Deposit("a", 1))));
        assertThat(answers).hasSize(1);
        assertThatThrownBy(answers.getFirst()::outcome).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void what_breaks_the_append_breaks_it_for_all() {
        var store = new PassingStore(desk.store()) {
            @Override
            public List<Appended> append(List<Append> together) {
                throw new OutcomeUnknown("lost", new IllegalStateException());
            }
        };

        var answers = pass(store).run(List.of(attempt("1", new Deposit("a", 5)), attempt("2", new Deposit("a", 5))));

        assertThat(answers).hasSize(2);
        answers.forEach(answer -> assertThatThrownBy(answer::outcome).isInstanceOf(OutcomeUnknown.class));
    }

    @Test
    void one_that_is_over_a_limit_fails_by_itself() {
        var emptying = attempt("2", new Empty("a"));
        desk.send(new Deposit("a", Append.EVENTS_MAX + 1));
        var pass = pass();

        var three = List.of(attempt("1", new Deposit("b", 5)), emptying, attempt("3", new Deposit("b", 1)));
        assertThat(told(pass.run(three))).containsExactly("accepted 1 to 2");
        assertThatThrownBy(pass.run(List.of(emptying, attempt("3", new Deposit("b", 1)))).getFirst()::outcome)
                .isInstanceOf(BadRequest.class);
        assertThat(told(pass.run(List.of(attempt("3", new Deposit("b", 1)))))).containsExactly("accepted 1 to 3");
    }

    @Test
    void a_pass_has_a_limit() {
        var many = IntStream.range(0, EventStore.TOGETHER_MAX + 5)
                .mapToObj(i -> attempt("c" + i, new Deposit("a", 1))).toList();

        assertThat(pass().run(many)).hasSize(EventStore.TOGETHER_MAX);
        assertThat(desk.balance("a")).isEqualTo(EventStore.TOGETHER_MAX);
    }

    @Test
    void a_step_that_fails_fails_who_reads_its_state_and_not_who_decided_the_event() {
        var superstitious = Fold.by(Bank.ACCOUNT).from(0L).on(Deposited.class, (cents, event) -> {
            if (event.cents() == 13) {
                throw new AssertionError("thirteen");
            }
            return cents + event.cents();
        });
        var decider = Decider.of(AtCounter.class, Bank.EVENTS).reading(superstitious, AtCounter::account)
                .decide((_, cents) -> Decision.accept(new Deposited("a", cents)));
        var first = attempt(decider, new Command(new CommandId("1"), desk.codec().hash("1")), new Deposit("a", 1),
                Send.ONCE);
        var third = attempt(decider, new Command(new CommandId("3"), desk.codec().hash("3")), new Deposit("a", 1),
                Send.ONCE);
        var pass = pass();

        assertThat(told(pass.run(List.of(first, attempt("2", new Deposit("a", 13)), third))))
                .containsExactly("accepted 1 to 1", "accepted 1 to 2");
        assertThatThrownBy(pass.run(List.of(third)).getFirst()::outcome).hasMessage("thirteen");
        assertThat(desk.balance("a")).isEqualTo(13);
    }
}
