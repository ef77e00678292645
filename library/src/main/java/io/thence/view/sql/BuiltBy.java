// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What the rows of a database are built by, as fingerprints; its last ones stand in a table beside the checkpoints.
 *
 * @param tables   of what makes the tables
 * @param handlers of what events do to them; empty where that cannot be compared
 */
public record BuiltBy(String tables, Optional<String> handlers) {

    private static final String TABLE = "thence_built";

    /** Makes the table, with what builds the rows from the first event on. */
    static void create(Connection connection, BuiltBy first) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("create table " + TABLE + " (tables varchar, handlers varchar)");
        }
        first.insert(connection);
    }

    private void insert(Connection connection) throws SQLException {
        try (var insert = connection.prepareStatement("insert into " + TABLE + " values (?, ?)")) {
            insert.setString(1, tables);
            insert.setString(2, handlers.orElse(""));
            insert.executeUpdate();
        }
    }

    /** What built the rows last; empty in a database that was made before this was written down. */
    public static Optional<BuiltBy> read(Connection connection) throws SQLException {
        if (!TableNames.has(connection, TABLE)) {
            return Optional.empty();
        }
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select tables, handlers from " + TABLE)) {
            return rows.next()
                    ? Optional.of(new BuiltBy(rows.getString(1),
                            Optional.of(rows.getString(2)).filter(known -> !known.isEmpty())))
                    : Optional.empty();
        }
    }

    /** Has these stand there from now on, in the transaction at hand. */
    public void write(Connection connection) throws SQLException {
        if (!TableNames.has(connection, TABLE)) {
            create(connection, this);
            return;
        }
        try (var statement = connection.createStatement()) {
            statement.execute("delete from " + TABLE);
        }
        insert(connection);
    }
}
