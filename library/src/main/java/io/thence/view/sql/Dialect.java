// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;

/** In what the databases differ that projections are kept in. */
public enum Dialect {
    /** H2, embedded. */
    H2 {
        @Override
        String stored(String table) {
            return table.toUpperCase(Locale.ROOT);
        }

        @Override
        String least(String column) {
            return "least(" + column + ", ?) ignore nulls";
        }
    },
    /** PostgreSQL. */
    POSTGRESQL {
        @Override
        String stored(String table) {
            return table.toLowerCase(Locale.ROOT);
        }

        @Override
        String least(String column) {
            return "least(" + column + ", ?)"; // of those that are not null
        }
    };

    /** A table's name as the catalogue has it. */
    abstract String stored(String table);

    /** The lesser of a column and an argument; the other one where one is null. */
    abstract String least(String column);

    /** Sets an argument; a moment in the type that every driver takes. */
    public static void bind(PreparedStatement statement, int at, Object value) throws SQLException {
        statement.setObject(at, value instanceof Instant moment ? moment.atOffset(ZoneOffset.UTC) : value);
    }
}
