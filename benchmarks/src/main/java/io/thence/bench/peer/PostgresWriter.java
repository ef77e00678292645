// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.peer;

import io.thence.store.NewEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;

/** One connection that appends events. For one thread at a time. */
public final class PostgresWriter implements AutoCloseable {

    private static final String INSERT =
            "insert into events (stream, revision, owner, type, data) values (?, ?, ?, ?, ?)";
    private static final String COPY = "copy events (stream, revision, owner, type, data) from stdin";

    private final Connection connection;
    private final PreparedStatement insert;
    private final Map<String, Long> revisions = new HashMap<>();

    /** On a connection of its own. */
    public PostgresWriter(Postgres server) throws SQLException {
        connection = server.connect();
        insert = connection.prepareStatement(INSERT);
    }

    /** Appends one event in a transaction; the unique (stream, revision) stands for the condition. */
    public void append(String stream, long revision, NewEvent event) throws SQLException {
        set(stream, revision, event);
        insert.executeUpdate();
    }

    /** Appends events in one transaction, as a batch of JDBC. */
    public void append(List<NewEvent> events) throws SQLException {
        connection.setAutoCommit(false);
        for (var event : events) {
            var stream = event.keys().getFirst().value();
            set(stream, next(stream), event);
            insert.addBatch();
        }
        insert.executeBatch();
        connection.commit();
    }

    /** Appends events in one transaction, by {@code COPY}. */
    public void copy(List<NewEvent> events) throws SQLException, IOException {
        var text = new StringBuilder();
        for (var event : events) {
            var stream = event.keys().getFirst().value();
            text.append(stream).append('\t').append(next(stream)).append('\t').append(event.keys().getLast().value())
                    .append('\t').append(event.type()).append('\t').append(json(event)).append('\n');
        }
        connection.unwrap(PGConnection.class).getCopyAPI()
                .copyIn(COPY, new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private long next(String stream) {
        return revisions.merge(stream, 1L, Long::sum);
    }

    private void set(String stream, long revision, NewEvent event) throws SQLException {
        insert.setString(1, stream);
        insert.setLong(2, revision);
        insert.setString(3, event.keys().getLast().value());
        insert.setString(4, event.type());
        insert.setString(5, json(event));
    }

    private static String json(NewEvent event) {
        return new String(event.data(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
