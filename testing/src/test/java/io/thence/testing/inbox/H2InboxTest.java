// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.inbox;

import java.io.IOException;
import java.sql.Connection;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;

/** On H2, by connections that are used again. */
class H2InboxTest extends JdbcInboxContract {

    private final JdbcConnectionPool pool =
            JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";LOCK_TIMEOUT=20000", "sa", "");

    @AfterEach
    void close() {
        pool.dispose();
    }

    @Override
    DataSource source() {
        return pool;
    }

    @Override
    protected void effectAndLoss(Connection with, String text) throws Exception {
        effect(with, text);
        with.unwrap(JdbcConnection.class).close();
        throw new IOException("lost");
    }
}
