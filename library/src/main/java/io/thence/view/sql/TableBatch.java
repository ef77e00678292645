// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import io.thence.Key;
import io.thence.KeyValue;
import io.thence.Tables;
import io.thence.ThenceException.BadRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a batch of events changes and writes it at once: changes of one row as one, statements of one text as
 * one JDBC batch. Each change sees those before it: before a statement runs, the rows of every table that its text
 * names are written, and before a row changes, the statements whose text names its table have run; and so with tables
 * that foreign keys bind to these. Rows are written after those that they refer to.
 */
public final class TableBatch implements Tables, AutoCloseable {

    private static final Pattern WORDS = Pattern.compile("\\W+");

    private final Connection connection;
    private final Dialect dialect;
    private final Map<String, TableRows> tables = new HashMap<>();
    /** Names of tables, those first that others refer to. */
    private final List<String> order = new ArrayList<>();
    /** Those of which nothing can be put off, since they refer to themselves. */
    private final Set<String> circular = new HashSet<>();
    private final Map<String, Statement> statements = new HashMap<>();
    private @Nullable ForeignKeys foreignKeys;
    private @Nullable Statement pending;
    private List<KeyValue> filed = List.of();

    /** Writes over {@code connection}. */
    public TableBatch(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    /** From now on changes are those of an event that is filed under {@code keys}. */
    public void at(List<KeyValue> keys) {
        filed = keys;
    }

    @Override
    public String filed(Key<?> key) {
        var values = filed.stream().filter(value -> value.key().equals(key.name())).toList();
        if (values.size() != 1) {
            throw new BadRequest("the event at hand is filed under " + values.size() + " values of '" + key.name()
                    + "': filed(..) is for a key that it is filed under once");
        }
        return values.getFirst().value();
    }

    /** A statement, with the tables that it names or that are bound to them, among other words. */
    private record Statement(String sql, PreparedStatement prepared, Set<String> words) {}

    @Override
    public Row row(String table, Object... key) {
        return new OneRow(table.toUpperCase(Locale.ROOT), TableRows.key(key));
    }

    /** A row that a handler may hold on to: when its changes have been written, it begins new ones. */
    private final class OneRow implements Row {

        private final String table;
        private final List<Object> key;
        private RowChange change;

        OneRow(String table, List<Object> key) {
            this.table = table;
            this.key = key;
            change = change(table, key);
        }

        @Override
        public Row add(String column, long n) {
            return with(column, new RowChange.Add(n));
        }

        @Override
        public Row set(String column, Object value) {
            return with(column, new RowChange.Set(value));
        }

        @Override
        public Row least(String column, Object value) {
            return with(column, new RowChange.Least(value));
        }

        private Row with(String column, RowChange.Step step) {
            if (change.isWritten()) {
                change = change(table, key);
            }
            if (!change.take(column, step)) {
                writeRows(table);
                change = change(table, key);
                change.take(column, step);
            }
            return this;
        }
    }

    private RowChange change(String table, List<Object> key) {
        try {
            if (pending != null && pending.words().contains(table)) {
                runPending();
            }
            var rows = rows(table);
            if (circular.contains(table) && !rows.hasChange(key)) {
                writeFamily(foreignKeys().family(List.of(table)));
            }
            return rows.change(key);
        } catch (SQLException e) {
            throw new SqlFailed(e);
        }
    }

    private TableRows rows(String table) throws SQLException {
        var rows = tables.get(table);
        if (rows == null) {
            rows = TableRows.of(connection, dialect, table);
            tables.put(table, rows);
            order.add(table);
            if (foreignKeys().isCircular(table)) {
                circular.add(table);
            }
            order.sort(Comparator.comparingInt(foreignKeys()::rank)); // stable
        }
        return rows;
    }

    private ForeignKeys foreignKeys() throws SQLException {
        var known = foreignKeys;
        if (known == null) {
            known = ForeignKeys.of(connection);
            foreignKeys = known;
        }
        return known;
    }

    private void writeFamily(Set<String> names) throws SQLException {
        for (var table : order) {
            if (names.contains(table)) {
                rows(table).write();
            }
        }
    }

    private void writeRows(String table) {
        try {
            writeFamily(foreignKeys().family(List.of(table)));
        } catch (SQLException e) {
            throw new SqlFailed(e);
        }
    }

    @Override
    public void run(String sql, Object... arguments) {
        try {
            var statement = statements.get(sql);
            if (statement == null) {
                var words = foreignKeys().family(List.of(WORDS.split(sql.toUpperCase(Locale.ROOT))));
                statement = new Statement(sql, connection.prepareStatement(sql), words);
                statements.put(sql, statement);
            }
            if (pending != null && !pending.sql().equals(sql)) {
                runPending();
            }
            writeFamily(statement.words());
            pending = statement;
            for (int i = 0; i < arguments.length; i++) {
                Dialect.bind(statement.prepared(), i + 1, arguments[i]);
            }
            statement.prepared().addBatch();
        } catch (SQLException e) {
            throw new SqlFailed(e);
        }
    }

    private void runPending() throws SQLException {
        if (pending != null) {
            pending.prepared().executeBatch();
            pending = null;
        }
    }

    /** Writes everything that is collected. */
    public void write() throws SQLException {
        runPending();
        for (var table : order) {
            rows(table).write();
        }
    }

    /** Forgets everything that is collected. */
    public void clear() throws SQLException {
        if (pending != null) {
            pending.prepared().clearBatch();
            pending = null;
        }
        for (var rows : tables.values()) {
            rows.abandon();
        }
    }

    @Override
    public void close() throws SQLException {
        for (var statement : statements.values()) {
            statement.prepared().close();
        }
        for (var rows : tables.values()) {
            rows.close();
        }
    }

    /** Carries a database's failure through a handler. */
    public static final class SqlFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SqlFailed(SQLException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
