// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;

/** In what the databases differ that projections are kept in. */
public enum Dialect {
    /** H2, embedded. */
    H2 {
        @Override
        String stored(String name) {
            return name.toUpperCase(Locale.ROOT);
        }

        @Override
        String least(String column, String argument) {
            return "least(" + column + ", " + argument + ") ignore nulls";
        }

        @Override
        String arrayOf(Object value) {
            return "";
        }
    },
    /** PostgreSQL. */
    POSTGRESQL {
        @Override
        String stored(String name) {
            return name.toLowerCase(Locale.ROOT);
        }

        @Override
        String least(String column, String argument) {
            return "least(" + column + ", " + argument + ")"; // of those that are not null
        }

        @Override
        String arrayOf(Object value) {
            return switch (value) { // as the driver has the type of such an argument: the same is refused
                case String _ -> "varchar";
                case Long _ -> "int8";
                case Integer _ -> "int4";
                case BigDecimal _ -> "numeric";
                case Boolean _ -> "bool";
                case UUID _ -> "uuid";
                case Instant moment when moment.isAfter(COMMON) && moment.isBefore(FAR)
                        && moment.equals(moment.truncatedTo(ChronoUnit.MICROS)) -> "timestamptz"; // others are rounded
                default -> "";
            };
        }
    };

    /** Years of four digits: others are written in more ways than one. */
    private static final Instant COMMON = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");

    /** A name that is not quoted, as the catalogue has it. */
    abstract String stored(String name);

    /** A name of the catalogue as it stands in SQL, whatever word it is. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** The lesser of a column and an argument; the other one where one is null. */
    abstract String least(String column, String argument);

    /** The type of an array whose elements are like {@code value}, given as texts; empty if there is none. */
    abstract String arrayOf(Object value);

    /** Sets an argument; a moment in the type that every driver takes. */
    public static void bind(PreparedStatement statement, int at, Object value) throws SQLException {
        statement.setObject(at, value instanceof Instant moment ? moment.atOffset(ZoneOffset.UTC) : value);
    }
}
