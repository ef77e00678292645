// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.KeyValue;
import io.thence.Parked;
import io.thence.Projection;
import io.thence.ThenceException.Blocked;
import io.thence.ThenceException.PartStopped;
import io.thence.Visibility;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Move;
import io.thence.bank.BankCommand.Note;
import io.thence.bank.BankCommand.Open;
import io.thence.bank.BankCommand.Withdraw;
import io.thence.bank.BankEvent.Booked;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.BankEvent.Moved;
import io.thence.bank.BankEvent.Noted;
import io.thence.bank.BankEvent.Opened;
import io.thence.bank.BankEvent.Withdrawn;
import io.thence.bank.Desk;
import io.thence.bank.MovedWorld;
import io.thence.view.ViewDatabases;
import io.thence.view.lane.EventLane;
import io.thence.world.Disk;
import io.thence.world.MemoryDisk;
import io.thence.world.Signal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

/** An event that cannot be handled parks its key: it and what follows it under the key waits, all else goes on. */
class ParkedKeysTest {

    private static final Projection BALANCES = Projection.sql("balances", 1,
                    "create table balances (account varchar primary key, cents bigint default 0, bookings int)")
            .on(Deposited.class, (db, e) -> db.row("balances", e.account()).add("cents", e.cents()))
            .on(Withdrawn.class, (db, e) -> db.row("balances", e.account()).add("cents", -e.cents()))
            .on(Booked.class, (db, e) -> db.row("balances", e.account()).add("bookings", 1));

    private static final Duration AT_ONCE = Duration.ZERO;

    private final AtomicLong nanos = new AtomicLong();
    private final MemoryDisk disk = new MemoryDisk();
    private Desk desk = Desk.open(disk);

    @AfterEach
    void close() {
        desk.close();
    }

    private SqlView view(Projection projection, Disk on) {
        return new SqlView(projection, desk.in(new MovedWorld(nanos)), ViewDatabases.embedded(on));
    }

    private static void run(SqlView view) {
        while (view.step()) {
            assertThat(view.progress().failure()).isNull();
        }
    }

    private static ViewQuery ask(SqlView view) {
        return ViewQuery.of(view).within(AT_ONCE);
    }

    private static List<String> balances(SqlView view) {
        return ask(view).list("select * from balances order by account",
                row -> row.text("account") + " " + row.number("cents") + " in " + row.number("bookings"));
    }

    private void bookings() {
        desk.send("c1", new Deposit("a", 5));
        desk.send("c2", new Deposit("b", 7));
        desk.send("c3", new Withdraw("a", 2));
    }

