// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import io.thence.KeyValue;
import io.thence.ThenceException.BadRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The merged changes of one table's rows: an update for each row, and an insert where there was none. */
final class TableRows implements AutoCloseable {

    private static final Set<String> TEXTS = Set.of("varchar", "text", "bpchar");

    private final Connection connection;
    private final Dialect dialect;
    private final String table;
    private final String stored;
    private final List<String> keyColumns;
    private @Nullable List<String> columns;
    private @Nullable Set<String> texts;
    private final Map<List<Object>, RowChange> changes = new LinkedHashMap<>();
    private final Map<RowKind, EachRow> each = new HashMap<>();
    private final Map<Typed, AllRows> all = new HashMap<>();

    /** A table as it is called, and as the catalogue has it. */
    private record Named(String table, String stored) {}

    private TableRows(Connection connection, Dialect dialect, Named named, List<String> keyColumns) {
        this.connection = connection;
        this.dialect = dialect;
        table = named.table();
        stored = named.stored();
        this.keyColumns = keyColumns;
    }

    static TableRows of(Connection connection, Dialect dialect, String table) throws SQLException {
        var stored = dialect.stored(table);
        var keys = keys(connection, stored);
        if (keys.isEmpty()) { // its name may be quoted where it is made
            stored = TableNames.of(connection).stream().filter(table::equalsIgnoreCase).findFirst().orElse(stored);
            keys = keys(connection, stored);
        }
        if (keys.isEmpty()) {
            throw new BadRequest("there is no table " + table
                    + " with a primary key: make one in the projection's tables");
        }
        return new TableRows(connection, dialect, new Named(table, stored), keys);
    }

    private static List<String> keys(Connection connection, String table) throws SQLException {
        try (var keys = connection.getMetaData().getPrimaryKeys(null, connection.getSchema(), table)) {
            var ordered = new TreeMap<Integer, String>();
            while (keys.next()) {
                ordered.put(keys.getInt("KEY_SEQ"), keys.getString("COLUMN_NAME"));
            }
            return List.copyOf(ordered.values());
        }
    }

    private List<String> columns() throws SQLException {
        var known = columns;
        if (known == null) {
            known = new ArrayList<>();
            try (var query = connection.prepareStatement("select * from " + Dialect.quoted(stored) + " where 1 = 0");
                    var none = query.executeQuery()) {
                for (int i = 1; i <= none.getMetaData().getColumnCount(); i++) {
                    known.add(none.getMetaData().getColumnName(i));
                }
            }
            columns = known;
        }
        return known;
    }

    /** Rows of this kind, with all names as they stand in SQL, whatever words they are. */
    private RowKind quoted(RowKind kind) throws SQLException {
        var all = columns();
        return new RowKind(Dialect.quoted(stored), kind.keys().stream().map(Dialect::quoted).toList(),
                kind.changes().stream().map(change -> new RowChange.Change(
                        Dialect.quoted(stored(change.column(), all)), change.step())).toList());
    }

    private String stored(String column, List<String> all) {
        var usual = dialect.stored(column);
        return all.contains(usual) ? usual
                : all.stream().filter(column::equalsIgnoreCase).findFirst().orElse(usual);
    }

    /** The columns that are of texts and nothing else, in lower case: no JSON, no enumeration. */
    private Set<String> texts() throws SQLException {
        var known = texts;
        if (known == null) {
            known = new HashSet<>();
            try (var found = connection.getMetaData().getColumns(null, connection.getSchema(), stored, null)) {
                while (found.next()) {
                    if (TEXTS.contains(found.getString("TYPE_NAME"))) {
                        known.add(found.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
                    }
                }
            }
            texts = known;
        }
        return known;
    }

    /** Rows of one kind whose values have the same types. */
    private record Typed(RowKind kind, List<String> types) {}

    /** A key as it is compared: whole numbers are of one type, as they are in the table. */
    static List<Object> key(Object... parts) {
        var key = new ArrayList<>(parts.length);
        for (var part : parts) {
            key.add(part instanceof Integer || part instanceof Short || part instanceof Byte
                    ? (Object) ((Number) part).longValue() : part);
        }
        return key;
    }

    /** Whether the row of {@code key} has changes that are not written. */
    boolean hasChange(List<Object> key) {
        return changes.containsKey(key);
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
        try (var delete = connection.prepareStatement("delete from " + Dialect.quoted(stored) + " where cast("
                + Dialect.quoted(column) + " as varchar) = ?")) {
            delete.setString(1, key.value());
            delete.executeUpdate();
        }
    }

    /** Forgets all changes, also those that statements have been given already. */
    void abandon() throws SQLException {
        for (var statements : each.values()) {
            statements.abandon();
        }
        clear();
    }

    private void clear() {
        changes.values().forEach(RowChange::written);
        changes.clear();
    }

    void write() throws SQLException {
        var byKind = new LinkedHashMap<RowKind, List<RowKind.Row>>();
        changes.forEach((key, change) -> byKind
                .computeIfAbsent(new RowKind(table, keyColumns, change.signature()), _ -> new ArrayList<>())
                .add(new RowKind.Row(key, change.values())));
        for (var entry : byKind.entrySet()) {
            write(entry.getKey(), entry.getValue());
        }
        clear();
    }

    private void write(RowKind kind, List<RowKind.Row> rows) throws SQLException {
        var types = rows.size() < AllRows.WORTH ? Optional.<List<String>>empty() : AllRows.types(dialect, rows);
        if (types.isPresent() && kind.areTexts(types.get(), TEXTS, texts())) {
            each(kind).insert(all(new Typed(kind, types.get())).write(rows));
        } else {
            each(kind).write(rows);
        }
    }

    private EachRow each(RowKind kind) throws SQLException {
        var known = each.get(kind);
        if (known == null) {
            known = new EachRow(connection, dialect, quoted(kind));
            each.put(kind, known);
        }
        return known;
    }

    private AllRows all(Typed typed) throws SQLException {
        var known = all.get(typed);
        if (known == null) {
            known = new AllRows(connection, dialect, quoted(typed.kind()), typed.types());
            all.put(typed, known);
        }
        return known;
    }

    @Override
    public void close() throws SQLException {
        for (var statements : each.values()) {
            statements.close();
        }
        for (var statement : all.values()) {
            statement.close();
        }
    }
}
