// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import io.thence.Key;
import io.thence.KeyValue;
import io.thence.Tables;
import io.thence.ThenceException.BadRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a batch of events changes and writes it at once: changes of one row as one, statements of one text as
 * one JDBC batch. Each change sees those before it: before a statement runs, the rows of every table that its text
 * names are written, and before a row changes, the statements whose text names its table have run.
 */
public final class TableBatch implements Tables, AutoCloseable {

    private static final Pattern WORDS = Pattern.compile("\\W+");

    private final Connection connection;
    private final Dialect dialect;
    private final Map<String, TableRows> tables = new LinkedHashMap<>();
    private final Map<String, Statement> statements = new HashMap<>();
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

    private record Statement(String sql, PreparedStatement prepared, List<String> words) {}

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
            var rows = tables.get(table);
            if (rows == null) {
                rows = TableRows.of(connection, dialect, table);
                tables.put(table, rows);
            }
            return rows.change(key);
        } catch (SQLException e) {
            throw new SqlFailed(e);
        }
    }

    private void writeRows(String table) {
        try {
            var rows = tables.get(table);
            if (rows != null) {
                rows.write();
            }
        } catch (SQLException e) {
            throw new SqlFailed(e);
        }
    }

    @Override
    public void run(String sql, Object... arguments) {
        try {
            var statement = statements.get(sql);
            if (statement == null) {
                var words = List.of(WORDS.split(sql.toUpperCase(Locale.ROOT)));
                statement = new Statement(sql, connection.prepareStatement(sql), words);
                statements.put(sql, statement);
            }
            for (var entry : tables.entrySet()) {
                if (statement.words().contains(entry.getKey())) {
                    entry.getValue().write();
                }
            }
            if (pending != null && !pending.sql().equals(sql)) {
                runPending();
            }
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
        for (var rows : tables.values()) {
            rows.write();
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
