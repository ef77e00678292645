// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.view;

import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.Outcome;
import io.thence.Parked;
import io.thence.Projection;
import io.thence.Projection.Annulling;
import io.thence.Send;
import io.thence.ThenceException.Behind;
import io.thence.ThenceException.PartStopped;
import io.thence.ThenceException.StartRefused;
import io.thence.Visibility;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.testing.view.Till.Close;
import io.thence.testing.view.Till.Closed;
import io.thence.testing.view.Till.Sell;
import io.thence.testing.view.Till.Sold;
import io.thence.view.ViewDatabases;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Projections whose tables are in a PostgreSQL server: a real one, which these tests start. */
class PostgresViewsTest {

    private static final Instant OPENING = Instant.parse("2010-12-01T08:26:00Z");
    private static final Duration LONG = Duration.ofMinutes(1);

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    @TempDir
    private Path data;

    private static ViewDatabases databases(String owner) {
        return ViewDatabases.postgresql(POSTGRES.source(), owner);
    }

    private Thence run(Projection projection, String owner) {
        return Thence.run(Till.with(projection), Engine.at(data).views(databases(owner)));
    }

    /** Sales by chance, and what each till has sold: reckoned here, event by event. */
    private static Map<String, Long> sell(Thence tills, long seed, int sales) {
        var chance = new Random(seed);
        var expected = new TreeMap<String, Long>();
        for (int i = 0; i < sales; i++) {
            var till = "t" + chance.nextInt(7);
            long cents = chance.nextInt(1_000);
            tills.send(new Sell(till, "i" + chance.nextInt(3), cents, OPENING.plusSeconds(chance.nextInt(10_000))));
            expected.merge(till, cents, Long::sum);
            if (chance.nextInt(20) == 0) {
                tills.send(new Close(till));
            }
        }
        return expected;
    }

    private static Map<String, Long> cents(Thence tills, Projection projection) {
        var found = new TreeMap<String, Long>();
        tills.query(projection).upTo(tills.store().head()).within(LONG)
                .list("select till, cents from takings", row -> found.put(row.text("till"), row.number("cents")));
        return found;
    }

    private static List<String> all(Thence tills, Projection projection) {
        var query = tills.query(projection).upTo(tills.store().head()).within(LONG);
        var found = new ArrayList<String>();
        found.addAll(query.list("select * from takings order by till", row -> row.text("till") + " "
                + row.number("cents") + " " + row.number("sales") + " " + row.text("last_item") + " "
                + row.instant("first_sale")));
        found.addAll(query.list("select * from items order by till, item",
                row -> row.text("till") + " " + row.text("item") + " " + row.number("cents")));
        found.addAll(query.list("select * from closings order by till",
                row -> row.text("till") + " " + row.number("cents")));
        return found;
    }

    @Test
    void tables_on_a_server_hold_what_tables_beside_the_log_hold() {
        List<String> embedded;
        try (var tills = Thence.run(Till.with(Till.TAKINGS), Engine.inMemory())) {
            sell(tills, 7, 400);
            embedded = all(tills, Till.TAKINGS);
        }
        try (var tills = run(Till.TAKINGS, "same")) {
            var expected = sell(tills, 7, 400);
            assertThat(cents(tills, Till.TAKINGS)).isEqualTo(expected);
            assertThat(all(tills, Till.TAKINGS)).isEqualTo(embedded);
        }
    }

    @Test
    void in_lanes_nothing_is_lost_or_done_twice_also_over_restarts() {
        var expected = new TreeMap<String, Long>();
        for (int life = 0; life < 4; life++) {
            try (var tills = run(Till.IN_LANES, "lanes")) {
                sell(tills, life, 150).forEach((till, cents) -> expected.merge(till, cents, Long::sum));
                assertThat(cents(tills, Till.IN_LANES)).isEqualTo(expected);
            }
        }
    }

