// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Projection;
import io.thence.Send;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Behind;
import io.thence.ThenceException.PartStopped;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Note;
import io.thence.bank.BankCommand.Open;
import io.thence.bank.BankCommand.Withdraw;
import io.thence.bank.BankEvent.Booked;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.BankEvent.Noted;
import io.thence.bank.BankEvent.Opened;
import io.thence.bank.BankEvent.Withdrawn;
import io.thence.bank.Desk;
import io.thence.bank.MovedWorld;
import io.thence.store.Claim;
import io.thence.world.Disk;
import io.thence.world.FileDisk;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A view is stepped by hand here: what it writes, what it claims, when it is built anew, and how it stops. */
class SqlViewTest {

    private static final Projection BALANCES = Projection.sql("balances", 1,
                    "create table balances (account varchar primary key, cents bigint default 0, bookings int)")
            .on(Deposited.class, (db, e) -> db.row("balances", e.account()).add("cents", e.cents()))
            .on(Withdrawn.class, (db, e) -> db.row("balances", e.account()).add("cents", -e.cents()))
            .on(Booked.class, (db, e) -> db.row("balances", e.account()).add("bookings", 1));

    private static final Duration AT_ONCE = Duration.ZERO;

    private final AtomicLong nanos = new AtomicLong();
    private final MemoryDisk disk = new MemoryDisk();
    private Desk desk = Desk.open(disk);

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        desk.close();
    }

    private SqlView view(Projection projection, Disk on) {
        return new SqlView(projection, desk.in(new MovedWorld(nanos)), on);
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

    private static long cents(ViewQuery query) {
        return query.one("select cents from balances where account = ?", row -> row.number("cents"), "a");
    }

    private void bookings() {
        desk.send("c1", new Deposit("a", 5));
        desk.send("c2", new Deposit("b", 7));
        desk.send("c3", new Withdraw("a", 2));
    }

    @Test
    void every_clause_that_fits_an_event_runs_and_a_sealed_type_stands_for_its_records() {
        bookings();
        var view = view(BALANCES, disk);
        run(view);
        assertThat(balances(view)).containsExactly("a 3 in 2", "b 7 in 1");
        assertThat(view.progress().upTo()).isEqualTo(3);
        view.ended();
    }

    @Test
    void clauses_of_one_type_run_in_the_order_in_which_they_were_written() {
        var table = "create table notes (id int auto_increment primary key, text varchar)";
        var projection = Projection.sql("notes", 1, table)
                .on(Noted.class, (db, e) -> db.run("insert into notes (text) values (?)", "1 " + e.text()))
                .on(Noted.class, (db, e) -> db.run("insert into notes (text) select '2 ' || max(text) from notes"))
                .on(Noted.class, (db, e) -> db.run("insert into notes (text) values (?)", "3 " + e.text()));
        desk.send(new Note("x"));
        var view = view(projection, disk);
        run(view);
        assertThat(ask(view).list("select text from notes order by id", row -> row.text("text")))
                .containsExactly("1 x", "2 1 x", "3 x");
        view.ended();
    }

    @Test
    void a_view_goes_on_where_it_was() {
        bookings();
        var first = view(BALANCES, disk);
        run(first);
        first.ended();
        desk.send("c4", new Deposit("a", 10));
        var second = view(BALANCES, disk);
        assertThat(second.progress().upTo()).as("what it claims").isEqualTo(3);
        run(second);
        assertThat(balances(second)).containsExactly("a 13 in 3", "b 7 in 1");
        second.ended();
    }

    @Test
    void a_raised_version_is_built_anew_beside_the_old_one() {
        bookings();
        var first = view(BALANCES, disk);
        run(first);
        var raised = new Projection("balances", 2, BALANCES.tables(), BALANCES.clauses(), List.of(),
                BALANCES.declared());
        var second = view(raised, disk);
        assertThat(second.progress().upTo()).isZero();
        run(second);
        assertThat(balances(second)).isEqualTo(balances(first));
        first.ended();
        second.ended();
    }

    /** The log is lost, and another one has begun; or it is an older copy of itself. */
    private void onAnotherLog(Runnable events) {
        desk.close();
        desk = Desk.open(new MemoryDisk());
        events.run();
    }

    @Test
    void a_claim_on_another_log_is_set_aside_and_built_anew() {
        bookings();
        var first = view(BALANCES, disk);
        run(first);
        first.ended();
        onAnotherLog(this::bookings);
        desk.send(new Deposit("c", 1));
        var second = view(BALANCES, disk);
        assertThat(second.progress().upTo()).isZero();
        assertThat(second.isRebuilding()).isTrue();
        run(second);
        assertThat(balances(second)).containsExactly("a 3 in 2", "b 7 in 1", "c 1 in 1");
        second.ended();
    }

    @Test
    void a_claim_on_an_event_that_the_log_does_not_have_is_set_aside() throws Exception {
        bookings();
        var claims = List.of(new Claim(desk.store().lineage(), 3, "other/0"),
                new Claim(desk.store().lineage(), 4, "c3/0"));
        for (var claim : claims) {
            var first = view(BALANCES, disk);
            run(first);
            first.ended();
            try (var database = ViewDatabase.open(disk, BALANCES)) {
                database.claim(claim);
                database.connection().commit();
            }
            var second = view(BALANCES, disk);
            assertThat(second.progress().upTo()).as(claim.toString()).isZero();
            run(second);
            assertThat(balances(second)).containsExactly("a 3 in 2", "b 7 in 1");
            second.ended();
        }
    }

    @Test
    void a_database_file_that_does_not_open_is_set_aside_and_built_anew() throws IOException {
        bookings();
        var files = new FileDisk(folder);
        var first = view(BALANCES, files);
        run(first);
        first.ended();
        var file = folder.resolve("views").resolve("balances-v1.mv.db");
        assertThat(file).exists();
        Files.write(file, new byte[10_000]);
        var second = view(BALANCES, files);
        assertThat(second.progress().upTo()).isZero();
        run(second);
        assertThat(balances(second)).containsExactly("a 3 in 2", "b 7 in 1");
        assertThat(folder.resolve("views").resolve("balances-v1.aside.mv.db")).hasSize(10_000);
        second.ended();
        var third = view(BALANCES, files);
        assertThat(third.progress().upTo()).as("what was built anew is kept").isEqualTo(3);
        third.ended();
    }

    /** The balances as they stand in the database, whatever has become of the view. */
    private static List<String> committed(SqlView view) throws SQLException {
        return view.readers().ask(AT_ONCE, connection -> {
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

    private static PartStopped stopped(SqlView view) {
        view.step();
        assertThat(view.progress().failure()).isInstanceOf(PartStopped.class);
        return (PartStopped) view.progress().failure();
    }

    @Test
    void a_handler_that_fails_stops_the_view_and_nothing_is_half_written() throws SQLException {
        var failing = BALANCES.on(Withdrawn.class, (db, _) -> {
            db.run("update balances set cents = 77");
            db.run("update balances set bookings = 77 where cents > 0");
        }).on(Opened.class, (_, e) -> {
            throw new IllegalStateException("no " + e.owner());
        });
        desk.send("c0", new Deposit("z", 1));
        var view = view(failing, disk);
        run(view);
        bookings();
        desk.send("o", new Open("a", "ann"));
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(stopped(view)).hasMessage("projection 'balances' has stopped at event o/0, position 5"
                        + " (java.lang.IllegalStateException: no ann): mend it, raise its version and start again;"
                        + " nothing is lost")
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(view.progress().upTo()).isEqualTo(1);
        assertThat(committed(view)).as("not half a batch").containsExactly("z 1 in 1");
        assertThatThrownBy(() -> balances(view)).as("it is not asked as if nothing were wrong")
                .isInstanceOf(PartStopped.class);
        assertThat(view.step()).as("it does nothing more").isFalse();
        assertThatThrownBy(() -> ask(view).after(desk.send(new Note("x"))).list("select 1", _ -> 1))
                .isInstanceOf(PartStopped.class);
        view.ended();
        var mended = view(BALANCES, disk);
        assertThat(mended.progress().upTo()).as("its checkpoint did not move").isEqualTo(1);
        run(mended);
        assertThat(balances(mended)).containsExactly("a 3 in 2", "b 7 in 1", "z 1 in 1");
        mended.ended();
    }

    @Test
    void a_fault_in_a_handlers_sql_stops_the_view_by_name() {
        desk.send("n", new Note("x"));
        var lost = view(Projection.sql("lost", 1).on(Noted.class, (db, _) -> db.row("nowhere", 1)), disk);
        assertThat(stopped(lost)).hasMessageStartingWith("projection 'lost' has stopped at event n/0, position 1 (")
                .hasMessageContaining("there is no table NOWHERE with a primary key")
                .hasCauseInstanceOf(BadRequest.class);
        var wrong = view(Projection.sql("wrong", 1).on(Noted.class, (db, _) -> db.run("updat t")), disk);
        assertThat(stopped(wrong)).hasMessageStartingWith("projection 'wrong' has stopped at event n/0, position 1 (");
        var late = view(Projection.sql("late", 1, "create table t (k int primary key, n int)")
                .on(Noted.class, (db, _) -> db.row("t", "no number")), disk);
        assertThat(stopped(late)).as("found when the batch is written")
                .hasMessageStartingWith("projection 'late' has stopped after position 0 (");
        List.of(lost, wrong, late).forEach(SqlView::ended);
    }

    @Test
    void a_table_that_cannot_be_made_stops_the_start() {
        assertThatThrownBy(() -> view(Projection.sql("bad", 1, "create tabel t (k int)"), disk))
                .isInstanceOf(PartStopped.class)
                .hasMessageStartingWith("projection 'bad': its table cannot be made (").hasMessageEndingWith(
                        "): mend the statement");
    }

    @Test
    void a_database_that_a_failed_start_left_half_made_is_built_anew() {
        assertThatThrownBy(() -> view(new Projection("balances", 1,
                List.of(BALANCES.tables().getFirst(), "create tabel t (k int)"), BALANCES.clauses(), List.of(),
                BALANCES.declared()), disk))
                .isInstanceOf(PartStopped.class);
        bookings();
        var view = view(BALANCES, disk);
        run(view);
        assertThat(balances(view)).containsExactly("a 3 in 2", "b 7 in 1");
        view.ended();
    }

    @Test
    void a_view_gathers_events_until_somebody_waits() {
        var view = view(BALANCES, disk);
        desk.send(new Deposit("a", 1));
        run(view);
        assertThat(view.progress().upTo()).as("the first at once").isEqualTo(1);
        var outcome = desk.send(new Deposit("a", 1));
        assertThat(view.step()).isFalse();
        assertThat(view.progress().upTo()).as("gathering").isEqualTo(1);
        assertThatThrownBy(() -> ask(view).after(outcome).list("select 1", _ -> 1)).isInstanceOf(Behind.class)
                .hasMessage("projection 'balances' has finished up to position 1, asked for 2: ask again, or wait"
                        + " longer by within(..)");
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        run(view);
        assertThat(view.progress().upTo()).isEqualTo(2);
        assertThat(cents(ask(view).after(outcome))).isEqualTo(2);
        view.ended();
    }

    @Test
    void a_clock_whose_nanos_begin_below_zero_does_not_hold_a_view_up() {
        nanos.set(-Duration.ofDays(1).toNanos());
        var view = view(BALANCES, disk);
        bookings();
        run(view);
        assertThat(view.progress().upTo()).isEqualTo(3);
        view.ended();
    }

    @Test
    void a_view_is_rebuilding_until_it_has_reached_the_head_at_its_opening() {
        bookings();
        var view = view(BALANCES, disk);
        assertThat(view.isRebuilding()).isTrue();
        assertThatThrownBy(() -> balances(view)).isInstanceOf(Behind.class).hasMessage(
                "projection 'balances' has finished up to position 0, asked for 3, and is rebuilding: ask again, or"
                        + " wait longer by within(..)");
        run(view);
        assertThat(view.isRebuilding()).isFalse();
        desk.send(new Deposit("a", 1));
        assertThat(view.isRebuilding()).as("what comes later does not count").isFalse();
        view.ended();
    }

    @Test
    void events_that_do_not_concern_a_view_move_it_on_too() {
        var view = view(BALANCES, disk);
        var outcome = desk.send(new Note("x"));
        run(view);
        assertThat(view.progress().upTo()).isEqualTo(1);
        assertThat(ask(view).after(outcome).list("select * from balances", row -> row.text("account"))).isEmpty();
        view.ended();
    }

    @Test
    void a_query_waits_for_what_its_sender_wrote() {
        var world = new SystemWorld();
        var view = new SqlView(BALANCES, desk.in(world), disk);
        var running = world.start("view", view);
        try {
            for (int i = 1; i <= 20; i++) {
                var outcome = desk.commands().send(new Deposit("a", 1), Send.ONCE);
                assertThat(cents(ask(view).within(Duration.ofSeconds(30)).after(outcome))).isEqualTo(i);
            }
        } finally {
            running.stop();
        }
    }

    @Test
    void a_query_that_cannot_be_answered_says_why() {
        var view = view(Projection.sql("times", 1, "create table t (k int primary key, at timestamp with time zone)")
                .on(Noted.class, (db, e) -> db.row("t", 1).set("at",
                        OffsetDateTime.of(2010, 12, 1, 8, 26, 0, 0, ZoneOffset.UTC)))
                .on(Opened.class, (db, e) -> db.row("t", 2)), disk);
        desk.send(new Note("x"));
        desk.send(new Open("a", "ann"));
        run(view);
        Instant at = ask(view).one("select at from t where k = ?", row -> row.instant("at"), 1);
        assertThat(at).isEqualTo("2010-12-01T08:26:00Z");
        assertThatThrownBy(() -> ask(view).one("select at from t where k = 2", row -> row.instant("at")))
                .isInstanceOf(BadRequest.class)
                .hasMessage("a column that was asked for is null: use coalesce(..) in the query");
        assertThatThrownBy(() -> ask(view).one("select k from t", row -> row.number("k")))
                .hasMessage("the query gives 2 rows, not one: select k from t");
        assertThatThrownBy(() -> ask(view).one("select k from t where k = 1", row -> row.number("nothing")))
                .hasMessageStartingWith("a column cannot be read (");
        assertThatThrownBy(() -> ask(view).list("selct", _ -> 1)).isInstanceOf(BadRequest.class)
                .hasMessageStartingWith("the query failed (").hasMessageEndingWith("): selct");
        view.ended();
    }
}
