// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tables of a projection, without ours. */
final class TableNames {

    private static final String OURS = "thence_";

    private TableNames() {}

    static List<String> of(Connection connection) throws SQLException {
        var names = new ArrayList<String>();
        var kinds = new String[] {"TABLE", "BASE TABLE"};
        try (var tables = connection.getMetaData().getTables(null, connection.getSchema(), null, kinds)) {
            while (tables.next()) {
                var name = tables.getString("TABLE_NAME");
                if (!name.toLowerCase(Locale.ROOT).startsWith(OURS)) {
                    names.add(name);
                }
            }
        }
        return names;
    }
}
