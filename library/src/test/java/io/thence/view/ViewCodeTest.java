// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Application;
import io.thence.Events;
import io.thence.Key;
import io.thence.Projection;
import io.thence.Projection.Handler;
import io.thence.Tables;
import io.thence.ThenceException.PartStopped;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.Desk;
import io.thence.event.EventCodec;
import io.thence.view.sql.BuiltBy;
import io.thence.world.MemoryDisk;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A projection whose code has changed at the same version: its handlers are told once, its tables are refused. */
class ViewCodeTest {

    private static final String TABLE = "create table sums (account varchar primary key, cents bigint default 0)";
    private static final Projection PLAIN = Projection.sql("sums", 1, TABLE)
            .on(Deposited.class, (db, e) -> db.row("sums", e.account()).add("cents", e.cents()));
    private static final Projection DOUBLED = Projection.sql("sums", 1, TABLE)
            .on(Deposited.class, (db, e) -> db.row("sums", e.account()).add("cents", twice(e)));
    /** The same as the first, which stands elsewhere. */
    private static final Projection PLAIN_AGAIN = Projection.sql("sums", 1, TABLE)
            .on(Deposited.class, (tables, deposited) ->
                    tables.row("sums", deposited.account()).add("cents", deposited.cents()));

    private final Logger logger = Logger.getLogger("io.thence.view");
    private final Warnings warnings = new Warnings();
    private final MemoryDisk disk = new MemoryDisk();
    private Desk desk = Desk.open(disk);

    private static long twice(Deposited event) {
        return 2 * event.cents();
    }

    /** Its code is not that of a lambda. */
    private static final class Written implements Handler<Deposited> {
        private static final long serialVersionUID = 1L;

        @Override
        public void handle(Tables db, Deposited event) {
            db.row("sums", event.account()).add("cents", event.cents());
        }
    }

