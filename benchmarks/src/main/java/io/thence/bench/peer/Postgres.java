// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.peer;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A PostgreSQL server of its own with a table of events; every commit waits for the device. */
public final class Postgres implements AutoCloseable {

    private static final String TABLE = """
            create table events (
                position bigint generated always as identity primary key,
                stream text not null,
                revision bigint not null,
                owner text not null,
                type text not null,
                data text not null,
                unique (stream, revision))""";

    private final EmbeddedPostgres server;

    /** Starts it on {@code folder}. */
    public Postgres(Path folder) throws IOException, SQLException {
        server = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("pg"))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("max_wal_size", "4GB")
                .start();
        try (var connection = connect(); var statement = connection.createStatement()) {
            require(connection, "fsync");
            require(connection, "synchronous_commit");
            statement.execute(TABLE);
        } catch (SQLException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static void require(Connection connection, String setting) throws SQLException {
        try (var statement = connection.createStatement(); var shown = statement.executeQuery("show " + setting)) {
            shown.next();
            if (!shown.getString(1).equals("on")) {
                throw new IllegalStateException(setting + " is " + shown.getString(1) + ", which compares nothing");
            }
        }
    }

    /** A new connection, whose batches become one statement. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    /** Where it is, for pools of connections like that. */
    public String url() {
        return server.getJdbcUrl("postgres", "postgres") + "&reWriteBatchedInserts=true";
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
