// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.EventId;
import io.thence.Origin;
import io.thence.Projection;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Withdraw;
import io.thence.bank.BankEvent.Booked;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.BankEvent.Withdrawn;
import io.thence.bank.Desk;
import io.thence.bank.MovedWorld;
import io.thence.bank.SmallPolls;
import io.thence.command.Annulling;
import io.thence.command.Annulling.Which;
import io.thence.view.ViewDatabases;
import io.thence.world.MemoryDisk;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** An account book with views on it, whose steps a test takes. */
final class Books {

    static final Projection PLAIN = Projection.sql("balances", 1,
                    "create table balances (account varchar primary key, cents bigint default 0, undone int default 0)")
            .on(Deposited.class, (db, e) -> db.row("balances", e.account()).add("cents", e.cents()))
            .on(Withdrawn.class, (db, e) -> db.row("balances", e.account()).add("cents", -e.cents()));
    static final Projection UNDOING = PLAIN.onAnnulled(Booked.class,
            (db, e) -> db.row("balances", db.filed(Bank.ACCOUNT)).add("undone", 1)
                    .add("cents", e instanceof Deposited ? -e.cents() : e.cents()));
    static final Projection REBUILT = PLAIN.rebuildOnAnnul();

    private static final int STEPS_MAX = 1_000;

    final AtomicLong nanos = new AtomicLong();
    final MemoryDisk disk = new MemoryDisk();
    final Desk desk = Desk.open(disk);
    /** The same, where a step of a view takes one event. */
    final Desk slow = Desk.on(Bank.APPLICATION, new SmallPolls(desk.store(), 1), 0);

    void annul(String... ids) {
        new Annulling(desk.store(), Origin.of("test"), _ -> {})
                .annul(Which.of(Stream.of(ids).map(EventId::new).toList()), "anna", "by mistake");
    }

    SqlView view(Projection projection) {
        return new SqlView(projection, slow.in(new MovedWorld(nanos)), ViewDatabases.embedded(disk));
    }

    boolean step(SqlView view) {
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        boolean moved = view.step();
        assertThat(view.progress().failure()).isNull();
        return moved;
    }

    /** To the head. */
    void run(SqlView view) {
        for (int i = 0; step(view); i++) {
            assertThat(i).as("steps without an end").isLessThan(STEPS_MAX);
        }
    }

    /** How many events the database says are passed over. */
    static long passedOver(SqlView view) throws SQLException {
        return view.ask(Duration.ZERO, connection -> {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("select count(*) from thence_annulled")) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    static List<String> balances(SqlView view) {
        return balances(view, Duration.ZERO);
    }

    static List<String> balances(SqlView view, Duration limit) {
        return ViewQuery.of(view).within(limit).list("select * from balances order by account", row ->
                row.text("account") + " " + row.number("cents") + " undone " + row.number("undone"));
    }

    void bookings() {
        desk.send("c1", new Deposit("a", 5));
        desk.send("c2", new Deposit("b", 7));
        desk.send("c3", new Withdraw("a", 2));
        desk.send("c4", new Deposit("a", 40));
    }

    void close() {
        desk.close();
    }
}
