// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Projection;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankEvent.Deposited;
import io.thence.log.LogSettings;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is in memory is built anew like what is in files, and goes when nobody has it. */
class MemoryEngineTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final AtomicInteger handled = new AtomicInteger();
    private final Projection balances = Projection.sql("balances", 1,
                    "create table balances (account varchar primary key, cents bigint default 0)")
            .on(Deposited.class, (db, e) -> {
                handled.incrementAndGet();
                db.row("balances", e.account()).add("cents", e.cents());
            });
    private final Engine engine = Engine.inMemory();

    private Thence run() {
        return Thence.run(Application.named("bank").with(Bank.EVENTS, Bank.COUNTER, balances), engine);
    }

    /** Whether the database, which nobody makes by this, is there. */
    private boolean isThere(String database) {
        var there = engine.disk().list("views").contains(database + ".mv.db");
        try (var connection = DriverManager.getConnection(engine.disk().database(database) + ";IFEXISTS=TRUE")) {
            assertThat(there).isTrue();
            return connection.isValid(0);
        } catch (SQLException e) {
            assertThat(e.getMessage()).contains("not found");
            assertThat(there).isFalse();
            return false;
        }
    }

    private static long cents(Thence bank, Projection projection) {
        return bank.query(projection).upTo(bank.store().head()).within(LONG).one("select cents from balances",
                row -> row.number("cents"));
    }

    @Test
    void what_was_dropped_is_gone_and_is_built_anew_from_the_first_event() {
        try (var bank = run()) {
            for (int i = 0; i < 10; i++) {
                bank.send(new Deposit("anna", 1));
            }
            var first = bank.rebuild(balances);
            assertThat(first.await(LONG)).isTrue();
            assertThat(isThere("balances-v1-b")).isTrue();
            first.drop();
            assertThat(isThere("balances-v1-b")).isFalse();
            assertThat(cents(bank, balances)).as("those that answer have seen all").isEqualTo(10);
            handled.set(0);
            var second = bank.rebuild(balances);
            assertThat(second.await(LONG)).isTrue();
            assertThat(handled).hasValue(10);
            second.swap();
            assertThat(cents(bank, balances)).isEqualTo(10);
        }
    }

    @Test
    void an_application_that_is_closed_keeps_no_database() {
        try (var bank = run()) {
            bank.send(new Deposit("anna", 1));
            assertThat(cents(bank, balances)).isEqualTo(1);
            assertThat(isThere("balances-v1")).isTrue();
        }
        assertThat(isThere("balances-v1")).isFalse();
        handled.set(0);
        try (var again = run()) {
            assertThat(cents(again, balances)).as("the log is there still").isEqualTo(1);
            assertThat(handled).hasValue(1);
        }
    }

    @Test
    void what_nobody_runs_is_deleted() throws SQLException {
        try (var bank = run()) {
            bank.send(new Deposit("anna", 1));
            assertThat(cents(bank, balances)).isEqualTo(1);
            DriverManager.getConnection(engine.disk().database("sums-v3")).close();
            assertThat(isThere("sums-v3")).isTrue();
            assertThat(engine.views().deleteAllBut(List.of("balances-v1"))).containsExactly("sums-v3.mv.db");
            assertThat(isThere("sums-v3")).isFalse();
            assertThat(cents(bank, balances)).isEqualTo(1);
        }
    }

    @Test
    void it_has_the_limits_of_a_server() {
        assertThat(engine.log()).isEqualTo(LogSettings.DEFAULT);
    }
}
