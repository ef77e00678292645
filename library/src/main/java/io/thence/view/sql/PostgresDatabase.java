// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import javax.sql.DataSource;

/** A schema of a PostgreSQL database. What is committed there is durable as the server is set up. */
record PostgresDatabase(DataSource source, String schema) implements ViewDatabase {

    String quoted() {
        return quoted(schema);
    }

    static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRESQL;
    }

    @Override
    public Connection connect() throws SQLException {
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

    @Override
    public Readers readers() {
        return new Borrowed(this);
    }

    /** The search path holds for the transaction only: the connection is another one's afterwards. */
    private record Borrowed(PostgresDatabase database) implements Readers {

        @Override
        public <T> T ask(Question<T> question) throws SQLException {
            try (var connection = database.source().getConnection()) {
                connection.setAutoCommit(false);
                try (var statement = connection.createStatement()) {
                    statement.execute("set local search_path to " + database.quoted());
                    return question.ask(connection);
                } finally {
                    connection.rollback();
                    connection.setAutoCommit(true);
                }
            }
        }

        @Override
        public void close() {}
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public void sync() {}

    @Override
    public void empty(Blueprint blueprint) throws SQLException {
        make(blueprint, "drop schema " + quoted() + " cascade");
    }

    /** Makes its tables, after {@code first}: whole or not at all, since PostgreSQL makes tables in a transaction. */
    void make(Blueprint blueprint, String... first) throws SQLException {
        try (var connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                for (var sql : first) {
                    statement.execute(sql);
                }
                statement.execute("create schema " + quoted());
                statement.execute("set local search_path to " + quoted());
                Checkpoints.create(connection, blueprint);
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    @Override
    public boolean closesToCompact() {
        return false;
    }

    /**
     * Writes each table to a new file; the server deletes the old one. What its write-ahead log and its backups hold is
     * the server's affair.
     */
    @Override
    public void compact() throws SQLException {
        try (var connection = source.getConnection(); var statement = connection.createStatement()) {
            var tables = new ArrayList<String>();
            try (var query = connection.prepareStatement("select tablename from pg_tables where schemaname = ?")) {
                query.setString(1, schema);
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        tables.add(rows.getString(1));
                    }
                }
            }
            for (var table : tables) {
                statement.execute("vacuum full " + quoted() + "." + quoted(table));
            }
        }
    }

    @Override
    public void close() {}
}