    @Test
    void what_is_annulled_is_undone_or_the_tables_are_made_anew() {
        var undoing = Till.IN_LANES.rebuildOnAnnul().onAnnulled(Sold.class, (db, e) -> {
            db.row("takings", e.till()).add("cents", -e.cents()).add("sales", -1);
            db.row("items", e.till(), e.item()).add("cents", -e.cents());
        });
        try (var tills = run(undoing, "annulled")) {
            var expected = sell(tills, 5, 100);
            tills.send(new Sell("t1", "i", 1_000, OPENING), Send.as("a"));
            tills.send(new Sell("t2", "i", 1_000, OPENING), Send.as("b"));
            tills.send(new Close("t1"), Send.as("c"));
            tills.send(new Sell("t3", "i", 1_000, OPENING), Send.as("d"));
            assertThat(cents(tills, undoing)).isNotEqualTo(expected);
            tills.annul(List.of(new EventId("a/0"), new EventId("b/0")), "anna", "by mistake");
            expected.merge("t3", 1_000L, Long::sum);
            assertThat(cents(tills, undoing)).isEqualTo(expected);
            tills.annul(List.of(new EventId("c/0"), new EventId("d/0")), "anna", "nothing undoes a closing");
            expected.merge("t3", -1_000L, Long::sum);
            assertThat(cents(tills, undoing)).isEqualTo(expected);
        }
        try (var tills = run(undoing, "annulled")) {
            assertThat(cents(tills, undoing)).isNotEmpty();
        }
    }

    @Test
    void a_key_is_parked_in_its_lane_and_goes_on_when_the_code_is_mended() {
        var failing = Till.IN_LANES.on(Sold.class, (db, e) -> {
            if (e.cents() == 13) {
                db.run("insert into closings values ('t1', ?)", "no number");
            }
        });
        Outcome other;
        try (var tills = run(failing, "parked")) {
            var parking = tills.send(new Sell("t1", "i", 13, OPENING));
            var behind = tills.send(new Sell("t1", "i", 1, OPENING));
            other = tills.send(new Sell("t2", "i", 5, OPENING));
            var query = tills.query(failing).within(LONG);
            assertThat(query.after(other).visibility()).isEqualTo(new Visibility.Seen());
            assertThat(query.after(behind).visibility()).isInstanceOfSatisfying(Visibility.Blocked.class,
                    blocked -> assertThat(blocked.by().position()).isEqualTo(parking.position().number()));
            assertThat(cents(tills, failing)).containsOnlyKeys("t2");
        }
        try (var tills = run(Till.IN_LANES, "parked")) {
            var late = tills.send(new Sell("t1", "i", 100, OPENING));
            assertThat(tills.query(Till.IN_LANES).within(LONG).after(late).wholePrefix().visibility())
                    .isEqualTo(new Visibility.Seen());
            assertThat(cents(tills, Till.IN_LANES)).containsEntry("t1", 114L).containsEntry("t2", 5L);
        }
    }

