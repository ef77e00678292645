// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import io.thence.Tables;
import io.thence.ThenceException.BadRequest;
import io.thence.view.sql.TableBatch.SqlFailed;
import io.thence.world.MemoryDisk;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * However changes are merged, the tables are as if each had been made on its own, one after the other: whole sequences
 * of random changes, cut into batches of any size.
 */
class TableBatchTest {

    private static final Blueprint TABLES = new Blueprint("law", "law-v1", List.of(
            "create table t (k int primary key, n bigint default 0, m bigint, s varchar)",
            "create table pair (a varchar, b int, n bigint default 0, primary key (a, b))",
            "create table log (id int auto_increment primary key, what varchar)",
            "create table orders (id varchar primary key, cents bigint default 0)",
            "create table lines (id varchar references orders(id), n int, cents bigint, primary key (id, n))",
            "create table notes (id varchar, n int, foreign key (id, n) references lines(id, n))",
            "create table staff (id int primary key, boss int references staff(id), name varchar)",
            "create table \"order\" (\"ORDER\" varchar primary key, \"user\" varchar, \"GROUP\" bigint default 0)"),
            1, new BuiltBy("", Optional.empty()));

    private final ViewDatabase database = open();
    private final Connection connection = connect();
    private final TableBatch tables = new TableBatch(connection, Dialect.H2);

