// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Projection;
import io.thence.ThenceException.BadRequest;
import io.thence.Visibility;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankEvent.Deposited;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The rows of one key are built anew; those of others stay, and are read meanwhile. */
class KeyRebuildTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Projection FIRST = Projection.sql("balances", 1,
                    "create table balances (account varchar primary key, cents bigint default 0)")
            .on(Deposited.class, (db, e) -> db.row("balances", e.account()).add("cents", e.cents()));

    @TempDir
    private Path data;

    private Thence run(Projection projection) {
        return Thence.run(Application.named("bank").with(Bank.EVENTS, Bank.COUNTER, projection), Engine.at(data));
    }

    private static long balance(Thence bank, Projection projection) {
        return bank.query(projection).upTo(bank.store().head()).within(LONG).one(
                "select cents from balances where account = 'a'", row -> row.number("cents"));
    }

    @Test
    void the_rows_of_one_key_are_built_anew_and_others_stay() {
        var byAccount = FIRST.parallelBy(Bank.ACCOUNT);
        try (var bank = run(byAccount)) {
            bank.send(new Deposit("a", 5));
            bank.send(new Deposit("b", 7));
            bank.send(new Deposit("a", 1));
            assertThat(balance(bank, byAccount)).isEqualTo(6L);
        }
        var raised = byAccount.on(Deposited.class, (db, e) -> db.row("balances", e.account()).add("cents", 100));
        try (var bank = run(raised)) {
            bank.rebuild(raised, Bank.ACCOUNT, "a", LONG);
            assertThat(balance(bank, raised)).as("by the code of today").isEqualTo(206L);
            long other = bank.query(raised).one("select cents from balances where account = 'b'",
                    row -> row.number("cents"));
            assertThat(other).isEqualTo(7);
            var outcome = bank.send(new Deposit("a", 1));
            long cents = bank.query(raised).after(outcome).within(LONG).one(
                    "select cents from balances where account = 'a'", row -> row.number("cents"));
            assertThat(cents).isEqualTo(307);
            assertThatThrownBy(() -> bank.rebuild(raised, Bank.OWNER, "ann", LONG)).isInstanceOf(BadRequest.class)
                    .hasMessageContaining("cannot be built anew for one value of 'owner'");
        }
    }

    @Test
    void reads_of_a_key_that_is_built_anew_wait_and_those_of_others_do_not() throws Exception {
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var slow = new AtomicBoolean();
        var byAccount = FIRST.parallelBy(Bank.ACCOUNT).on(Deposited.class, (_, e) -> {
            if (slow.get() && e.account().equals("a")) {
                begun.countDown();
                uninterruptibly(goOn);
            }
        });
        try (var bank = run(byAccount); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = bank.send(new Deposit("a", 5));
            var other = bank.send(new Deposit("b", 7));
            bank.await(byAccount, bank.store().head(), LONG);
            slow.set(true);
            var rebuilding = threads.submit(() -> bank.rebuild(byAccount, Bank.ACCOUNT, "a", LONG));
            assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(bank.query(byAccount).after(other).within(Duration.ZERO).visibility())
                    .isEqualTo(new Visibility.Seen());
            assertThat(bank.query(byAccount).after(one).within(Duration.ZERO).visibility())
                    .isInstanceOf(Visibility.Rebuilding.class);
            var waiting = threads.submit(() -> bank.query(byAccount).after(one).within(LONG).visibility());
            goOn.countDown();
            rebuilding.get(1, TimeUnit.MINUTES);
            assertThat(waiting.get(30, TimeUnit.SECONDS)).as("told, not timed out").isEqualTo(new Visibility.Seen());
            assertThat(balance(bank, byAccount)).isEqualTo(5L);
        }
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void tables_whose_rows_may_belong_to_another_key_are_not_touched() {
        var strange = Projection.sql("balances", 1, "create table balances (id varchar primary key, cents bigint)")
                .on(Deposited.class, (db, e) -> db.row("balances", e.account()).set("cents", e.cents()))
                .parallelBy(Bank.ACCOUNT);
        try (var bank = run(strange)) {
            bank.send(new Deposit("a", 5));
            bank.await(strange, bank.store().head(), LONG);
            assertThatThrownBy(() -> bank.rebuild(strange, Bank.ACCOUNT, "a", LONG)).isInstanceOf(BadRequest.class)
                    .hasMessageContaining("rows of table BALANCES are not known to belong to one value of 'account'")
                    .hasMessageContaining("the first column of its primary key is 'ID'");
            long kept = bank.query(strange).one("select cents from balances", row -> row.number("cents"));
            assertThat(kept).isEqualTo(5);
        }
    }

    @Test
    void a_key_that_fails_when_it_is_built_anew_is_parked_and_tried_again_at_the_next_start() {
        var byAccount = FIRST.parallelBy(Bank.ACCOUNT);
        var failing = byAccount.on(Deposited.class, (_, e) -> {
            if (e.cents() == 5) {
                throw new IllegalStateException("five");
            }
        });
        try (var bank = run(byAccount)) {
            bank.send(new Deposit("a", 1));
            bank.send(new Deposit("a", 5));
            balance(bank, byAccount);
        }
        try (var bank = run(failing)) {
            assertThatThrownBy(() -> bank.rebuild(failing, Bank.ACCOUNT, "a", LONG)).isInstanceOf(BadRequest.class)
                    .hasMessageContaining("account/a at position 2 (java.lang.IllegalStateException: five)");
            assertThat(balance(bank, failing)).isEqualTo(1L);
        }
        try (var bank = run(byAccount)) {
            assertThat(balance(bank, byAccount)).isEqualTo(6L);
        }
    }

    @Test
    void what_was_passed_over_for_a_parked_key_is_taken_in_when_it_is_built_anew_and_once() {
        var failing = new AtomicBoolean(true);
        var doubting = FIRST.parallelBy(Bank.ACCOUNT).on(Deposited.class, (_, e) -> {
            if (failing.get() && e.cents() == 5) {
                throw new IllegalStateException("five");
            }
        });
        try (var bank = run(doubting)) {
            bank.send(new Deposit("a", 5));
            bank.send(new Deposit("b", 1));
            bank.await(doubting, bank.store().head(), LONG);
            bank.send(new Deposit("a", 2));
            bank.await(doubting, bank.store().head(), LONG);
            failing.set(false);
            bank.rebuild(doubting, Bank.ACCOUNT, "a", LONG);
            assertThat(balance(bank, doubting)).isEqualTo(7L);
            bank.send(new Deposit("a", 1));
            assertThat(balance(bank, doubting)).isEqualTo(8L);
        }
        try (var bank = run(doubting)) {
            assertThat(balance(bank, doubting)).isEqualTo(8L);
        }
    }
}
