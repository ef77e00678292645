// SPDX-License-Identifier: Apache-2.0
package io.thence;

import io.thence.Fold.OneStep;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Note;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.BankEvent.Opened;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What keeps the states of a fold from being kept is found before the start; without snapshots it is none of it. */
class SnapshotChecksTest {

    private static final String FIXED =
            "let it use nothing but its arguments and static constants, or drop snapshotEvery(..)";
    private static final String TYPED =
            "make the state a record of components with full types, or drop snapshotEvery(..)";

    /** Anybody may implement it. */
    interface Free {}

    record Bound() implements Free {}

    /** A step that is an object of a class. */
    static final class Plus implements OneStep<Long, Deposited> {
        private static final long serialVersionUID = 1L;

        @Override
        public Long apply(Long state, Deposited event) {
            return state + event.cents();
        }
    }

    private static <C> Decider<C, ?> reading(Fold<String, ?> fold, Class<C> command) {
        return Decider.of(command, Bank.EVENTS).reading(fold, Object::toString).decide((_, _) -> Decision.accept());
    }

    private static List<Problem> check(Fold<String, ?> fold) {
        return Application.named("test").with(Bank.EVENTS, reading(fold, Note.class)).check();
    }

    private static Problem problem(String what, String mend) {
        return new Problem("decider Note, fold by account", what, mend);
    }

    @Test
    void lambdas_and_references_that_capture_nothing_are_fine() {
        assertThat(check(Bank.BALANCE.snapshotEvery(10))).isEmpty();
        assertThat(check(Fold.by(Bank.ACCOUNT).from("").on(Opened.class, SnapshotChecksTest::owner).snapshotEvery(1)))
                .isEmpty();
    }

    private static String owner(String state, Opened event) {
        return state + event.owner();
    }

    @Test
    void a_step_that_captures_is_a_problem_only_with_snapshots() {
        long fee = Long.parseLong("5");
        var fold = Fold.by(Bank.ACCOUNT).from(0L)
                .on(Opened.class, (cents, _) -> cents)
                .on(Deposited.class, (cents, event) -> cents + event.cents() - fee);
        assertThat(check(fold)).isEmpty();
        assertThat(check(fold.snapshotEvery(10))).containsExactly(problem("it keeps snapshots, but step 2, of"
                + " Deposited, captures a value from around it, which may be another one at the next start", FIXED));
    }

    @Test
    void a_step_of_a_class_of_its_own_is_a_problem() {
        var fold = Fold.by(Bank.ACCOUNT).from(0L).on(Deposited.class, new Plus());
        assertThat(check(fold)).isEmpty();
        assertThat(check(fold.snapshotEvery(10))).containsExactly(problem("it keeps snapshots, but step 1, of"
                        + " Deposited, is an object of io.thence.SnapshotChecksTest$Plus",
                "make it a lambda or a method reference: their code can be compared"));
    }

    @Test
    void an_upcast_that_captures_is_a_problem() {
        var name = "cents";
        Upcast upcast = (ObjectNode json) -> json.put(name, 1);
        var events = Bank.EVENTS.upcast(Deposited.class, upcast);
        var fold = Fold.by(Bank.ACCOUNT).from(0L).on(Deposited.class, (cents, event) -> cents + event.cents());
        var decider = Decider.of(Note.class, events).reading(fold.snapshotEvery(1), Note::text)
                .decide((_, _) -> Decision.accept());
        assertThat(Application.named("test").with(events, decider).check()).extracting(Problem::what).containsExactly(
                "it keeps snapshots, but upcast 1, of account.deposited, captures a value from around it, which may be"
                        + " another one at the next start");
    }

    @Test
    void events_about_persons_keep_no_snapshots() {
        var events = Events.of(Opened.class).type("account.opened", Opened.class, Bank.ACCOUNT.of(Opened::account))
                .personal(Opened.class, Bank.ACCOUNT, "owner");
        var fold = Fold.by(Bank.ACCOUNT).from("").on(Opened.class, SnapshotChecksTest::owner).snapshotEvery(1);
        assertThat(Application.named("test").with(events, reading(fold, Note.class)).check())
                .anySatisfy(problem -> assertThat(problem.toString())
                        .contains("it keeps snapshots, and events of account.opened are about persons"));
    }

    @Test
    void two_folds_under_one_name_are_a_problem() {
        var one = Bank.BALANCE.snapshotEvery(10);
        var other = Bank.HOLDER.snapshotEvery(10);
        var first = reading(one, Note.class);
        var application = Application.named("test").with(Bank.EVENTS, first, Bank.COUNTER);
        assertThat(application.check()).isEmpty();
        var both = Application.named("test").with(Bank.EVENTS, first,
                Decider.of(Deposited.class, Bank.EVENTS).reading(one, Deposited::account)
                        .reading(other, Deposited::account).decide((_, _, _) -> Decision.accept()));
        assertThat(both.check()).containsExactly(new Problem("fold by account",
                "two folds keep snapshots under 'account'",
                "give one of them a name by named(\"..\"), or read one constant in both places"));
        var named = Application.named("test").with(Bank.EVENTS, first,
                reading(other.named("holder"), Deposited.class));
        assertThat(named.check()).isEmpty();
        assertThat(other.named("holder").snapshotKey()).isEqualTo("account:holder");
        assertThatThrownBy(() -> other.named("The Holder")).hasMessageContaining("fold name 'The Holder'");
        assertThatThrownBy(() -> other.snapshotEvery(0)).hasMessageContaining("a snapshot every 0 events");
    }

    @Test
    void a_state_that_could_not_be_read_back_is_a_problem() {
        var map = Fold.by(Bank.ACCOUNT).from(Map.<String, Long>of()).on(Deposited.class, (state, _) -> state);
        assertThat(check(map)).isEmpty();
        assertThat(check(map.snapshotEvery(5))).containsExactly(problem(
                "it keeps snapshots, but what a Map holds is not known when it is read back", TYPED));
    }

    @Test
    void a_state_of_an_open_interface_is_a_problem() {
        var open = Fold.by(Bank.ACCOUNT).<Free>from(new Bound()).on(Deposited.class, (state, _) -> state);
        assertThat(check(open)).isEmpty();
        assertThat(check(open.snapshotEvery(5))).containsExactly(problem(
                "it keeps snapshots, but Free can change, or cannot be stored", TYPED));
    }
}
