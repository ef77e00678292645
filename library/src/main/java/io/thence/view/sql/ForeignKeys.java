// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which tables refer to which: rows are written after those that they refer to, and deleted before them. Tables are
 * named in upper case.
 *
 * @param parents by table, those that it refers to
 */
record ForeignKeys(Map<String, Set<String>> parents) {

    static ForeignKeys of(Connection connection) throws SQLException {
        var parents = new HashMap<String, Set<String>>();
        if (areAny(connection)) {
            for (var table : TableNames.of(connection)) {
                try (var keys = connection.getMetaData().getImportedKeys(null, connection.getSchema(), table)) {
                    while (keys.next()) {
                        parents.computeIfAbsent(name(keys.getString("FKTABLE_NAME")), _ -> new HashSet<>())
                                .add(name(keys.getString("PKTABLE_NAME")));
                    }
                }
            }
        }
        return new ForeignKeys(parents);
    }

    /** One question, where most have none, instead of one for each table. */
    private static boolean areAny(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from information_schema.table_constraints"
                        + " where constraint_type = 'FOREIGN KEY' and table_schema = current_schema")) {
            return rows.next() && rows.getInt(1) > 0;
        }
    }

    private static String name(String table) {
        return table.toUpperCase(Locale.ROOT);
    }

    /** Some tables, among other words, and all that are bound to one of them, over others too. */
    Set<String> family(Collection<String> some) {
        var all = new HashSet<>(some);
        boolean grows = !parents.isEmpty();
        while (grows) {
            grows = false;
            for (var entry : parents.entrySet()) {
                if (all.contains(entry.getKey()) || !Collections.disjoint(all, entry.getValue())) {
                    grows |= all.add(entry.getKey());
                    grows |= all.addAll(entry.getValue());
                }
            }
        }
        return all;
    }

    /** Whether a table refers to itself, over others too: the order of its rows matters. */
    boolean isCircular(String table) {
        return ancestors(table).contains(table);
    }

    /** A table that refers to another one has more. */
    int rank(String table) {
        return ancestors(name(table)).size();
    }

    private Set<String> ancestors(String table) {
        var ancestors = new HashSet<>(parents.getOrDefault(table, Set.of()));
        boolean grows = !ancestors.isEmpty();
        while (grows) {
            var further = new HashSet<String>();
            ancestors.forEach(one -> further.addAll(parents.getOrDefault(one, Set.of())));
            grows = ancestors.addAll(further);
        }
        return ancestors;
    }
}
