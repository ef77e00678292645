// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.peer;

import io.thence.bench.load.Payload;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * A read model as one writes it by hand with care: what a batch adds to a row is summed up in memory, and written with
 * the position in one transaction, each row by one statement of a JDBC batch.
 */
public final class HandWritten implements AutoCloseable {

    private static final String H2_OPTIONS = ";WRITE_DELAY=0;RETENTION_TIME=0;TRACE_LEVEL_FILE=0";
    private static final String H2_UPSERT = """
            merge into balances b using (values (cast(? as varchar), cast(? as bigint), cast(? as bigint)))
            as n (account, cents, payments) on b.account = n.account
            when matched then update set cents = b.cents + n.cents, payments = b.payments + n.payments
            when not matched then insert values (n.account, n.cents, n.payments)""";
    private static final String POSTGRES_UPSERT = """
            insert into balances values (?, ?, ?) on conflict (account)
            do update set cents = balances.cents + excluded.cents, payments = balances.payments + excluded.payments""";
    private static final long SYNC_NANOS = 1_000_000_000;

    private final Connection connection;
    private final PreparedStatement upsert;
    private final PreparedStatement checkpoint;
    private final boolean syncs;
    private final Map<String, Change> changes = new HashMap<>();
    private long synced = System.nanoTime();

    private static final class Change {
        private long cents;
        private long payments;
    }

    private HandWritten(Connection connection, String upsert, boolean syncs) throws SQLException {
        this.connection = connection;
        this.syncs = syncs;
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("drop table if exists balances");
            statement.execute("drop table if exists checkpoint");
            statement.execute(
                    "create table balances (account varchar primary key, cents bigint, payments bigint)");
            statement.execute("create table checkpoint (position bigint)");
            statement.execute("insert into checkpoint values (0)");
        }
        connection.commit();
        this.upsert = connection.prepareStatement(upsert);
        checkpoint = connection.prepareStatement("update checkpoint set position = ?");
    }

    /** On H2 in a file, which is flushed each second. */
    public static HandWritten onH2(Path directory) throws SQLException {
        return new HandWritten(DriverManager.getConnection("jdbc:h2:file:" + directory.resolve("tables") + H2_OPTIONS),
                H2_UPSERT, true);
    }

    /** On PostgreSQL, which flushes each commit. */
    public static HandWritten onPostgres(Postgres server) throws SQLException {
        return new HandWritten(server.connect(), POSTGRES_UPSERT, false);
    }

    /** Takes an event into the batch. */
    public void add(Payload paid) {
        var change = changes.computeIfAbsent(paid.account(), _ -> new Change());
        change.cents += paid.cents();
        change.payments++;
    }

    /** Writes the batch, up to the event at {@code position}. */
    public void commit(long position) throws SQLException {
        for (var change : changes.entrySet()) {
            upsert.setString(1, change.getKey());
            upsert.setLong(2, change.getValue().cents);
            upsert.setLong(3, change.getValue().payments);
            upsert.addBatch();
        }
        upsert.executeBatch();
        changes.clear();
        checkpoint.setLong(1, position);
        checkpoint.executeUpdate();
        connection.commit();
        if (syncs && System.nanoTime() - synced > SYNC_NANOS) {
            try (var statement = connection.createStatement()) {
                statement.execute("checkpoint sync");
            }
            synced = System.nanoTime();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