    /** The balances as they stand in the database, whatever has become of the view. */
    private static List<String> committed(SqlView view) throws SQLException {
        return view.ask(AT_ONCE, connection -> {
            var found = new ArrayList<String>();
            var sql = "select account, cents, bookings from balances order by account";
            try (var statement = connection.createStatement(); var rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    found.add(rows.getString(1) + " " + rows.getLong(2) + " in " + rows.getLong(3));
                }
            }
            return found;
        });
    }

    private static final Projection FAILING = BALANCES.on(Withdrawn.class, (db, _) -> {
        db.run("update balances set cents = 77");
        db.run("update balances set bookings = 77 where cents > 0");
    }).on(Opened.class, (_, e) -> {
        throw new IllegalStateException("no " + e.owner());
    });

    @Test
    void an_event_that_fails_parks_its_key_nothing_is_half_written_and_other_keys_go_on() throws SQLException {
        desk.send("c0", new Deposit("z", 1));
        desk.send("o", new Open("a", "ann"));
        bookings();
        var view = view(FAILING, disk);
        run(view);
        assertThat(committed(view)).as("nothing of a, all of others").containsExactly("b 7 in 1", "z 1 in 1");
        assertThat(view.parked()).containsExactly(new Parked(new KeyValue("account", "a"), 2,
                "java.lang.IllegalStateException", "no ann"));
        assertThat(view.progress().upTo()).as("it holds nobody up").isEqualTo(5);
        view.ended();
        var same = view(FAILING, disk);
        assertThat(same.parked()).as("a restart knows it").hasSize(1);
        run(same);
        assertThat(same.parked()).as("the fault is still there").hasSize(1);
        assertThat(committed(same)).containsExactly("b 7 in 1", "z 1 in 1");
        same.ended();
        desk.send("c9", new Deposit("a", 100));
        var mended = view(BALANCES, disk);
        run(mended);
        assertThat(mended.parked()).isEmpty();
        assertThat(committed(mended)).as("as if it had never failed")
                .containsExactly("a 103 in 3", "b 7 in 1", "z 1 in 1");
        mended.ended();
        var again = view(BALANCES, disk);
        run(again);
        assertThat(committed(again)).as("once only").containsExactly("a 103 in 3", "b 7 in 1", "z 1 in 1");
        again.ended();
    }

    @Test
    void a_key_that_fails_again_later_waits_from_there() throws SQLException {
        var failing = BALANCES.on(Deposited.class, (_, e) -> {
            if (e.cents() >= 50) {
                throw new IllegalStateException("too much: " + e.cents());
            }
        });
        desk.send(new Deposit("a", 50));
        desk.send(new Deposit("a", 1));
        desk.send(new Deposit("a", 60));
        desk.send(new Deposit("a", 2));
        var first = view(failing, disk);
        run(first);
        assertThat(first.parked()).extracting(Parked::position).containsExactly(1L);
        first.ended();
        var half = BALANCES.on(Deposited.class, (_, e) -> {
            if (e.cents() >= 55) {
                throw new IllegalStateException("too much: " + e.cents());
            }
        });
        var second = view(half, disk);
        run(second);
        assertThat(committed(second)).containsExactly("a 51 in 2");
        assertThat(second.parked()).extracting(Parked::position, Parked::message)
                .containsExactly(tuple(3L, "too much: 60"));
        second.ended();
        var third = view(BALANCES, disk);
        run(third);
        assertThat(committed(third)).containsExactly("a 113 in 4");
        third.ended();
    }

    @Test
    void a_key_that_is_built_anew_before_it_is_tried_again_is_built_once() throws SQLException {
        desk.send("o", new Open("a", "ann"));
        bookings();
        var failing = view(FAILING, disk);
        run(failing);
        assertThat(failing.parked()).hasSize(1);
        failing.ended();
        var mended = view(BALANCES, disk);
        var rebuild = mended.rebuild(new KeyValue("account", "a"));
        rebuild.lane().lane().wishes().wish(rebuild.key(), next -> rebuild.target().clear(rebuild.key(), next),
                new Signal());
        run(mended);
        assertThat(mended.parked()).isEmpty();
        assertThat(committed(mended)).containsExactly("a 3 in 2", "b 7 in 1");
        mended.ended();
    }

    @Test
    void what_is_filed_under_a_parked_key_and_handled_under_another_is_done_once() throws SQLException {
        var moving = BALANCES.on(Moved.class, (db, e) -> {
            db.row("balances", e.from()).add("cents", -e.cents());
            db.row("balances", e.to()).add("cents", e.cents());
        });
        var failing = moving.on(Opened.class, (_, e) -> {
            throw new IllegalStateException("no " + e.owner());
        });
        desk.send(new Deposit("a", 10));
        desk.send(new Open("b", "bob"));
        desk.send(new Move("a", "b", 4));
        desk.send(new Deposit("b", 1));
        var first = view(failing, disk);
        run(first);
        assertThat(first.parked()).extracting(Parked::key).containsExactly(new KeyValue("account", "b"));
        assertThat(committed(first)).containsExactly("a 6 in 1", "b 4 in 0");
        first.ended();
        var mended = view(moving, disk);
        run(mended);
        assertThat(committed(mended)).containsExactly("a 6 in 1", "b 5 in 1");
        mended.ended();
    }

    @Test
    void what_is_asked_for_is_seen_pending_blocked_or_rebuilding() {
        var before = desk.send(new Deposit("a", 1));
        var parking = desk.send(new Open("a", "ann"));
        var behind = desk.send(new Deposit("a", 2));
        var other = desk.send(new Deposit("b", 7));
        var view = view(FAILING, disk);
        assertThat(ask(view).after(other).visibility()).isEqualTo(new Visibility.Rebuilding(0, 4));
        run(view);
        var parked = view.parked().getFirst();
        assertThat(ask(view).after(before).visibility()).isEqualTo(new Visibility.Seen());
        assertThat(ask(view).after(parking).visibility()).isEqualTo(new Visibility.Blocked(parked));
        assertThat(ask(view).after(behind).visibility()).isEqualTo(new Visibility.Blocked(parked));
        assertThat(ask(view).after(other).visibility()).as("writes to other keys").isEqualTo(new Visibility.Seen());
        assertThat(ask(view).after(other).after(behind).visibility()).isEqualTo(new Visibility.Blocked(parked));
        assertThat(ask(view).after(other).wholePrefix().visibility()).isEqualTo(new Visibility.Blocked(parked));
        assertThat(ask(view).after(before).wholePrefix().visibility()).isEqualTo(new Visibility.Seen());
        long cents = ask(view).after(other).one("select cents from balances where account = 'b'",
                row -> row.number("cents"));
        assertThat(cents).isEqualTo(7);
        assertThatThrownBy(() -> ask(view).after(behind).list("select 1", _ -> 1)).isInstanceOf(Blocked.class)
                .hasMessage("projection 'balances' does not show it: account/a at position 2"
                        + " (java.lang.IllegalStateException: no ann) could not be handled, and what came later under"
                        + " that key waits: mend it, and have it retried (thence dead-letters)");
        var late = desk.send(new Deposit("b", 1));
        assertThat(ask(view).after(late).visibility()).isEqualTo(new Visibility.Pending(4, 5));
        view.ended();
    }

    @Test
    void many_keys_that_fail_are_parked_up_to_a_limit_and_one_more_stops_the_view() {
        for (int i = 0; i <= EventLane.PARKED_MAX; i++) {
            desk.send(new Open("a" + i, "ann" + i));
        }
        var view = view(FAILING, disk);
        while (view.step()) {
            assertThat(view.parked()).hasSizeLessThanOrEqualTo(EventLane.PARKED_MAX);
        }
        assertThat(view.parked()).as(String.valueOf(view.progress().failure())).hasSize(EventLane.PARKED_MAX);
        @Nullable Throwable failure = view.progress().failure();
        assertThat(failure).isInstanceOf(PartStopped.class)
                .hasMessageContaining("with 1000 keys parked no more may be");
        assertThat(view.step()).as("it does nothing more").isFalse();
        assertThatThrownBy(() -> balances(view)).as("it is not asked as if nothing were wrong")
                .isInstanceOf(PartStopped.class);
        view.ended();
    }

    private String parkedFor(Projection projection) {
        var view = view(projection, disk);
        run(view);
        assertThat(view.parked()).hasSize(1);
        view.ended();
        return view.parked().getFirst().toString();
    }

    @Test
    void a_fault_in_a_handlers_sql_parks_the_event_that_it_is_about() {
        desk.send("n", new Note("x"));
        assertThat(parkedFor(Projection.sql("lost", 1).on(Noted.class, (db, _) -> db.row("nowhere", 1))))
                .contains("at position 1", "BadRequest", "there is no table NOWHERE with a primary key");
        assertThat(parkedFor(Projection.sql("wrong", 1).on(Noted.class, (db, _) -> db.run("updat t"))))
                .contains("at position 1", "Syntax error");
        assertThat(parkedFor(Projection.sql("late", 1, "create table t (k int primary key, n int)")
                .on(Noted.class, (db, _) -> db.row("t", "no number")))).as("found when the batch is written")
                .contains("at position 1", "no number");
    }
}
