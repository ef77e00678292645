// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Projection;
import io.thence.Projection.Annulling;
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
import io.thence.view.ViewDatabases;
import io.thence.world.Disk;
import io.thence.world.FileDisk;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
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
                Optional.empty(), Annulling.NONE, BALANCES.swapping());
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
            try (var connection = DriverManager.getConnection(disk.database("balances-v1"));
                    var claimed = connection.prepareStatement("update thence_checkpoint set position = ?, event = ?")) {
                claimed.setLong(1, claim.position());
                claimed.setString(2, claim.event());
                claimed.executeUpdate();
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
                Optional.empty(), Annulling.NONE, BALANCES.swapping()), disk))
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
        var view = new SqlView(BALANCES, desk.in(world), ViewDatabases.embedded(disk));
        var running = view.start();
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
