// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.KeyValue;
import io.thence.Position;
import io.thence.Projection;
import io.thence.ThenceException.PartStopped;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankEvent.Booked;
import io.thence.bank.BankEvent.Withdrawn;
import io.thence.bank.Desk;
import io.thence.bank.MovedWorld;
import io.thence.bank.PassingStore;
import io.thence.bank.PassingWorld;
import io.thence.event.Annulments;
import io.thence.store.EventReader;
import io.thence.store.Query;
import io.thence.view.ViewDatabases;
import io.thence.world.Signal;
import io.thence.world.World;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.thence.view.Books.PLAIN;
import static io.thence.view.Books.REBUILT;
import static io.thence.view.Books.UNDOING;
import static io.thence.view.Books.balances;
import static io.thence.view.Books.passedOver;
import static org.assertj.core.api.Assertions.assertThat;

/** Lanes, keys that wait in them, and those who ask, while events are annulled. */
class AnnulledLanesTest {

    private final Books books = new Books();

    @AfterEach
    void close() {
        books.close();
    }

    @Test
    void who_asks_meanwhile_is_answered_from_the_new_tables() throws Exception {
        books.bookings();
        var view = books.view(REBUILT);
        books.run(view);
        books.annul("c1/0");
        books.nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        long cents = view.ask(Duration.ZERO, connection -> {
            assertThat(view.step()).as("somebody asks the old tables").isFalse();
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("select sum(cents) from balances")) {
                rows.next();
                return rows.getLong(1);
            }
        });
        assertThat(cents).isEqualTo(50);
        books.run(view);
        assertThat(balances(view)).containsExactly("a 38 undone 0", "b 7 undone 0");
        view.ended();
    }

    /** Who was let in before comes too late: the tables are empty when the gate opens. */
    @Test
    void who_waits_while_tables_are_made_anew_waits_until_they_are_full() {
        books.bookings();
        var first = new CountDownLatch(1);
        var turns = new ArrayDeque<Runnable>();
        var world = new PassingWorld() {
            @Override
            public World world() {
                return new MovedWorld(books.nanos);
            }

            @Override
            public boolean await(Signal signal, Duration timeout) {
                turns.remove().run();
                return true;
            }
        };
        var view = new SqlView(REBUILT, books.desk.in(world), ViewDatabases.embedded(books.disk));
        books.run(view);
        books.annul("c1/0");
        var inside = new CountDownLatch(1);
        var asking = Thread.ofVirtual().start(() -> {
            try {
                view.ask(Duration.ofMinutes(1), _ -> {
                    inside.countDown();
                    await(first);
                    return 0;
                });
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
        await(inside);
        books.nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(view.step()).as("somebody is in the old tables").isFalse();
        turns.add(() -> {
            first.countDown();
            join(asking);
            assertThat(view.step()).as("it begins again").isTrue();
            assertThat(view.progress().upTo()).isZero();
        });
        turns.add(() -> books.run(view));
        assertThat(balances(view, Duration.ofMinutes(1))).containsExactly("a 38 undone 0", "b 7 undone 0");
        assertThat(turns).isEmpty();
        view.ended();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** It bears no withdrawal. */
    private static final Projection UNLUCKY = UNDOING.on(Withdrawn.class, (_, _) -> {
        throw new IllegalStateException("no");
    });

    @Test
    void a_key_that_waits_for_what_is_annulled_waits_no_more() {
        books.bookings();
        var view = books.view(UNLUCKY);
        books.run(view);
        assertThat(view.parked()).extracting(parked -> parked.key() + " " + parked.position())
                .containsExactly("account/a 3");
        assertThat(balances(view)).containsExactly("a 5 undone 0", "b 7 undone 0");
        books.annul("c3/0");
        books.run(view);
        assertThat(view.parked()).isEmpty();
        assertThat(balances(view)).as("what waited is taken in").containsExactly("a 45 undone 0", "b 7 undone 0");
        view.ended();
    }

    @Test
    void what_is_annulled_of_what_waits_is_not_undone() throws SQLException {
        books.bookings();
        books.desk.send("c5", new Deposit("a", 100));
        var view = books.view(UNLUCKY);
        books.run(view);
        books.annul("c1/0", "c4/0");
        books.run(view);
        assertThat(balances(view)).as("c4 was not taken in").containsExactly("a 0 undone 1", "b 7 undone 0");
        view.ended();
        books.annul("c5/0");
        var mended = books.view(UNDOING);
        books.run(mended);
        assertThat(mended.parked()).isEmpty();
        assertThat(balances(mended)).containsExactly("a -2 undone 1", "b 7 undone 0");
        assertThat(passedOver(mended)).as("both annulments are behind it").isZero();
        mended.ended();
    }

    @Test
    void of_each_event_that_waits_it_is_asked_once_whether_it_is_annulled() {
        books.bookings();
        books.desk.send("c5", new Deposit("b", 1));
        var view = books.view(UNLUCKY);
        books.run(view);
        view.ended();
        var asked = new ArrayList<KeyValue>();
        var store = new PassingStore(books.desk.store()) {
            @Override
            public EventReader read(Query query, Position from, Direction direction) {
                query.terms().forEach(term -> term.keys().stream()
                        .filter(key -> key.key().equals(Annulments.key(1).key())).forEach(asked::add));
                return super.read(query, from, direction);
            }
        };
        var once = UNLUCKY.policy(Projection.POLICY.attempts(1));
        var again = new SqlView(once, Desk.on(Bank.APPLICATION, store, 0).in(new MovedWorld(books.nanos)),
                ViewDatabases.embedded(books.disk));
        books.run(again);
        assertThat(again.parked()).as("they were tried together, and then one by one").hasSize(1);
        assertThat(asked).containsExactly(Annulments.key(3), Annulments.key(4));
        again.ended();
    }

    @Test
    void what_cannot_be_undone_stops_the_view() {
        books.bookings();
        var failing = PLAIN.onAnnulled(Booked.class, (_, _) -> {
            throw new IllegalStateException("no");
        });
        var view = books.view(failing);
        books.run(view);
        books.annul("c1/0");
        for (int i = 0; i < 10 && view.progress().failure() == null; i++) {
            books.nanos.addAndGet(Duration.ofSeconds(2).toNanos());
            view.step();
        }
        assertThat(view.progress().failure()).isInstanceOf(PartStopped.class).hasMessageContaining(
                "what it annuls is not undone; mend it");
        view.ended();
        var mended = books.view(UNDOING);
        books.run(mended);
        assertThat(balances(mended)).containsExactly("a 38 undone 1", "b 7 undone 0");
        mended.ended();
    }

    @Test
    void each_lane_undoes_its_own() {
        var lanes = UNDOING.parallelBy(Bank.ACCOUNT);
        for (int i = 0; i < 8; i++) {
            books.desk.send("c" + i, new Deposit("account" + i, 1));
        }
        var view = books.view(lanes);
        books.run(view);
        books.annul("c1/0", "c2/0", "c3/0", "c4/0", "c5/0");
        books.run(view);
        var rows = ViewQuery.of(view).upTo(books.desk.store().head()).list(
                "select cents, undone from balances order by 1, 2",
                row -> row.number("cents") + " " + row.number("undone"));
        assertThat(rows).containsExactly("0 1", "0 1", "0 1", "0 1", "0 1", "1 0", "1 0", "1 0");
        view.ended();
    }

    @Test
    void all_lanes_begin_again_together() {
        var lanes = REBUILT.parallelBy(Bank.ACCOUNT);
        for (int i = 0; i < 8; i++) {
            books.desk.send("c" + i, new Deposit("account" + i, 1));
        }
        var view = books.view(lanes);
        books.run(view);
        books.annul("c1/0", "c5/0");
        books.run(view);
        assertThat(ViewQuery.of(view).upTo(books.desk.store().head()).list("select account from balances order by 1",
                row -> row.text("account"))).containsExactly("account0", "account2", "account3", "account4", "account6",
                        "account7");
        view.ended();
        var again = books.view(lanes);
        assertThat(again.progress().upTo()).isGreaterThan(8);
        again.ended();
    }
}
