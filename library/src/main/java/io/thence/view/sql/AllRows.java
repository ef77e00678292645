// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Updates many rows by one statement, which is given an array for each column: a server takes that much faster than as
 * many statements. For databases that have such arrays.
 */
final class AllRows implements AutoCloseable {

    /** So many rows are worth it. */
    static final int WORTH = 16;

    private final Connection connection;
    private final List<String> types;
    private final PreparedStatement update;

    /** {@code types} says what the arrays are of, those of the key first. */
    AllRows(Connection connection, Dialect dialect, RowKind kind, List<String> types) throws SQLException {
        this.connection = connection;
        this.types = types;
        int keys = kind.keys().size();
        var set = kind.changes().isEmpty() ? kind.keys().getFirst() + " = t." + kind.keys().getFirst()
                : IntStream.range(0, kind.changes().size()).mapToObj(i -> {
                    var change = kind.changes().get(i);
                    return change.column() + " = " + change.value("t." + change.column(), "v.c" + (keys + i), dialect);
                }).collect(Collectors.joining(", "));
        var arrays = types.stream().map(type -> "cast(? as " + type + "[])").collect(Collectors.joining(", "));
        var names = IntStream.range(0, types.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        var where = IntStream.range(0, keys).mapToObj(i -> "t." + kind.keys().get(i) + " = v.c" + i)
                .collect(Collectors.joining(" and "));
        update = connection.prepareStatement("update " + kind.table() + " as t set " + set + " from unnest(" + arrays
                + ") with ordinality as v(" + names + ", n) where " + where + " returning v.n");
    }

    /** What the arrays for these rows are of; empty if some values have no such type, or differ in it. */
    static Optional<List<String>> types(Dialect dialect, List<RowKind.Row> rows) {
        var types = typesOf(dialect, rows.getFirst());
        return types.stream().anyMatch(String::isEmpty)
                || rows.stream().anyMatch(row -> !typesOf(dialect, row).equals(types))
                ? Optional.empty() : Optional.of(types);
    }

    private static List<String> typesOf(Dialect dialect, RowKind.Row row) {
        return Stream.concat(row.key().stream().map(part -> part instanceof BigDecimal ? "" : dialect.arrayOf(part)),
                row.values().stream().map(dialect::arrayOf)).toList(); // 1.0 and 1.00 are one key, to a database
    }

    /** Updates those that are there; the others. */
    List<RowKind.Row> write(List<RowKind.Row> rows) throws SQLException {
        int keys = rows.getFirst().key().size();
        for (int i = 0; i < types.size(); i++) {
            int at = i;
            var values = rows.stream().map(row -> at < keys ? row.key().get(at) : row.values().get(at - keys))
                    .map(Object::toString).toArray(String[]::new);
            update.setArray(i + 1, connection.createArrayOf("text", values));
        }
        var updated = new BitSet(rows.size());
        try (var found = update.executeQuery()) {
            while (found.next()) {
                updated.set(found.getInt(1) - 1);
            }
        }
        var missing = new ArrayList<RowKind.Row>();
        for (int i = updated.nextClearBit(0); i < rows.size(); i = updated.nextClearBit(i + 1)) {
            missing.add(rows.get(i));
        }
        return missing;
    }

    @Override
    public void close() throws SQLException {
        update.close();
    }
}
