// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes rows that change in the same columns: an update for each, and an insert where there was none. */
final class EachRow implements AutoCloseable {

    private final PreparedStatement update;
    private final PreparedStatement insert;

    EachRow(Connection connection, Dialect dialect, RowKind kind) throws SQLException {
        var where = kind.keys().stream().map(column -> column + " = ?").collect(Collectors.joining(" and "));
        // A row that has nothing but its key is "changed" by setting the key to itself.
        var set = kind.changes().isEmpty() ? kind.keys().getFirst() + " = " + kind.keys().getFirst()
                : kind.changes().stream()
                        .map(change -> change.column() + " = " + change.value(change.column(), "?", dialect))
                        .collect(Collectors.joining(", "));
        update = connection.prepareStatement("update " + kind.table() + " set " + set + " where " + where);
        var columns = kind.columns();
        insert = connection.prepareStatement("insert into " + kind.table() + " (" + String.join(", ", columns)
                + ") values (" + columns.stream().map(_ -> "?").collect(Collectors.joining(", ")) + ")");
    }

    void write(List<RowKind.Row> rows) throws SQLException {
        for (var row : rows) {
            bind(update, row.values(), row.key());
        }
        var counts = update.executeBatch();
        var missing = new ArrayList<RowKind.Row>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                missing.add(rows.get(i));
            }
        }
        insert(missing);
    }

    void insert(List<RowKind.Row> missing) throws SQLException {
        for (var row : missing) {
            bind(insert, row.key(), row.values());
        }
        if (!missing.isEmpty()) {
            insert.executeBatch();
        }
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

    /** Forgets what the statements have been given. */
    void abandon() throws SQLException {
        update.clearBatch();
        insert.clearBatch();
    }

    @Override
    public void close() throws SQLException {
        update.close();
        insert.close();
    }
}
