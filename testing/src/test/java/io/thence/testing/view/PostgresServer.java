// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.view;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL server of the tests' own, which can be stopped and started again where it was. */
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

    /** The same address over all its lives. */
    DataSource source() {
        var source = new PGSimpleDataSource();
        source.setPortNumbers(new int[] {port});
        source.setServerNames(new String[] {"localhost"});
        source.setDatabaseName("postgres");
        source.setUser("postgres");
        source.setLoginTimeout(5);
        return source;
    }

    void stop() throws IOException {
        server.close();
    }

    void startAgain() throws IOException {
        server = start(EmbeddedPostgres.builder().setPort(port));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
