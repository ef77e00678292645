// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A schema of a PostgreSQL database. What is committed there is durable as the server is set up. */
record PostgresDatabase(PostgresConnections connections, String schema) implements ViewDatabase {

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
        return connections.lend(schema);
    }

    @Override
    public void giveBack(Connection connection) {
        connections.giveBack(connection);
    }

    @Override
    public Readers readers(int most) {
        return new Borrowed(this);
    }

    private record Borrowed(PostgresDatabase database) implements Readers {

        @Override
        public <T> T ask(Question<T> question) throws SQLException {
            return database.connections().reading(database.schema(), question::ask);
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
        connections.inTransaction(connection -> {
            try (var statement = connection.createStatement()) {
                for (var sql : first) {
                    statement.execute(sql);
                }
                statement.execute("create schema " + quoted());
                statement.execute("set local search_path to " + quoted());
                Checkpoints.create(connection, blueprint);
            }
            return blueprint;
        });
    }

    /**
     * Writes each table to a new file; the server deletes the old one. Rows as they were before go to the new one as
     * long as a transaction of anybody's is open in the server that may look at them. What its write-ahead log and its
     * backups hold is the server's affair.
     */
    @Override
    public void compact() throws SQLException {
        for (var table : connections.reading(schema, this::tables)) {
            connections.each(connection -> { // it cannot run in a transaction, and takes the time that it takes
                try (var statement = connection.createStatement()) {
                    statement.execute("set statement_timeout = 0");
                    try {
                        return statement.execute("vacuum full " + quoted() + "." + quoted(table));
                    } finally {
                        statement.execute("reset statement_timeout");
                    }
                }
            });
        }
    }

    private List<String> tables(Connection connection) throws SQLException {
        try (var query = connection.prepareStatement("select tablename from pg_tables where schemaname = ?")) {
            query.setString(1, schema);
            try (var rows = query.executeQuery()) {
                var tables = new ArrayList<String>();
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
                return tables;
            }
        }
    }

    @Override
    public void close() {}
}
