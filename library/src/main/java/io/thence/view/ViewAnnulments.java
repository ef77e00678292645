// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Position;
import io.thence.Projection;
import io.thence.ThenceException.BadRequest;
import io.thence.event.AnnulledAhead;
import io.thence.event.Annulments;
import io.thence.event.EventCodec;
import io.thence.event.Ports;
import io.thence.event.SystemEvents.Annulment;
import io.thence.event.SystemEvents.Annulment.Named;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Has tables follow annulments. What lies ahead and is annulled further on is not taken in. What had been taken in is
 * undone when the view comes to its annulment; or the view begins again, where nothing undoes it.
 *
 * <p>Which events are passed over stands in the database from before the view comes to them until it has come to their
 * annulment: so it is known after a stop in between that they are not in the tables.
 */
final class ViewAnnulments {

    private static final String TABLE = "thence_annulled";

    private final EventStore store;
    private final EventCodec codec;
    private final ViewHandlers handlers;
    private final Following following;
    private AnnulledAhead ahead;
    private boolean outdated;

    ViewAnnulments(Projection projection, Ports ports, ViewHandlers handlers) {
        store = ports.store();
        codec = ports.codec();
        this.handlers = handlers;
        following = new Following(projection, codec);
        ahead = new AnnulledAhead(following.types());
    }

    /** Looks at what is annulled ahead of a view that has come to position {@code after}, and keeps it. */
    void open(Connection connection, long after) throws SQLException {
        outdated = false;
        ahead = AnnulledAhead.of(store, after, following.types());
        try (var statement = connection.createStatement()) {
            statement.execute("create table if not exists " + TABLE + " (position bigint primary key)");
        }
        var kept = kept(connection);
        try (var insert = connection.prepareStatement("insert into " + TABLE + " values (?)")) {
            for (long position : ahead.positions()) {
                if (!kept.contains(position)) {
                    insert.setLong(1, position);
                    insert.executeUpdate();
                }
            }
        }
        ahead.add(kept);
        connection.commit();
    }

    private static Set<Long> kept(Connection connection) throws SQLException {
        var kept = new HashSet<Long>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select position from " + TABLE)) {
            while (rows.next()) {
                kept.add(rows.getLong(1));
            }
        }
        return kept;
    }

    /** Whether the tables hold what was annulled and cannot be undone, so that the view must begin again. */
    boolean areOutdated() {
        return outdated;
    }

    /** Looks at what is about to be taken in: whether it makes the view begin again. */
    boolean outdate(List<StoredEvent> events) {
        outdated = events.stream().filter(Annulments::isOne)
                .flatMap(one -> ahead.takenIn(Annulments.read(one)).stream())
                .anyMatch(named -> !following.undoes(named.type()));
        return outdated;
    }

    /** Whether an event is passed over, because it is annulled further on. */
    boolean passesOver(StoredEvent event) {
        return ahead.passesOver(event);
    }

    /** Undoes what was taken in of what an annulment names. */
    void follow(Annulment annulment, TableBatch tables, Connection connection) {
        for (var named : ahead.takenIn(annulment)) {
            for (var event : codec.events(stored(named))) {
                tables.at(event.keys());
                handlers.undo(tables, event.data());
            }
        }
        ahead.met(annulment);
        try (var delete = connection.prepareStatement("delete from " + TABLE + " where position = ?")) {
            for (var named : annulment.events()) {
                delete.setLong(1, named.position());
                delete.executeUpdate();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the database does not forget what was annulled (" + e.getMessage() + ")",
                    e);
        }
    }

    private StoredEvent stored(Named named) {
        var before = new Position(store.lineage(), named.position() - 1);
        try (var reader = store.read(Query.ALL, before, Direction.FORWARDS)) {
            return reader.next().filter(event -> event.number() == named.position())
                    .orElseThrow(() -> new BadRequest("event " + named.id() + ", position " + named.position()
                            + ", which is to be undone, was removed from the log"));
        }
    }
}
