// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** One projection's database: its tables, and the checkpoints that commit with them. */
public sealed interface ViewDatabase extends AutoCloseable permits EmbeddedDatabase, PostgresDatabase {

    /** How its SQL is written. */
    Dialect dialect();

    /** A connection to write with, which commits only where it is told to. */
    Connection connect() throws SQLException;

    /** Ends what a connection of {@link #connect} has begun, and closes it. */
    void giveBack(Connection connection);

    /** Connections to read with, for as many as {@code most} at the same time. */
    Readers readers(int most);

    /** Whether it is a server's, that may be out of reach for a while. */
    boolean isRemote();

    /** Opens it again, where it has closed by itself; nobody else may have a connection. */
    void reopen() throws SQLException;

    /** Drops its tables, damaged or not, and makes those of {@code blueprint}; nobody else may have a connection. */
    void empty(Blueprint blueprint) throws SQLException;

    /** The versions of rows that are old by now: what is changed later leaves others. */
    OldVersions oldVersions() throws SQLException;

    /**
     * Writes its tables anew, so that nothing is left where they lie but what can be asked for, and old versions that
     * are kept; nobody else may have a connection.
     */
    void compact() throws SQLException;

    @Override
    void close() throws SQLException;

    /** Rows as they were before they were changed or deleted. */
    @FunctionalInterface
    interface OldVersions {
        /** Who may look at them still, so that {@link #compact} has to keep them; empty if nobody may. */
        Optional<String> keptBy() throws SQLException;
    }

    /** What is asked of a database. */
    @FunctionalInterface
    interface Question<T> {
        /** Asks over a connection that is given back afterwards. */
        T ask(Connection connection) throws SQLException;
    }

    /** Connections to read with. May be used from any thread, by no more at the same time than was said. */
    interface Readers extends AutoCloseable {
        /** Asks the database. */
        <T> T ask(Question<T> question) throws SQLException;

        @Override
        void close();
    }
}
