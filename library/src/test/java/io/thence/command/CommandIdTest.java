// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.CommandId;
import io.thence.Outcome.Accepted;
import io.thence.Outcome.IdReused;
import io.thence.Outcome.Refused;
import io.thence.Position;
import io.thence.Refusal;
import io.thence.Send;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Empty;
import io.thence.bank.BankCommand.Withdraw;
import io.thence.bank.Desk;
import io.thence.bank.PassingStore;
import io.thence.store.Append;
import io.thence.store.Condition;
import io.thence.world.MemoryDisk;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A command id is done once: what a repeat is answered with. */
class CommandIdTest {

    private final MemoryDisk disk = new MemoryDisk();
    private Desk desk = Desk.open(disk);

    @AfterEach
    void close() {
        desk.close();
    }

    private void reopen() {
        desk.close();
        disk.close();
        desk = Desk.open(disk);
    }

    private Position at(long number) {
        return new Position(desk.store().lineage(), number);
    }

    private Refused refused(String reason, long number, boolean repeated) {
        return new Refused(new Refusal.Decided(reason), at(number), repeated);
    }

    @Test
    void a_repeat_is_answered_with_the_first_outcome_though_the_state_has_changed() {
        desk.send(new Deposit("a", 5));
        assertThat(desk.send("w", new Withdraw("a", 5))).isEqualTo(new Accepted(at(2), at(2), 1, false));
        desk.send(new Deposit("a", 1));
        assertThat(desk.send("w", new Withdraw("a", 5))).isEqualTo(new Accepted(at(2), at(2), 1, true));
        assertThat(desk.head()).isEqualTo(3);
        assertThat(desk.balance("a")).isEqualTo(1);
    }

    @Test
    void a_repeat_that_overtakes_the_first_sending_is_not_refused_for_what_that_did() {
        desk.send(new Deposit("a", 5));
        var first = new AtomicBoolean(true);
        var late = Desk.on(Bank.APPLICATION, new PassingStore(desk.store()) {
            @Override
            public Position head() {
                if (first.getAndSet(false)) {
                    desk.send("w", new Withdraw("a", 5));
                }
                return super.head();
            }
        }, 1 << 20);
        assertThat(late.send("w", new Withdraw("a", 5))).isEqualTo(new Accepted(at(2), at(2), 1, true));
    }

    @Test
    void a_command_of_several_events_is_repeated_with_all_its_positions() {
        desk.send(new Deposit("a", 3));
        desk.send("e", new Empty("a"));
        assertThat(desk.send("e", new Empty("a"))).isEqualTo(new Accepted(at(2), at(4), 3, true));
        assertThat(desk.events()).extracting(event -> event.id().text()).contains("e/0", "e/1", "e/2");
    }

    @Test
    void an_id_with_other_content_is_not_done() {
        desk.send("d", new Deposit("a", 5));
        desk.send(new Deposit("a", 1));
        assertThat(desk.send("d", new Deposit("a", 6))).isEqualTo(new IdReused(new CommandId("d"), at(1)));
        assertThat(desk.send("d", new Withdraw("a", 5))).as("another type of the same shape")
                .isEqualTo(new IdReused(new CommandId("d"), at(1)));
        assertThat(desk.balance("a")).isEqualTo(6);
    }

    @Test
    void an_accept_of_nothing_is_remembered_and_takes_no_position() {
        desk.send(new Deposit("b", 5));
        assertThat(desk.send("e", new Empty("a"))).isEqualTo(new Accepted(at(1), at(1), 0, false));
        assertThat(desk.head()).isEqualTo(1);
        desk.send(new Deposit("a", 2));
        assertThat(desk.send("e", new Empty("a"))).isEqualTo(new Accepted(at(1), at(1), 0, true));
        assertThat(desk.balance("a")).isEqualTo(2);
        assertThat(desk.send("e", new Empty("b"))).isEqualTo(new IdReused(new CommandId("e"), at(1)));
    }

