// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Projection;
import io.thence.Supervision;
import io.thence.SystemEvent;
import io.thence.ThenceException.Behind;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.Desk;
import io.thence.bank.MovedWorld;
import io.thence.supervise.Supervisor;
import io.thence.world.FileDisk;
import io.thence.world.MemoryDisk;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** H2 closes a database that it cannot read or write: who writes it and who asks it find it open again. */
class ClosedTablesTest {

    private static final int ACCOUNTS = 2_000;
    private static final Duration SHORT = Duration.ofSeconds(5);

    private final AtomicLong nanos = new AtomicLong();
    private final ConcurrentLinkedQueue<SystemEvent> told = new ConcurrentLinkedQueue<>();
    private final Desk desk = Desk.open(new MemoryDisk());
    private final Projection balances = Projection.sql("balances", 1,
                    "create table balances (account varchar primary key, cents bigint default 0, pad varchar)")
            .on(Deposited.class, (db, e) -> db.row("balances", e.account()).add("cents", e.cents())
                    .set("pad", "x".repeat(900)));

    @TempDir
    private Path folder;

    @BeforeEach
    void deposits() {
        for (int i = 0; i < ACCOUNTS; i++) {
            desk.send("c" + i, new Deposit("account-" + i, 1));
        }
        var view = view();
        run(view);
        view.ended();
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private SqlView view() {
        var world = new MovedWorld(nanos);
        return new SqlView(balances, desk.in(world).supervisor(new Supervisor(Supervision.DEFAULT, world, told::add)),
                ViewDatabases.embedded(new FileDisk(folder)));
    }

    private static void run(SqlView view) {
        while (view.step()) {
            assertThat(view.progress().failure()).isNull();
        }
    }

    /** Turns it until rests of restarts are over. */
    private void runOn(SqlView view) {
        for (int i = 0; i < 3; i++) {
            run(view);
            nanos.addAndGet(Duration.ofSeconds(30).toNanos());
        }
        run(view);
    }

    private static long cents(SqlView view) {
        return ViewQuery.of(view).within(SHORT).one("select sum(cents) n, max(pad) p from balances",
                row -> row.number("n"));
    }

    private void closeDatabase() {
        var url = new FileDisk(folder).database("balances-v1") + ";IFEXISTS=TRUE";
        try (var connection = DriverManager.getConnection(url); var statement = connection.createStatement()) {
            statement.execute("shutdown immediately");
        } catch (SQLException _) {
            // it says that it is closed
        }
    }

    private void moreDeposits() {
        for (int i = 0; i < 50; i++) {
            desk.send("more " + i, new Deposit("account-" + i, 1));
        }
    }

    @Test
    void what_a_lane_finds_closed_is_open_again_for_all() {
        var view = view();
        assertThat(cents(view)).isEqualTo(ACCOUNTS);
        closeDatabase();
        moreDeposits();
        runOn(view);
        assertThat(told).as("a restart of the lane, no rebuild").hasSize(1).hasOnlyElementsOfType(
                SystemEvent.Restarted.class);
        assertThat(view.parked()).isEmpty();
        for (int i = 0; i < 20; i++) {
            assertThat(cents(view)).isEqualTo(ACCOUNTS + 50);
        }
        view.ended();
    }

    @Test
    void what_a_query_finds_closed_is_open_again_for_all() {
        var view = view();
        assertThat(cents(view)).isEqualTo(ACCOUNTS);
        closeDatabase();
        assertThatThrownBy(() -> cents(view)).isInstanceOf(Behind.class).hasMessageEndingWith("ask again");
        runOn(view);
        assertThat(cents(view)).isEqualTo(ACCOUNTS);
        moreDeposits();
        runOn(view);
        assertThat(cents(view)).isEqualTo(ACCOUNTS + 50);
        assertThat(told).isEmpty();
        view.ended();
    }

    @Test
    void who_is_interrupted_while_he_asks_or_writes_closes_nothing() throws InterruptedException {
        var view = view();
        var asked = new AtomicLong();
        Thread.ofPlatform().start(() -> {
            Thread.currentThread().interrupt();
            asked.set(cents(view));
        }).join();
        assertThat(asked).hasValue(ACCOUNTS);
        moreDeposits();
        Thread.currentThread().interrupt();
        view.step();
        Thread.interrupted();
        runOn(view);
        assertThat(List.copyOf(told)).isEmpty();
        assertThat(cents(view)).isEqualTo(ACCOUNTS + 50);
        view.ended();
    }
}
