// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.view;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL server of the tests' own, which can be stopped or killed, and started again where it was. */
final class PostgresServer implements AutoCloseable {

    private final Path data;
    private EmbeddedPostgres server;
    private final int port;

    PostgresServer(Path folder) throws IOException {
        data = folder.resolve("pg");
        server = start(EmbeddedPostgres.builder());
        port = server.getPort();
    }

    private EmbeddedPostgres start(EmbeddedPostgres.Builder builder) throws IOException {
        return builder.setDataDirectory(data).setCleanDataDirectory(false).start();
    }

    /** Connections to the database that every server has. */
    PGSimpleDataSource source() {
        return source(port, "postgres");
    }

    /** The same address over all lives of a server. */
    static PGSimpleDataSource source(int port, String database) {
        var source = new PGSimpleDataSource();
        source.setPortNumbers(new int[] {port});
        source.setServerNames(new String[] {"localhost"});
        source.setDatabaseName(database);
        source.setUser("postgres");
        source.setLoginTimeout(5);
        return source;
    }

    int port() {
        return port;
    }

    void stop() throws IOException {
        server.close();
    }

    /** Ends all its processes with no chance to write anything. */
    void kill() throws IOException {
        long postmaster = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
        var process = ProcessHandle.of(postmaster).orElseThrow();
        var all = process.descendants().toList();
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
        all.forEach(child -> child.onExit().join());
        server.close(); // it has only its own to let go of
    }

    void startAgain() throws IOException {
        server = start(EmbeddedPostgres.builder().setPort(port));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
