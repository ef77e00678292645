// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The tables of a projection, and ours beside them. */
final class TableNames {

    private static final String OURS = "thence_";

    private TableNames() {}

    /** Those of the projection. */
    static List<String> of(Connection connection) throws SQLException {
        return all(connection).stream().filter(name -> !name.toLowerCase(Locale.ROOT).startsWith(OURS))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** Whether there is a table of ours of that name. */
    static boolean has(Connection connection, String ours) throws SQLException {
        return all(connection).stream().anyMatch(ours::equalsIgnoreCase);
    }

    private static List<String> all(Connection connection) throws SQLException {
        var names = new ArrayList<String>();
        var kinds = new String[] {"TABLE", "BASE TABLE"};
        try (var tables = connection.getMetaData().getTables(null, connection.getSchema(), null, kinds)) {
            while (tables.next()) {
                names.add(tables.getString("TABLE_NAME"));
            }
        }
        return names;
    }
}