    private static ViewDatabase open() {
        try {
            return Databases.embedded(new MemoryDisk()).open(TABLES);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private Connection connect() {
        try {
            return database.connect();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() throws SQLException {
        tables.close();
        database.close();
    }

    private List<String> rows(String sql) throws SQLException {
        tables.write();
        var found = new ArrayList<String>();
        try (var statement = connection.createStatement(); var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                var row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getObject(i));
                }
                found.add(row.toString());
            }
        }
        return found;
    }

    @Test
    void changes_of_one_row_are_merged() throws SQLException {
        tables.row("t", 1).add("n", 5).least("m", 7L).set("s", "one");
        tables.row("T", 1).add("n", -2).least("m", 9L).set("s", "two");
        tables.row("t", 2).add("n", 1);
        assertThat(rows("select * from t order by k")).containsExactly("[1, 3, 7, two]", "[2, 1, null, null]");
        tables.row("t", 1).add("n", 10).least("m", 3L);
        tables.row("t", 2).least("m", 4L).add("n", 1);
        assertThat(rows("select * from t order by k")).containsExactly("[1, 13, 3, two]", "[2, 2, 4, null]");
    }

    @Test
    void different_changes_of_one_column_are_made_in_order() throws SQLException {
        tables.row("t", 1).set("n", 3).add("n", 4);
        tables.row("t", 2).add("n", 4).set("n", 3);
        tables.row("t", 3).add("n", 4).least("n", 3L).add("n", 10);
        tables.row("t", 4).set("n", 9L).least("n", 5L).least("n", 7L);
        tables.row("t", 5).least("n", 5L).set("n", 9L);
        tables.row("t", 6).set("s", "b").least("s", "a").set("m", 1);
        assertThat(rows("select * from t order by k")).containsExactly("[1, 7, null, null]", "[2, 3, null, null]",
                "[3, 13, null, null]", "[4, 5, null, null]", "[5, 9, null, null]", "[6, 0, 1, a]");
    }

    @Test
    void a_row_without_changes_is_inserted_with_defaults_and_once() throws SQLException {
        tables.row("t", 1);
        tables.row("t", 1);
        assertThat(rows("select * from t")).containsExactly("[1, 0, null, null]");
        tables.row("t", 1);
        assertThat(rows("select * from t")).containsExactly("[1, 0, null, null]");
    }

    @Test
    void a_key_of_several_columns_is_given_in_their_order() throws SQLException {
        tables.row("pair", "x", 1).add("n", 1);
        tables.row("pair", "x", 2).add("n", 2);
        tables.row("pair", "y", 1).add("n", 4);
        tables.row("pair", "x", 1).add("n", 8);
        assertThat(rows("select * from pair order by a, b")).containsExactly("[x, 1, 9]", "[x, 2, 2]", "[y, 1, 4]");
    }

    @Test
    void a_key_is_one_whatever_type_of_whole_number_it_is_given_in() throws SQLException {
        tables.row("t", 1).add("n", 1);
        tables.row("t", 1L).add("n", 2);
        tables.row("pair", "x", (short) 1).add("n", 1);
        tables.row("pair", "x", 1).add("n", 2);
        assertThat(rows("select n from t")).containsExactly("[3]");
        assertThat(rows("select n from pair")).containsExactly("[3]");
    }

    @Test
    void a_statement_sees_the_changes_before_it_and_changes_see_the_statement() throws SQLException {
        tables.row("t", 1).add("n", 5);
        tables.run("update t set n = n * 10 where k = ?", 1);
        tables.row("t", 1).add("n", 1);
        tables.run("update t set n = n * 10 where k = ?", 1);
        assertThat(rows("select n from t")).containsExactly("[510]");
    }

    @Test
    void a_row_that_a_handler_holds_on_to_goes_on_after_a_statement() throws SQLException {
        var row = tables.row("t", 1);
        row.add("n", 5);
        tables.run("update t set n = n * 10");
        row.add("n", 1);
        tables.run("update t set n = n * 10");
        row.add("n", 1).set("s", "end");
        assertThat(rows("select n, s from t")).containsExactly("[511, end]");
        row.add("n", 1);
        assertThat(rows("select n, s from t")).containsExactly("[512, end]");
    }

    @Test
    void statements_of_two_texts_run_in_order() throws SQLException {
        tables.run("insert into log (what) values (?)", "one");
        tables.run("insert into log (what) select what || '+' from log where what = ?", "one");
        tables.run("insert into log (what) values (?)", "two");
        tables.run("insert into log (what) values (?)", "three");
        assertThat(rows("select what from log order by id")).containsExactly("[one]", "[one+]", "[two]", "[three]");
    }

    @Test
    void rows_are_written_after_those_that_they_refer_to() throws SQLException {
        tables.row("orders", "0");
        tables.row("lines", "0", 1).set("cents", 1L);
        tables.write();
        tables.row("lines", "0", 2).set("cents", 2L);
        tables.row("orders", "a").add("cents", 5);
        tables.row("lines", "a", 1).set("cents", 5L);
        assertThat(rows("select * from lines order by id, n")).containsExactly("[0, 1, 1]", "[0, 2, 2]", "[a, 1, 5]");
    }

    @Test
    void a_table_that_is_used_first_is_not_written_before_one_that_it_refers_to() throws SQLException {
        tables.row("orders", "0");
        tables.write();
        try (var batch = new TableBatch(connection, Dialect.H2)) {
            batch.row("lines", "0", 1).set("cents", 1L);
            batch.row("orders", "a").add("cents", 5);
            batch.row("lines", "a", 1).set("cents", 5L);
            batch.write();
        }
        assertThat(rows("select * from lines order by id, n")).containsExactly("[0, 1, 1]", "[a, 1, 5]");
    }

    @Test
    void a_statement_finds_the_rows_that_foreign_keys_bind_to_its_table() throws SQLException {
        tables.row("orders", "a").add("cents", 5);
        tables.run("insert into lines values (?, 1, 5)", "a");
        tables.row("orders", "b").add("cents", 7);
        tables.row("lines", "b", 1).set("cents", 7L);
        tables.run("insert into notes values (?, 1)", "b");
        assertThat(rows("select * from lines order by id")).containsExactly("[a, 1, 5]", "[b, 1, 7]");
        tables.run("delete from notes");
        tables.run("delete from lines where id = ?", "b");
        tables.run("delete from orders where id = ?", "b");
        tables.row("orders", "b").set("cents", 1L);
        assertThat(rows("select * from orders order by id")).containsExactly("[a, 5]", "[b, 1]");
    }

    @Test
    void rows_of_a_table_that_refers_to_itself_are_written_in_the_order_in_which_they_change() throws SQLException {
        tables.row("staff", 1).set("name", "ann");
        tables.row("staff", 2).set("boss", 1).set("name", "bob");
        tables.row("staff", 3).set("name", "cid");
        tables.row("staff", 1).set("boss", 3);
        assertThat(rows("select id, boss from staff order by id")).containsExactly("[1, 3]", "[2, 1]", "[3, null]");
    }

    @Test
    void tables_and_columns_may_be_called_by_any_word() throws SQLException {
        tables.row("order", "a").add("group", 5).set("user", "ann");
        tables.row("ORDER", "a").add("group", 2);
        assertThat(rows("select * from \"order\"")).containsExactly("[a, ann, 7]");
    }

    @Test
    void what_is_cleared_is_not_written() throws SQLException {
        var row = tables.row("t", 1).add("n", 5);
        tables.run("insert into log (what) values (?)", "one");
        tables.clear();
        row.add("n", 1);
        tables.run("insert into log (what) values (?)", "two");
        assertThat(rows("select n from t")).containsExactly("[1]");
        assertThat(rows("select what from log")).containsExactly("[two]");
    }

    @Test
    void a_table_that_is_missing_or_has_no_key_is_named() {
        assertThatThrownBy(() -> tables.row("nowhere", 1)).isInstanceOf(BadRequest.class).hasMessage(
                "there is no table NOWHERE with a primary key: make one in the projection's tables");
    }

    @Test
    void a_key_of_another_length_is_refused() {
        assertThatThrownBy(() -> tables.row("pair", "x")).isInstanceOf(BadRequest.class)
                .hasMessage("a row of PAIR is named by [A, B], not by [x]");
        assertThatThrownBy(() -> tables.row("t", 1, 2)).isInstanceOf(BadRequest.class)
                .hasMessage("a row of T is named by [K], not by [1, 2]");
    }

    @Test
    void a_statement_that_is_no_sql_fails_at_once() {
        assertThatThrownBy(() -> tables.run("updat t set n = 1")).isInstanceOf(SqlFailed.class)
                .hasMessageContaining("updat");
        assertThatThrownBy(() -> tables.run("update t set n = ?", "x", "y")).isInstanceOf(SqlFailed.class);
    }

    /** A change, made to the tables and to a model of them. */
    private interface Act {
        void on(Tables tables, Map<Integer, Model> model);
    }

    /** A row of t as it must become, by one change after the other. */
    private static final class Model {
        private long n;
        private Long m;
        private String s;

        @Override
        public String toString() {
            return n + ", " + m + ", " + s;
        }
    }

    private static Model row(Map<Integer, Model> model, int key) {
        return model.computeIfAbsent(key, _ -> new Model());
    }

    private static Act any(Random random) {
        int k = random.nextInt(4);
        long v = random.nextInt(-20, 20);
        return switch (random.nextInt(11)) {
            case 0, 1 -> (tables, model) -> {
                tables.row("t", k).add("n", v);
                row(model, k).n += v;
            };
            case 2 -> (tables, model) -> {
                tables.row("t", k).set("n", v);
                row(model, k).n = v;
            };
            case 3 -> (tables, model) -> {
                tables.row("t", (long) k).least("m", v);
                least(row(model, k), v);
            };
            case 4 -> (tables, model) -> {
                tables.row("t", k).set("s", "s" + v).set("m", v);
                row(model, k).s = "s" + v;
                row(model, k).m = v;
            };
            case 5 -> (tables, model) -> {
                tables.row("t", k).add("m", v);
                row(model, k).m = v + (row(model, k).m == null ? 0 : row(model, k).m);
            };
            case 6, 7, 8 -> anyStatement(random, k, v);
            case 9 -> (tables, model) -> {
                var row = tables.row("t", k).add("n", 1);
                tables.run("update t set n = n + 1 where k <= ?", k);
                row.add("n", v).set("s", "held");
                row(model, k).n += 1;
                model.forEach((key, each) -> each.n += key <= k ? 1 : 0);
                row(model, k).n += v;
                row(model, k).s = "held";
            };
            default -> (tables, model) -> {
                tables.row("t", k);
                row(model, k);
            };
        };
    }

    private static Act anyStatement(Random random, int k, long v) {
        return switch (random.nextInt(3)) {
            case 0 -> (tables, model) -> {
                tables.run("update t set n = n * 2 - ? where k = ?", v, k);
                model.computeIfPresent(k, (_, row) -> {
                    row.n = row.n * 2 - v;
                    return row;
                });
            };
            case 1 -> (tables, model) -> {
                tables.run("delete from t where k = ?", k);
                model.remove(k);
            };
            default -> (tables, model) -> {
                tables.run("update t set m = n where n < ?", v);
                model.values().stream().filter(row -> row.n < v).forEach(row -> row.m = row.n);
            };
        };
    }

    private static void least(Model row, long v) {
        row.m = row.m == null ? v : Math.min(row.m, v);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void any_split_into_batches_gives_the_same_tables(long seed) throws SQLException {
        var random = new Random(seed);
        int batch = random.nextInt(1, 30);
        var model = new HashMap<Integer, Model>();
        for (int i = 1; i <= 600; i++) {
            any(random).on(tables, model);
            if (random.nextInt(batch) == 0) {
                tables.write();
            }
            if (i % 50 == 0) {
                var expected = new TreeMap<>(model).entrySet().stream()
                        .map(row -> "[" + row.getKey() + ", " + row.getValue() + "]").toList();
                assertThat(rows("select k, n, m, s from t order by k")).as("after %d changes", i).isEqualTo(expected);
                connection.rollback();
                model.clear();
            }
        }
    }
}
