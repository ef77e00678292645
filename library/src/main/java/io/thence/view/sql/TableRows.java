// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import io.thence.KeyValue;
import io.thence.ThenceException.BadRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The merged changes of one table's rows: an update for each row, and an insert where there was none. */
final class TableRows implements AutoCloseable {

    private final Connection connection;
    private final Dialect dialect;
    private final String table;
    private final List<String> keyColumns;
    private final Map<List<Object>, RowChange> changes = new LinkedHashMap<>();
    private final Map<List<RowChange.Change>, Statements> statements = new HashMap<>();

    private TableRows(Connection connection, Dialect dialect, String table, List<String> keyColumns) {
        this.connection = connection;
        this.dialect = dialect;
        this.table = table;
        this.keyColumns = keyColumns;
    }

    static TableRows of(Connection connection, Dialect dialect, String table) throws SQLException {
        var columns = new ArrayList<String>();
        try (var keys = connection.getMetaData().getPrimaryKeys(null, connection.getSchema(),
                dialect.stored(table))) {
            var ordered = new TreeMap<Integer, String>();
            while (keys.next()) {
                ordered.put(keys.getInt("KEY_SEQ"), keys.getString("COLUMN_NAME"));
            }
            columns.addAll(ordered.values());
        }
        if (columns.isEmpty()) {
            throw new BadRequest("there is no table " + table
                    + " with a primary key: make one in the projection's tables");
        }
        return new TableRows(connection, dialect, table, columns);
    }

    private record Statements(PreparedStatement update, PreparedStatement insert) {}

    /** A key as it is compared: whole numbers are of one type, as they are in the table. */
    static List<Object> key(Object... parts) {
        var key = new ArrayList<>(parts.length);
        for (var part : parts) {
            key.add(part instanceof Integer || part instanceof Short || part instanceof Byte
                    ? (Object) ((Number) part).longValue() : part);
        }
        return key;
    }

    RowChange change(List<Object> key) {
        if (key.size() != keyColumns.size()) {
            throw new BadRequest("a row of " + table + " is named by " + keyColumns + ", not by " + key);
        }
        return changes.computeIfAbsent(key, _ -> new RowChange());
    }

    /**
     * Deletes the rows of one value of a key.
     *
     * @throws BadRequest if the first column of the primary key does not have the key's name: its values may be of
     *                    anything else, though they look alike
     */
    void delete(KeyValue key) throws SQLException {
        var column = keyColumns.getFirst();
        if (!column.equalsIgnoreCase(key.key().replace('-', '_').replace('.', '_'))) {
            throw new BadRequest("rows of table " + table + " are not known to belong to one value of '" + key.key()
                    + "': the first column of its primary key is '" + column + "': name it after the key, or build the"
                    + " whole projection anew");
        }
        try (var delete = connection.prepareStatement("delete from " + table + " where cast(" + column
                + " as varchar) = ?")) {
            delete.setString(1, key.value());
            delete.executeUpdate();
        }
    }

    /** Forgets all changes, also those that statements have been given already. */
    void abandon() throws SQLException {
        for (var sql : statements.values()) {
            sql.update().clearBatch();
            sql.insert().clearBatch();
        }
        clear();
    }

    private void clear() {
        changes.values().forEach(RowChange::written);
        changes.clear();
    }

    void write() throws SQLException {
        var bySignature = new LinkedHashMap<List<RowChange.Change>, List<List<Object>>>();
        changes.forEach((key, change) ->
                bySignature.computeIfAbsent(change.signature(), _ -> new ArrayList<>()).add(key));
        for (var entry : bySignature.entrySet()) {
            write(statements(entry.getKey()), entry.getValue());
        }
        clear();
    }

    private void write(Statements sql, List<List<Object>> keys) throws SQLException {
        for (var key : keys) {
            bind(sql.update(), values(key), key);
        }
        var counts = sql.update().executeBatch();
        boolean inserts = false;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                bind(sql.insert(), keys.get(i), values(keys.get(i)));
                inserts = true;
            }
        }
        if (inserts) {
            sql.insert().executeBatch();
        }
    }

    private List<Object> values(List<Object> key) {
        var change = changes.get(key);
        return change == null ? List.of() : change.values();
    }

    private static void bind(PreparedStatement statement, List<Object> first, List<Object> second) throws SQLException {
        int at = 1;
        for (var value : first) {
            Dialect.bind(statement, at++, value);
        }
        for (var value : second) {
            Dialect.bind(statement, at++, value);
        }
        statement.addBatch();
    }

    private Statements statements(List<RowChange.Change> signature) throws SQLException {
        var known = statements.get(signature);
        if (known == null) {
            var where = keyColumns.stream().map(column -> column + " = ?").collect(Collectors.joining(" and "));
            // A row that has nothing but its key is "changed" by setting the key to itself.
            var set = signature.isEmpty()
                    ? keyColumns.getFirst() + " = " + keyColumns.getFirst()
                    : signature.stream().map(change -> change.assignment(dialect)).collect(Collectors.joining(", "));
            var columns = Stream.concat(keyColumns.stream(), signature.stream().map(RowChange.Change::column)).toList();
            known = new Statements(
                    connection.prepareStatement("update " + table + " set " + set + " where " + where),
                    connection.prepareStatement("insert into " + table + " (" + String.join(", ", columns)
                            + ") values ("
                            + columns.stream().map(_ -> "?").collect(Collectors.joining(", ")) + ")"));
            statements.put(signature, known);
        }
        return known;
    }

    @Override
    public void close() throws SQLException {
        for (var sql : statements.values()) {
            sql.update().close();
            sql.insert().close();
        }
    }
}
