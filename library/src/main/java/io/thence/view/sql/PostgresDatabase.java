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

    /** A server does that by itself. */
    @Override
    public void reopen() {}

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

    @Override
    public OldVersions oldVersions() throws SQLException {
        return PostgresVersions.now(connections);
    }

    /**
     * Writes each table to a new file, and what the server knows of its values; the server deletes the old file.
     * Whoever uses a table is waited for, but not long: others that want to read it queue behind. What its write-ahead
     * log, its backups and the free space of its catalogue hold is the server's affair.
     */
    @Override
    public void compact() throws SQLException {
        for (var table : connections.reading(schema, this::tables)) {
            var name = quoted() + "." + quoted(table);
            connections.each(connection -> { // it cannot run in a transaction, and takes the time that it takes
                var before = file(connection, name);
                try (var statement = connection.createStatement()) {
                    statement.execute("set statement_timeout = 0");
                    statement.execute("set lock_timeout = '1s'");
                    try {
                        statement.execute("vacuum (full, analyze) " + name);
                    } finally {
                        statement.execute("reset statement_timeout");
                        statement.execute("reset lock_timeout");
                    }
                }
                if (file(connection, name).equals(before)) { // it only warns
                    throw new SQLException("table " + name + " is not written anew, which its owner alone may do:"
                            + " give it to the user of the connections");
                }
                return name;
            });
        }
    }

    private static String file(Connection connection, String table) throws SQLException {
        try (var query = connection.prepareStatement("select pg_relation_filepath(cast(? as regclass))")) {
            query.setString(1, table);
            try (var rows = query.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
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