    @Test
    void a_query_that_takes_longer_than_its_limit_is_ended() {
        try (var tills = run(Till.TAKINGS, "slow")) {
            long begun = System.nanoTime();
            assertThatThrownBy(() -> tills.query(Till.TAKINGS).within(Duration.ofSeconds(1))
                    .list("select pg_sleep(100)", row -> row.text("pg_sleep"))).isInstanceOf(Behind.class)
                    .hasMessageStartingWith("a query took longer than its limit of PT1S (");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(50));
            assertThat(tills.query(Till.TAKINGS).<Long>one("select 1 n", row -> row.number("n"))).isEqualTo(1);
        }
    }

    @Test
    void a_value_that_the_server_cannot_have_parks_its_key_and_no_other() {
        for (int life = 1; life <= 2; life++) {
            try (var tills = run(Till.TAKINGS, "zero")) {
                tills.send(new Sell("a\0%b", "i", 1, OPENING));
                var other = tills.send(new Sell("t2", "i", 5, OPENING));
                assertThat(tills.query(Till.TAKINGS).within(LONG).after(other).visibility())
                        .isEqualTo(new Visibility.Seen());
                assertThat(cents(tills, Till.TAKINGS)).isEqualTo(Map.of("t2", 5L * life));
                assertThat(tills.parked(Till.TAKINGS)).extracting(Parked::key)
                        .containsExactly(new KeyValue("till", "a\0%b"));
            }
        }
    }

    @Test
    void the_rows_of_one_key_are_built_anew() throws SQLException {
        try (var tills = run(Till.IN_LANES, "one")) {
            var expected = sell(tills, 9, 100);
            assertThat(cents(tills, Till.IN_LANES)).isEqualTo(expected);
            try (var connection = POSTGRES.source().getConnection()) {
                PostgresExtension.execute(connection, "update \"one_takings-v1\".takings set cents = -1");
            }
            tills.rebuild(Till.IN_LANES, Till.TILL, "t1", LONG);
            assertThat(cents(tills, Till.IN_LANES)).containsEntry("t1", expected.get("t1")).containsEntry("t2", -1L);
        }
    }

    @Test
    void a_raised_version_stands_beside_the_old_one_and_a_fault_in_a_table_leaves_nothing() throws SQLException {
        var raised = new Projection("takings", 2, Till.TAKINGS.tables(), Till.TAKINGS.clauses(), List.of(),
                Till.TAKINGS.parallelBy(), Till.TAKINGS.annulling(), Till.TAKINGS.swapping());
        try (var tills = run(Till.TAKINGS, "versions")) {
            sell(tills, 1, 20);
        }
        try (var tills = run(raised, "versions")) {
            assertThat(cents(tills, raised)).isNotEmpty();
        }
        var wrong = Projection.sql("wrong", 1, "create table ok (k int primary key)", "create tabel t (k int)")
                .on(Closed.class, (_, _) -> {});
        assertThatThrownBy(() -> run(wrong, "versions")).isInstanceOf(PartStopped.class)
                .hasMessageStartingWith("projection 'wrong': its table cannot be made (");
        assertThat(schemas("versions")).containsExactly("versions_takings-v1", "versions_takings-v2");
        assertThat(databases("versions").deleteAllBut(List.of("takings-v2"))).containsExactly("versions_takings-v1");
        assertThat(schemas("versions")).containsExactly("versions_takings-v2");
    }

    private static List<String> schemas(String owner) throws SQLException {
        return POSTGRES.asked("select schema_name from information_schema.schemata where schema_name like '" + owner
                + "%' order by 1");
    }

    @Test
    void tables_of_another_log_are_set_aside_and_built_anew(@TempDir Path other) {
        try (var tills = run(Till.TAKINGS, "strange")) {
            tills.send(new Sell("t1", "i", 5, OPENING));
            cents(tills, Till.TAKINGS);
        }
        try (var tills = Thence.run(Till.with(Till.TAKINGS), Engine.at(other).views(databases("strange")))) {
            tills.send(new Sell("t2", "i", 7, OPENING));
            assertThat(cents(tills, Till.TAKINGS)).containsOnlyKeys("t2");
        }
    }

    @Test
    void code_that_has_changed_at_the_same_version_is_found() throws SQLException {
        try (var tills = run(Till.TAKINGS, "changed")) {
            tills.send(new Sell("t1", "i", 5, OPENING));
            cents(tills, Till.TAKINGS);
        }
        var tables = new ArrayList<>(Till.TAKINGS.tables());
        tables.add("create table more (k int)");
        var wider = new Projection("takings", 1, tables, Till.TAKINGS.clauses(), List.of(), Optional.empty(),
                Annulling.NONE, Till.TAKINGS.swapping());
        assertThatThrownBy(() -> run(wider, "changed")).isInstanceOf(PartStopped.class)
                .hasMessageContaining("were made by nothing, which is 'create table more (k int)' now");
        var other = Till.TAKINGS.on(Closed.class, (_, _) -> {});
        assertThat(warnedOfChange(other, 2)).hasSize(1);
        try (var connection = POSTGRES.source().getConnection()) {
            PostgresExtension.execute(connection, "drop table \"changed_takings-v1\".thence_built");
        }
        assertThat(warnedOfChange(Till.TAKINGS, 1)).as("a database from before").isEmpty();
        assertThat(warnedOfChange(other, 1)).hasSize(1);
    }

    private List<String> warnedOfChange(Projection projection, int starts) {
        var warnings = Warnings.listen();
        try {
            for (int i = 0; i < starts; i++) {
                try (var tills = run(projection, "changed")) {
                    assertThat(cents(tills, projection)).containsExactly(Map.entry("t1", 5L));
                }
            }
            return warnings.with("projection takings has changed since it built the rows of takings-v1");
        } finally {
            warnings.close();
        }
    }

    @Test
    void a_second_writer_of_the_same_tables_is_found() throws SQLException {
        try (var tills = run(Till.TAKINGS, "second")) {
            tills.send(new Sell("t1", "i", 5, OPENING));
            cents(tills, Till.TAKINGS);
            try (var connection = POSTGRES.source().getConnection()) {
                PostgresExtension.execute(connection,
                        "update \"second_takings-v1\".thence_checkpoint set position = 99");
            }
            var late = tills.send(new Sell("t1", "i", 6, OPENING));
            assertThatThrownBy(() -> tills.query(Till.TAKINGS).within(LONG).after(late).visibility())
                    .isInstanceOf(PartStopped.class).hasMessageContaining("somebody else writes to its tables");
        }
    }

    @Test
    void a_server_that_is_away_is_waited_for(@TempDir Path folder) throws IOException {
        try (var away = new PostgresServer(folder);
                var tills = Thence.run(Till.with(Till.IN_LANES),
                        Engine.at(data).views(ViewDatabases.postgresql(away.source(), "away")))) {
            var expected = sell(tills, 3, 50);
            assertThat(cents(tills, Till.IN_LANES)).isEqualTo(expected);
            away.stop();
            var meanwhile = tills.send(new Sell("t1", "i", 1_000, OPENING));
            expected.merge("t1", 1_000L, Long::sum);
            assertThatThrownBy(() -> tills.query(Till.IN_LANES).within(Duration.ofSeconds(2)).after(meanwhile)
                    .list("select 1", _ -> 1)).isInstanceOf(Behind.class)
                    .hasMessageContaining("its database is out of reach");
            away.startAgain();
            sell(tills, 4, 50).forEach((till, cents) -> expected.merge(till, cents, Long::sum));
            assertThat(cents(tills, Till.IN_LANES)).isEqualTo(expected);
            assertThat(tills.query(Till.IN_LANES).after(meanwhile).visibility()).isEqualTo(new Visibility.Seen());
        }
    }

    @Test
    void names_that_the_server_cannot_have_are_refused() {
        assertThatThrownBy(() -> databases("My Shop")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use a word of at most 20 lower case letters and digits");
        var longName = "a".repeat(60);
        assertThatThrownBy(() -> run(Projection.sql(longName, 1).on(Closed.class, (_, _) -> {}), "long"))
                .isInstanceOf(StartRefused.class).hasMessageContaining("give the projection a shorter name");
    }

    @Test
    void what_is_parked_is_told(@TempDir Path other) {
        var failing = Till.TAKINGS.on(Closed.class, (_, _) -> {
            throw new IllegalStateException("closed");
        });
        try (var tills = Thence.run(Till.with(failing), Engine.at(other).views(databases("told")))) {
            var closing = tills.send(new Close("t1"));
            var query = tills.query(failing).within(LONG).after(closing);
            assertThat(query.visibility()).isInstanceOfSatisfying(Visibility.Blocked.class, blocked ->
                    assertThat(blocked.by()).extracting(Parked::failure, Parked::message)
                            .containsExactly("java.lang.IllegalStateException", "closed"));
        }
    }
}
