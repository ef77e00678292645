// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.inbox;

import io.thence.testing.view.PostgresExtension;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;

/** On PostgreSQL, whose transactions end when a connection is killed from elsewhere. */
class PostgresInboxTest extends JdbcInboxContract {

    @RegisterExtension
    private static final PostgresExtension SERVER = new PostgresExtension();

    @Override
    DataSource source() {
        return SERVER.source();
    }

    @Override
    protected void effectAndLoss(Connection with, String text) throws Exception {
        effect(with, text);
        kill(with);
        throw new IOException("lost");
    }

    /** As a crash of the server, or of what lies between, ends it: nobody rolls back. */
    private void kill(Connection victim) throws SQLException {
        int backend = victim.unwrap(PGConnection.class).getBackendPID();
        try (var connection = source().getConnection(); var statement = connection.createStatement()) {
            statement.execute("select pg_terminate_backend(" + backend + ")");
        }
    }
}