    private static final class Warnings extends java.util.logging.Handler {
        private final List<String> said = new ArrayList<>();

        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().equals(Level.WARNING)) {
                said.add(record.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void listen() {
        logger.addHandler(warnings);
        logger.setLevel(Level.WARNING); // others may have quieted all of the library
    }

    @AfterEach
    void close() {
        logger.removeHandler(warnings);
        logger.setLevel(null);
        desk.close();
    }

    private SqlView opened(Projection projection) {
        return new SqlView(projection, desk.in(desk.world()), ViewDatabases.embedded(disk));
    }

    private List<String> run(Projection projection) {
        var view = opened(projection);
        while (view.step()) {
            assertThat(view.progress().failure()).isNull();
        }
        var rows = ViewQuery.of(view).upTo(desk.store().head()).list("select * from sums order by account",
                row -> row.text("account") + " " + row.number("cents"));
        view.ended();
        return rows;
    }

    private void deposit(String id, long cents) {
        desk.send(id, new Deposit("a", cents));
    }

    private void execute(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(disk.database("sums-v1"));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void handlers_that_do_something_else_are_told_once_and_the_rows_stay() {
        deposit("c1", 5);
        run(PLAIN);
        deposit("c2", 7);
        assertThat(run(PLAIN_AGAIN)).containsExactly("a 12");
        assertThat(warnings.said).as("the same code").isEmpty();
        deposit("c3", 10);
        assertThat(run(DOUBLED)).containsExactly("a 32");
        assertThat(warnings.said).containsExactly("projection sums has changed since it built the rows of sums-v1, up"
                + " to position 2: its handlers, or types, upcasts or splits of what they read; these rows stay as they"
                + " are: raise its version, or call rebuild(..), to have all of them built anew, or leave it, if they"
                + " would be the same; this is said once");
        run(DOUBLED);
        assertThat(warnings.said).hasSize(1);
        run(PLAIN);
        assertThat(warnings.said).as("back to what it was").hasSize(2);
    }

    @Test
    void before_the_first_event_nobody_is_told() {
        run(PLAIN);
        deposit("c1", 5);
        assertThat(run(DOUBLED)).containsExactly("a 10");
        run(DOUBLED);
        assertThat(warnings.said).isEmpty();
    }

    @Test
    void code_that_cannot_be_compared_says_nothing_and_what_is_known_is_kept() {
        var object = Projection.sql("sums", 1, TABLE).on(Deposited.class, new Written());
        deposit("c1", 5);
        run(PLAIN);
        run(object);
        assertThat(warnings.said).isEmpty();
        run(PLAIN);
        assertThat(warnings.said).isEmpty();
        run(object);
        run(DOUBLED);
        assertThat(warnings.said).hasSize(1);
    }

    @Test
    void other_tables_are_refused_and_left_as_they_are() {
        deposit("c1", 5);
        run(PLAIN);
        var before = opened(PLAIN);
        var wider = Projection.sql("sums", 1, TABLE.replace("cents", "pence")).on(Deposited.class, (_, _) -> {});
        assertThatThrownBy(() -> opened(wider)).isInstanceOf(PartStopped.class).hasMessage(
                "projection 'sums': its tables in sums-v1 were made by '" + TABLE + "', which is '"
                        + TABLE.replace("cents", "pence") + "' now: raise its version, so that they are built anew, or"
                        + " put back what was there");
        var more = Projection.sql("sums", 1, TABLE, "create index i on sums (cents)")
                .on(Deposited.class, (_, _) -> {});
        assertThatThrownBy(() -> opened(more)).hasMessageContaining(
                "were made by nothing, which is 'create index i on sums (cents)' now");
        deposit("c2", 7);
        while (before.step()) {
            assertThat(before.progress().failure()).isNull();
        }
        assertThat(before.progress().upTo()).as("who was refused has taken nothing over").isEqualTo(2);
        before.ended();
        assertThat(run(PLAIN)).containsExactly("a 12");
        assertThat(warnings.said).isEmpty();
    }

    @Test
    void white_space_makes_no_other_tables_and_another_key_of_the_lanes_does() {
        deposit("c1", 5);
        run(PLAIN);
        assertThat(run(Projection.sql("sums", 1, "\n  " + TABLE.replace(" (", "\n    (") + "\n")
                .on(Deposited.class, (tables, deposited) ->
                        tables.row("sums", deposited.account()).add("cents", deposited.cents()))))
                .containsExactly("a 5");
        assertThat(warnings.said).isEmpty();
        var lanes = Projection.sql("lanes", 1, TABLE).parallelBy(Bank.ACCOUNT).on(Deposited.class, (_, _) -> {});
        run(lanes);
        assertThatThrownBy(() -> opened(Projection.sql("lanes", 1, TABLE).parallelBy(Key.of("till"))
                .on(Deposited.class, (_, _) -> {}))).isInstanceOf(PartStopped.class)
                .hasMessageContaining("were made by 'lanes by account', which is 'lanes by till' now");
        assertThatThrownBy(() -> opened(Projection.sql("lanes", 1, TABLE).on(Deposited.class, (_, _) -> {})))
                .as("no lanes any more").isInstanceOf(PartStopped.class).hasMessageContaining("'lanes by account'");
        assertThatThrownBy(() -> opened(PLAIN.parallelBy(Bank.ACCOUNT))).as("lanes now").isInstanceOf(PartStopped.class)
                .hasMessageContaining("'lanes by account'");
    }

    @Test
    void tables_without_rows_or_of_another_log_are_made_anew() {
        opened(Projection.sql("sums", 1, "create table other (n int)").on(Deposited.class, (_, _) -> {})).ended();
        deposit("c1", 5);
        assertThat(run(PLAIN)).containsExactly("a 5");
        assertThat(warnings.said).singleElement().asString()
                .isEqualTo("projection sums is built anew: its tables are others now, and have no rows yet");
        desk.close();
        desk = Desk.open(new MemoryDisk());
        deposit("d1", 3);
        var other = TABLE.replace("default 0", "default 100");
        assertThat(run(Projection.sql("sums", 1, other)
                .on(Deposited.class, (db, e) -> db.row("sums", e.account()).set("cents", e.cents()))))
                .containsExactly("a 3");
    }

    @Test
    void a_database_from_before_takes_what_is_there_for_what_built_it() throws SQLException {
        deposit("c1", 5);
        run(PLAIN);
        execute("drop table thence_built");
        run(DOUBLED);
        assertThat(warnings.said).isEmpty();
        deposit("c2", 7);
        run(PLAIN);
        assertThat(warnings.said).hasSize(1);
    }

    private static BuiltBy by(Events<?> events, Projection projection) {
        return ViewCode.of(projection, new EventCodec(Application.named("bank").with(events)));
    }

    @Test
    void what_becomes_of_stored_events_and_what_undoes_and_erases_belongs_to_the_handlers() {
        var plain = by(Bank.EVENTS, PLAIN).handlers().orElseThrow();
        assertThat(by(Bank.EVENTS, PLAIN_AGAIN).handlers()).contains(plain);
        assertThat(List.of(
                by(Bank.EVENTS.upcast(Deposited.class, json -> json.put("cents", 1)), PLAIN),
                by(Bank.EVENTS.upcast(Deposited.class, json -> json.put("cents", 2)), PLAIN),
                by(Bank.EVENTS, PLAIN.onAnnulled(Deposited.class,
                        (db, e) -> db.row("sums", e.account()).set("cents", 0))),
                by(Bank.EVENTS, PLAIN.onErased(Bank.OWNER, (db, owner) -> db.row("sums", owner).set("cents", 0))),
                by(Bank.EVENTS, PLAIN.onErased(Bank.OWNER, (db, owner) -> db.row("sums", owner).set("cents", 1)))))
                .extracting(built -> built.handlers().orElseThrow()).doesNotHaveDuplicates().doesNotContain(plain);
    }

    @Test
    void a_value_that_a_handler_has_taken_in_is_not_seen() {
        assertThat(by(Bank.EVENTS, into("sums")).handlers()).isPresent()
                .isEqualTo(by(Bank.EVENTS, into("totals")).handlers());
    }

    private static Projection into(String table) {
        return Projection.sql("sums", 1, TABLE)
                .on(Deposited.class, (db, e) -> db.row(table, e.account()).add("cents", e.cents()));
    }
}