    @Test
    void a_refusal_is_not_remembered_and_is_decided_anew() {
        assertThat(desk.send("w", new Withdraw("a", 5))).isEqualTo(refused("there are only 0", 0, false));
        assertThat(desk.store().remembered(new CommandId("w"))).isEmpty();
        desk.send(new Deposit("a", 4));
        assertThat(desk.send("w", new Withdraw("a", 5))).isEqualTo(refused("there are only 4", 1, false));
        desk.send(new Deposit("a", 4));
        assertThat(desk.send("w", new Withdraw("a", 5))).isEqualTo(new Accepted(at(3), at(3), 1, false));
    }

    @Test
    void a_refusal_that_is_to_be_kept_is_repeated_though_it_would_be_accepted_now() {
        var kept = Send.as("w").remember();
        assertThat(desk.commands().send(new Withdraw("a", 5), kept)).isEqualTo(refused("there are only 0", 0, false));
        assertThat(desk.head()).as("it takes no position").isZero();
        desk.send(new Deposit("a", 9));
        assertThat(desk.commands().send(new Withdraw("a", 5), kept)).isEqualTo(refused("there are only 0", 0, true));
        assertThat(desk.send("w", new Withdraw("a", 5))).as("however it is sent")
                .isEqualTo(refused("there are only 0", 0, true));
        assertThat(desk.send("w", new Withdraw("a", 6))).isEqualTo(new IdReused(new CommandId("w"), at(0)));
        assertThat(desk.balance("a")).isEqualTo(9);
    }

    @Test
    void what_is_remembered_outlives_the_process() {
        desk.send("d", new Deposit("a", 5));
        desk.send("e", new Empty("b"));
        desk.commands().send(new Withdraw("b", 5), Send.as("k").remember());
        desk.send("r", new Withdraw("b", 5));
        reopen();
        assertThat(desk.send("d", new Deposit("a", 5))).isEqualTo(new Accepted(at(1), at(1), 1, true));
        assertThat(desk.send("d", new Deposit("a", 6))).isEqualTo(new IdReused(new CommandId("d"), at(1)));
        assertThat(desk.send("e", new Empty("b"))).isEqualTo(new Accepted(at(1), at(1), 0, true));
        assertThat(desk.send("k", new Withdraw("b", 5))).isEqualTo(refused("there are only 0", 1, true));
        assertThat(desk.send("r", new Withdraw("b", 5))).isEqualTo(refused("there are only 0", 1, false));
        assertThat(desk.balance("a")).isEqualTo(5);
    }

    @Test
    void the_same_command_that_is_sent_meanwhile_is_found_by_the_writer() {
        var other = desk.besides();
        var racing = Desk.on(Bank.APPLICATION, PassingStore.before(desk.store(), append -> {
            if (desk.head() == 0) {
                other.send("d", new Deposit("a", 5));
            }
        }), 0);
        assertThat(racing.send("d", new Deposit("a", 5))).isEqualTo(new Accepted(at(1), at(1), 1, true));
        assertThat(racing.commands().conflicts()).as("the id comes before the condition").isZero();
        assertThat(desk.balance("a")).isEqualTo(5);
    }

    @Test
    void another_command_under_the_id_that_is_sent_meanwhile_is_found_by_the_writer() {
        var other = desk.besides();
        var racing = Desk.on(Bank.APPLICATION, PassingStore.before(desk.store(), append -> {
            if (desk.head() == 0) {
                other.send("d", new Deposit("a", 7));
            }
        }), 0);
        assertThat(racing.send("d", new Deposit("a", 5))).isEqualTo(new IdReused(new CommandId("d"), at(1)));
    }

    @Test
    void a_command_without_an_id_is_one_of_its_own_each_time() {
        var first = desk.send(new Deposit("a", 5));
        assertThat(desk.send(new Deposit("a", 5))).isNotEqualTo(first).isEqualTo(new Accepted(at(2), at(2), 1, false));
        assertThat(desk.events()).extracting(event -> event.id().text()).doesNotHaveDuplicates()
                .allMatch(id -> id.endsWith("/0"));
    }

    @Test
    void what_is_confirmed_only_is_kept_nowhere() {
        desk.store().append(Append.confirm(Condition.NONE));
        desk.send("w", new Withdraw("a", 5));
        reopen();
        assertThat(desk.head()).isZero();
        assertThat(desk.store().remembered(new CommandId("w"))).isEqualTo(Optional.empty());
    }
}
