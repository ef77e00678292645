// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Borrows connections of an application's pool, and gives each back as it came: others use them next. */
record PostgresConnections(DataSource source) {

    private static final System.Logger LOG = System.getLogger(PostgresConnections.class.getName());

    /** What is done with a connection. */
    @FunctionalInterface
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** Does all of it or nothing. */
    <T> T inTransaction(Work<T> work) throws SQLException {
        return borrowed(false, connection -> {
            var result = work.with(connection);
            connection.commit();
            return result;
        });
    }

    /** Looks at a schema, which is the first that a name is looked for in. */
    <T> T reading(String schema, Work<T> work) throws SQLException {
        return borrowed(false, connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("set local search_path to " + PostgresDatabase.quoted(schema));
            }
            return work.with(connection);
        });
    }

    /** Does each statement by itself. */
    <T> T each(Work<T> work) throws SQLException {
        return borrowed(true, work);
    }

    private <T> T borrowed(boolean autoCommit, Work<T> work) throws SQLException {
        try (var connection = source.getConnection()) {
            boolean before = connection.getAutoCommit();
            connection.setAutoCommit(autoCommit);
            T result;
            try {
                result = work.with(connection);
            } catch (SQLException | RuntimeException e) {
                restoreAfter(connection, before, e);
                throw e;
            }
            restore(connection, before);
            return result;
        }
    }

    private static void restore(Connection connection, boolean autoCommit) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback(); // also ends what was "set local"
        }
        connection.setAutoCommit(autoCommit);
    }

    private static void restoreAfter(Connection connection, boolean autoCommit, Exception why) {
        try {
            restore(connection, autoCommit);
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    /** One to keep, which commits where it is told to. */
    Connection lend(String schema) throws SQLException {
        var connection = source.getConnection();
        try {
            connection.setSchema(schema);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Gives back what was lent, as the server makes a connection for its user, and the driver. */
    void giveBack(Connection lent) {
        try (lent) {
            if (!lent.isClosed()) {
                restore(lent, true);
                try (var statement = lent.createStatement()) {
                    statement.execute("reset search_path");
                }
            }
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "a connection did not close in order", e);
        }
    }
}
