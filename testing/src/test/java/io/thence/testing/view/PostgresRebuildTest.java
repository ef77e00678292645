// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.view;

import io.thence.Projection;
import io.thence.ThenceException.BadRequest;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.testing.view.Till.Sell;
import io.thence.testing.view.Till.Sold;
import io.thence.view.Rebuild;
import io.thence.view.ViewDatabases;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tables in lanes on a server: built beside those that answer, swapped in and back, also over restarts. */
@Timeout(120)
class PostgresRebuildTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Instant OPENING = Instant.parse("2010-12-01T08:26:00Z");
    private static final String TABLE =
            "create table takings (till varchar primary key, cents bigint default 0, version int)";

    private static final Projection FIRST = version(1);
    private static final Projection SECOND = version(2);

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    @TempDir
    private Path data;

    private static Projection version(int version) {
        return Projection.sql("takings", version, TABLE).parallelBy(Till.TILL).on(Sold.class, (db, e) ->
                db.row("takings", e.till()).add("cents", e.cents()).set("version", version));
    }

    private Thence run(Projection projection, String owner) {
        return Thence.run(Till.with(projection),
                Engine.at(data).views(ViewDatabases.postgresql(POSTGRES.source(), owner)));
    }

    /** One sale at each of six tills, which are in different lanes: 1 to 6 times {@code cents}. */
    private static void sell(Thence tills, long cents) {
        for (int i = 1; i <= 6; i++) {
            tills.send(new Sell("t" + i, "i", i * cents, OPENING));
        }
    }

    private static List<String> answer(Thence tills, Projection projection) {
        return tills.query(projection).upTo(tills.store().head()).within(LONG).list(
                "select till, cents, version from takings order by till",
                row -> row.text("till") + " " + row.number("cents") + " by " + row.number("version"));
    }

    private static List<String> rows(long cents, int version) {
        var rows = new ArrayList<String>();
        for (int i = 1; i <= 6; i++) {
            rows.add("t" + i + " " + i * cents + " by " + version);
        }
        return rows;
    }

    private static List<String> schemas(String owner) throws SQLException {
        return POSTGRES.asked("select schema_name from information_schema.schemata where schema_name like '" + owner
                + "\\_%' order by 1");
    }

    /** What another program sees in the tables of a schema. */
    private static List<String> inSchema(String schema) throws SQLException {
        return POSTGRES.asked("select till || ' ' || cents || ' by ' || version from \"" + schema
                + "\".takings order by till");
    }

    private static Rebuild beside(Thence tills, Projection projection) {
        var rebuild = tills.beside(projection).orElseThrow();
        assertThat(rebuild.await(LONG)).isTrue();
        return rebuild;
    }

    @Test
    void tables_are_built_anew_beside_and_the_log_says_after_a_restart_which_answer() throws SQLException {
        var failing = new AtomicBoolean(true);
        var doubting = FIRST.on(Sold.class, (db, e) -> {
            if (failing.get() && e.till().equals("t1")) {
                db.row("takings", e.till()).add("cents", 1_000); // a fault
            }
        });
        var wrong = new ArrayList<>(rows(10, 1));
        wrong.set(0, "t1 1010 by 1");
        try (var tills = run(doubting, "anew")) {
            sell(tills, 10);
            assertThat(answer(tills, doubting)).isEqualTo(wrong);
            assertThat(schemas("anew")).containsExactly("anew_takings-v1");
            failing.set(false);
            assertThat(tills.rebuild(doubting).database()).isEqualTo("takings-v1-b");
            beside(tills, doubting);
            assertThat(schemas("anew")).containsExactly("anew_takings-v1", "anew_takings-v1-b");
            assertThat(inSchema("anew_takings-v1-b")).isEqualTo(rows(10, 1));
            assertThat(answer(tills, doubting)).as("they do not answer yet").isEqualTo(wrong);
        }
        try (var tills = run(doubting, "anew")) {
            assertThat(answer(tills, doubting)).as("nor after a restart").isEqualTo(wrong);
            beside(tills, doubting).swap();
            assertThat(answer(tills, doubting)).isEqualTo(rows(10, 1));
        }
        try (var tills = run(doubting, "anew")) {
            sell(tills, 1);
            assertThat(answer(tills, doubting)).as("what was swapped in answers").isEqualTo(rows(11, 1));
            assertThat(beside(tills, doubting).database()).isEqualTo("takings-v1");
            assertThat(inSchema("anew_takings-v1")).as("kept up to date").startsWith("t1 1011 by 1", "t2 22 by 1");
            beside(tills, doubting).drop();
            assertThat(schemas("anew")).containsExactly("anew_takings-v1-b");
        }
        try (var tills = run(doubting, "anew")) {
            assertThat(answer(tills, doubting)).isEqualTo(rows(11, 1));
            assertThat(tills.beside(doubting)).isEmpty();
            assertThat(tills.rebuild(doubting).database()).as("the name that is free").isEqualTo("takings-v1");
            beside(tills, doubting).swap();
            assertThat(answer(tills, doubting)).isEqualTo(rows(11, 1));
            beside(tills, doubting).drop();
        }
        assertThat(schemas("anew")).containsExactly("anew_takings-v1");
    }

    @Test
    void a_version_answers_until_the_next_takes_its_place_and_again_when_that_gives_it_back() throws SQLException {
        var next = SECOND.replacing(FIRST);
        try (var tills = run(FIRST, "next")) {
            sell(tills, 5);
            assertThat(answer(tills, FIRST)).isEqualTo(rows(5, 1));
        }
        try (var tills = run(next, "next")) {
            sell(tills, 1);
            assertThat(answer(tills, next)).as("both live, the older one answers").isEqualTo(rows(6, 1));
            beside(tills, next);
            assertThat(schemas("next")).containsExactly("next_takings-v1", "next_takings-v2");
            assertThat(inSchema("next_takings-v2")).isEqualTo(rows(6, 2));
        }
        try (var tills = run(next, "next")) {
            assertThat(answer(tills, next)).as("a restart changes nothing").isEqualTo(rows(6, 1));
            beside(tills, next).swap();
            assertThat(answer(tills, next)).isEqualTo(rows(6, 2));
        }
        try (var tills = run(next, "next")) {
            sell(tills, 2);
            assertThat(answer(tills, next)).isEqualTo(rows(8, 2));
            beside(tills, next).swap();
            assertThat(answer(tills, next)).as("back, at once").isEqualTo(rows(8, 1));
        }
        try (var tills = run(next, "next")) {
            assertThat(answer(tills, next)).as("so it stays").isEqualTo(rows(8, 1));
            beside(tills, next).swap();
            beside(tills, next).drop();
            assertThat(schemas("next")).containsExactly("next_takings-v2");
        }
        try (var tills = run(next, "next")) {
            assertThat(answer(tills, next)).isEqualTo(rows(8, 2));
            assertThat(tills.beside(next)).isEmpty();
        }
    }

    @Test
    void tables_that_fail_a_check_are_not_swapped_in() throws SQLException {
        var checked = SECOND.replacing(FIRST)
                .checking("every till has taken less than 100", "select count(*) = 0 from takings where cents >= 100")
                .checking("something is there", "select count(*) > 0 from nowhere");
        try (var tills = run(FIRST, "checked")) {
            sell(tills, 20);
            assertThat(answer(tills, FIRST)).isEqualTo(rows(20, 1));
        }
        try (var tills = run(checked, "checked")) {
            var rebuild = beside(tills, checked);
            assertThat(rebuild.obstacles()).hasSize(2);
            assertThat(rebuild.obstacles().getFirst())
                    .isEqualTo("it is not true that every till has taken less than 100");
            assertThat(rebuild.obstacles().getLast()).startsWith("whether something is there cannot be asked (");
            assertThatThrownBy(rebuild::swap).isInstanceOf(BadRequest.class).hasMessageStartingWith("the tables"
                    + " takings-v2 cannot take the place of takings-v1: it is not true that every till");
            assertThat(answer(tills, checked)).isEqualTo(rows(20, 1));
            assertThat(inSchema("checked_takings-v2")).as("they stay beside").isEqualTo(rows(20, 2));
        }
        var mended = SECOND.replacing(FIRST)
                .checking("no till has taken 121", "select count(*) = 0 from takings where cents > 120");
        try (var tills = run(mended, "checked")) {
            beside(tills, mended).swap();
            assertThat(answer(tills, mended)).isEqualTo(rows(20, 2));
        }
    }
}
