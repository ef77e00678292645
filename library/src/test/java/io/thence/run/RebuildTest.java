// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Position;
import io.thence.Projection;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Behind;
import io.thence.ThenceException.Stopped;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankEvent.Deposited;
import io.thence.view.Rebuild;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tables are built beside those that answer, and take their place, and give it back. */
class RebuildTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String TABLE =
            "create table balances (account varchar primary key, cents bigint default 0, version int default 0)";

    private static final Projection FIRST = version(1);
    private static final Projection SECOND = version(2);

    @TempDir
    private Path data;

    private static Projection version(int version) {
        return Projection.sql("balances", version, TABLE).on(Deposited.class, (db, e) ->
                db.row("balances", e.account()).add("cents", e.cents()).set("version", version));
    }

    private Thence run(Projection projection) {
        return Thence.run(Application.named("bank").with(Bank.EVENTS, Bank.COUNTER, projection), Engine.at(data));
    }

    private static String balance(Thence bank, Projection projection) {
        return bank.query(projection).upTo(bank.store().head()).within(LONG).one(
                "select cents, version from balances where account = 'a'",
                row -> row.number("cents") + " by " + row.number("version"));
    }

    private static Rebuild built(Rebuild rebuild) {
        assertThat(rebuild.await(LONG)).isTrue();
        return rebuild;
    }

    @Test
    void tables_are_built_anew_beside_and_swapped_in_and_back() {
        var failing = new AtomicBoolean();
        var doubting = FIRST.on(Deposited.class, (db, e) -> {
            if (failing.get() && e.cents() == 7) {
                db.run("update balances set cents = cents + 1000 where account = ?", e.account()); // a fault
            }
        });
        failing.set(true);
        try (var bank = run(doubting)) {
            bank.send(new Deposit("a", 5));
            bank.send(new Deposit("a", 7));
            assertThat(balance(bank, doubting)).isEqualTo("1012 by 1");
            failing.set(false);
            var rebuild = built(bank.rebuild(doubting));
            assertThat(rebuild.database()).isEqualTo("balances-v1-b");
            assertThat(rebuild.state()).isEqualTo(new Rebuild.State(2, 2, 0, rebuild.state().left()));
            assertThat(rebuild.state().left()).contains(Duration.ZERO);
            assertThat(balance(bank, doubting)).as("they do not answer yet").isEqualTo("1012 by 1");
            assertThatThrownBy(() -> bank.rebuild(doubting)).isInstanceOf(BadRequest.class)
                    .hasMessageContaining("has tables beside those that answer already, balances-v1-b");
            rebuild.swap();
            assertThat(balance(bank, doubting)).isEqualTo("12 by 1");
            bank.send(new Deposit("a", 1));
            assertThatThrownBy(rebuild::swap).isInstanceOf(BadRequest.class).hasMessageContaining("are not beside");
            var before = built(bank.beside(doubting).orElseThrow());
            before.swap();
            assertThat(balance(bank, doubting)).as("kept up to date").isEqualTo("1013 by 1");
            built(bank.beside(doubting).orElseThrow()).swap();
            bank.beside(doubting).orElseThrow().drop();
            assertThat(bank.beside(doubting)).isEmpty();
            assertThat(balance(bank, doubting)).isEqualTo("13 by 1");
        }
        assertThat(data.resolve("views/balances-v1.mv.db")).doesNotExist();
        try (var bank = run(doubting)) {
            assertThat(balance(bank, doubting)).as("the log says which ones answer").isEqualTo("13 by 1");
            assertThat(bank.beside(doubting)).isEmpty();
        }
    }

    @Test
    void who_waits_when_the_application_closes_is_told_at_once() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var bank = run(FIRST);
            bank.send(new Deposit("a", 5));
            var further = new Position(bank.store().lineage(), 1_000);
            var waiting = threads.submit(() -> bank.await(FIRST, further, LONG));
            while (!bank.progress(FIRST).isWaitedFor() && !waiting.isDone()) {
                Thread.onSpinWait();
            }
            bank.close();
            assertThatThrownBy(() -> waiting.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(Stopped.class)
                    .hasMessageContaining("projection 'balances' runs no more");
            assertThatThrownBy(() -> bank.rebuild(FIRST)).isInstanceOf(Stopped.class);
        }
    }

    @Test
    void a_version_goes_on_and_answers_until_the_next_one_takes_its_place() {
        var next = SECOND.replacing(FIRST);
        try (var bank = run(FIRST)) {
            bank.send(new Deposit("a", 5));
            assertThat(balance(bank, FIRST)).isEqualTo("5 by 1");
        }
        try (var bank = run(next)) {
            bank.send(new Deposit("a", 1));
            assertThat(balance(bank, next)).as("both live, the older one answers").isEqualTo("6 by 1");
            built(bank.beside(next).orElseThrow());
        }
        try (var bank = run(next)) {
            assertThat(balance(bank, next)).as("a restart changes nothing").isEqualTo("6 by 1");
            built(bank.beside(next).orElseThrow()).swap();
            assertThat(balance(bank, next)).isEqualTo("6 by 2");
        }
        try (var bank = run(next)) {
            bank.send(new Deposit("a", 2));
            assertThat(balance(bank, next)).isEqualTo("8 by 2");
            built(bank.beside(next).orElseThrow()).swap();
            assertThat(balance(bank, next)).as("back, at once").isEqualTo("8 by 1");
            built(bank.beside(next).orElseThrow()).swap();
            bank.beside(next).orElseThrow().drop();
        }
        assertThat(data.resolve("views/balances-v1.mv.db")).doesNotExist();
        try (var bank = run(next)) {
            assertThat(balance(bank, next)).isEqualTo("8 by 2");
            assertThat(bank.beside(next)).isEmpty();
        }
    }

    @Test
    void who_is_answered_while_tables_are_swapped_sees_what_those_show_that_answer_then() {
        var next = SECOND.replacing(FIRST);
        try (var bank = run(FIRST)) {
            bank.send(new Deposit("a", 5));
            assertThat(balance(bank, FIRST)).isEqualTo("5 by 1");
        }
        try (var bank = run(next)) {
            var rebuild = built(bank.beside(next).orElseThrow());
            var swapped = new AtomicBoolean();
            long version = bank.query(next).one("select version from balances", row -> {
                if (!swapped.getAndSet(true)) {
                    rebuild.swap();
                }
                return row.number("version");
            });
            assertThat(version).isEqualTo(2);
        }
    }

    @Test
    void a_new_store_has_nothing_to_replace() {
        var next = SECOND.replacing(FIRST);
        try (var bank = run(next)) {
            bank.send(new Deposit("a", 5));
            assertThat(balance(bank, next)).isEqualTo("5 by 2");
            assertThat(bank.beside(next)).isEmpty();
        }
        assertThatThrownBy(() -> FIRST.replacing(SECOND)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it replaces a lower version of the same name");
    }

    @Test
    void tables_with_parked_keys_or_that_fail_a_check_are_not_swapped_in() {
        var failing = SECOND.on(Deposited.class, (_, e) -> {
            if (e.cents() == 13) {
                throw new IllegalStateException("thirteen");
            }
        }).replacing(FIRST);
        try (var bank = run(FIRST)) {
            bank.send(new Deposit("a", 13));
            assertThat(balance(bank, FIRST)).isEqualTo("13 by 1");
        }
        try (var bank = run(failing)) {
            var rebuild = built(bank.beside(failing).orElseThrow());
            assertThat(rebuild.state().parked()).isEqualTo(1);
            assertThatThrownBy(rebuild::swap).isInstanceOf(BadRequest.class).hasMessageContainingAll(
                    "the tables balances-v2 cannot take the place of balances-v1: 1 keys are parked in it",
                    "account/a at position 1 (java.lang.IllegalStateException: thirteen)");
            assertThat(balance(bank, failing)).isEqualTo("13 by 1");
        }
        var checked = SECOND.replacing(FIRST)
                .checking("no balance is odd", "select count(*) = 0 from balances where mod(cents, 2) = 1")
                .checking("something is there", "select count(*) > 0 from nowhere");
        try (var bank = run(checked)) {
            var rebuild = built(bank.beside(checked).orElseThrow());
            assertThat(rebuild.obstacles()).hasSize(2);
            assertThat(rebuild.obstacles().getFirst()).isEqualTo("it is not true that no balance is odd");
            assertThat(rebuild.obstacles().getLast()).startsWith("whether something is there cannot be asked (");
            assertThatThrownBy(rebuild::swap).isInstanceOf(BadRequest.class);
            bank.send(new Deposit("a", 1));
            assertThat(built(rebuild).obstacles()).as("asked anew").hasSize(1);
        }
    }

    @Test
    void tables_that_are_behind_are_not_swapped_in() throws InterruptedException {
        var held = new CountDownLatch(1);
        var slow = SECOND.on(Deposited.class, (_, _) -> {
            try {
                held.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }).replacing(FIRST);
        try (var bank = run(FIRST)) {
            bank.send(new Deposit("a", 1));
            balance(bank, FIRST);
        }
        try (var bank = run(slow)) {
            var rebuild = bank.beside(slow).orElseThrow();
            try {
                assertThatThrownBy(rebuild::swap).isInstanceOf(BadRequest.class)
                        .hasMessageContaining("it has finished up to position 0 of 1: wait for it");
            } finally {
                held.countDown(); // or the application would wait for it when it closes
            }
            built(rebuild).swap();
            assertThat(balance(bank, slow)).isEqualTo("1 by 2");
        }
    }

    @Test
    void tables_that_do_not_catch_up_are_not_swapped_in_yet() {
        var held = new CountDownLatch(1);
        var slow = SECOND.on(Deposited.class, (_, e) -> {
            if (e.cents() == 13) {
                try {
                    held.await();
                } catch (InterruptedException e2) {
                    throw new IllegalStateException(e2);
                }
            }
        }).replacing(FIRST);
        try (var bank = run(FIRST)) {
            bank.send(new Deposit("a", 1));
            balance(bank, FIRST);
        }
        try (var bank = run(slow)) {
            var rebuild = built(bank.beside(slow).orElseThrow());
            bank.send(new Deposit("a", 13));
            var before = balance(bank, slow);
            try {
                assertThat(rebuild.obstacles()).as("it is behind by what is written just now").isEmpty();
                assertThatThrownBy(rebuild::swap).isInstanceOf(Behind.class).hasMessageContaining("swap them again");
            } finally {
                held.countDown();
            }
            rebuild.swap();
            assertThat(List.of(before, balance(bank, slow))).containsExactly("14 by 1", "14 by 2");
        }
    }

    @Test
    void reads_go_on_while_tables_are_swapped_and_each_sees_what_it_wrote() throws InterruptedException {
        var next = SECOND.replacing(FIRST);
        run(FIRST).close();
        try (var bank = run(next)) {
            var failure = new AtomicReference<@Nullable Throwable>();
            var done = new AtomicBoolean();
            var writer = Thread.ofPlatform().start(() -> {
                try {
                    for (long i = 1; !done.get(); i++) {
                        var outcome = bank.send(new Deposit("a", 1));
                        long cents = bank.query(next).after(outcome).within(LONG).one(
                                "select cents from balances where account = 'a'", row -> row.number("cents"));
                        assertThat(cents).isEqualTo(i);
                    }
                } catch (Throwable e) {
                    failure.set(e);
                }
            });
            built(bank.beside(next).orElseThrow());
            for (int i = 0; i < 10 && failure.get() == null; i++) {
                bank.beside(next).orElseThrow().swap(); // right after the other
            }
            done.set(true);
            writer.join();
            assertThat(failure.get()).isNull();
        }
    }
}
