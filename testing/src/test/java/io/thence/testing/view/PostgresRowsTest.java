// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.view;

import io.thence.Application;
import io.thence.Projection;
import io.thence.Visibility;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.testing.view.Till.Sell;
import io.thence.testing.view.Till.Sold;
import io.thence.view.ViewDatabases;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Many rows at once, with values of all types and strange ones: a server has what single changes would have made. */
class PostgresRowsTest {

    private static final Instant OPENING = Instant.parse("2010-12-01T08:26:00Z");
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final List<String> STRANGE = List.of("{a,b}", "NULL", "null", "\"", "a\"b", "back\\slash", "'",
            "Zoë", "\uD83D\uDE00", " ", "a b", ",", "{}");

    private static final Projection ROWS = Projection.sql("lines", 1, """
            create table lines (till varchar, nth int, cents bigint default 0, price numeric(20, 4), dear boolean,
            mark uuid, first_sale timestamp with time zone, item varchar, primary key (till, nth))""")
            .on(Sold.class, (db, e) -> db.row("lines", e.till(), (int) (e.cents() % 3))
                    .add("cents", e.cents()).set("price", BigDecimal.valueOf(e.cents(), 2)).set("dear", e.cents() > 500)
                    .set("mark", UUID.nameUUIDFromBytes(e.item().getBytes(StandardCharsets.UTF_8)))
                    .least("first_sale", e.at()).set("item", e.item()));

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    @TempDir
    private Path data;

    private static List<String> rows(Thence tills) {
        var found = new ArrayList<>(tills.query(ROWS).upTo(tills.store().head()).within(LONG).list(
                "select till, nth, cents, price, case when dear then 1 else 0 end dear, mark, first_sale, item"
                        + " from lines", row -> row.text("till") + " " + row.number("nth") + ": " + row.number("cents")
                        + " " + row.text("price") + " " + row.number("dear") + " " + row.text("mark") + " "
                        + row.instant("first_sale") + " " + row.text("item")));
        found.sort(null);
        return found;
    }

    @Test
    void rows_of_a_batch_are_as_if_each_change_had_been_made_by_itself() {
        var chance = new Random(11);
        var expected = new TreeMap<String, Long>();
        var log = Engine.at(data);
        try (var tills = Thence.run(Application.named("tills").with(Till.EVENTS, Till.SELLING), log)) {
            for (int i = 0; i < 600; i++) {
                var till = STRANGE.get(chance.nextInt(STRANGE.size())) + chance.nextInt(3);
                var item = STRANGE.get(chance.nextInt(STRANGE.size()));
                long cents = chance.nextInt(1_000);
                tills.send(new Sell(till, item, cents, OPENING.plusSeconds(chance.nextInt(10_000))));
                expected.merge(till, cents, Long::sum);
            }
        }
        List<String> embedded;
        try (var here = Thence.run(Till.with(ROWS), log)) {
            embedded = rows(here);
        }
        try (var there = Thence.run(Till.with(ROWS),
                log.views(ViewDatabases.postgresql(POSTGRES.source(), "rows")))) {
            assertThat(rows(there)).hasSizeGreaterThan(100).isEqualTo(embedded);
            var sums = new TreeMap<String, Long>();
            there.query(ROWS).list("select till, cents from lines",
                    row -> sums.merge(row.text("till"), row.number("cents"), Long::sum));
            assertThat(sums).as("reckoned here, sale by sale").isEqualTo(expected);
        }
    }

    @Test
    void names_are_any_words_and_rows_come_after_those_that_they_refer_to() {
        var words = Projection.sql("words", 1,
                        "create table \"user\" (\"order\" varchar primary key, \"group\" bigint default 0)",
                        "create table \"Lines\" (\"order\" varchar references \"user\"(\"order\"), \"select\" int,"
                                + " \"Cents\" bigint default 0, primary key (\"order\", \"select\"))",
                        "create table notes (till varchar references \"user\"(\"order\"))")
                .on(Sold.class, (db, e) -> {
                    db.row("user", e.till()).add("group", e.cents());
                    db.row("lines", e.till(), (int) (e.cents() % 7)).add("cents", e.cents());
                    if (e.cents() % 10 == 0) {
                        db.run("insert into notes values (?)", e.till());
                    }
                });
        var log = Engine.at(data);
        try (var tills = Thence.run(Application.named("tills").with(Till.EVENTS, Till.SELLING), log)) {
            for (int i = 0; i < 100; i++) {
                tills.send(new Sell("till " + i % 40, "tea", i, OPENING));
            }
        }
        try (var there = Thence.run(Till.with(words),
                log.views(ViewDatabases.postgresql(POSTGRES.source(), "words")))) {
            var query = there.query(words).upTo(there.store().head()).within(LONG);
            assertThat(query.visibility()).isInstanceOf(Visibility.Seen.class);
            assertThat(query.<Long>one("select sum(\"group\") n from \"user\"", row -> row.number("n")))
                    .isEqualTo(4_950);
            assertThat(query.<Long>one("select sum(\"Cents\") n from \"Lines\"", row -> row.number("n")))
                    .isEqualTo(4_950);
            assertThat(query.<Long>one("select count(*) n from notes", row -> row.number("n"))).isEqualTo(10);
        }
    }
}
