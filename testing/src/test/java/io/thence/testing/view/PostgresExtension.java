// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.view;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database of the test class's own, in a PostgreSQL server that all test classes share: it is started for the first
 * that wants it, and ends with the last.
 */
public final class PostgresExtension implements BeforeAllCallback {

    private static final ExtensionContext.Namespace SHARED = ExtensionContext.Namespace.create(PostgresExtension.class);

    private int port;
    private String database = "";

    /** The server, in a folder that goes with it. */
    private record Shared(Path folder, PostgresServer server) implements AutoCloseable {

        static Shared start() {
            try {
                var folder = Files.createTempDirectory("thence-postgres");
                return new Shared(folder, new PostgresServer(folder));
            } catch (IOException e) {
                throw new AssertionError("no PostgreSQL server", e);
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) throws SQLException {
        var server = context.getRoot().getStore(SHARED)
                .computeIfAbsent(Shared.class, _ -> Shared.start(), Shared.class).server();
        port = server.port();
        database = context.getRequiredTestClass().getSimpleName().toLowerCase(Locale.ROOT);
        try (var connection = server.source().getConnection()) {
            execute(connection, "create database " + database);
        }
    }

    /** Connections to the class's database. */
    public PGSimpleDataSource source() {
        return PostgresServer.source(port, database);
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of what the server answers. */
    List<String> asked(String sql) throws SQLException {
        var found = new ArrayList<String>();
        try (var connection = source().getConnection(); var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }
}
