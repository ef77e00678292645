// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import io.thence.Event;
import io.thence.KeyValue;
import io.thence.ThenceException.BadRequest;
import io.thence.view.lane.Checkpoint;
import io.thence.view.lane.Target;
import io.thence.world.Mark;
import io.thence.world.World;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Writes what a lane's events change to a database, in one transaction with the lane's checkpoint. */
public final class SqlTarget implements Target, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(SqlTarget.class.getName());

    private final World world;
    private final ViewDatabase database;
    private final int lane;
    private final BiConsumer<TableBatch, Event<?>> handler;
    private final String writer;
    private @Nullable Open open;

    private record Open(Connection connection, TableBatch tables, Checkpoints checkpoints) {}

    /** Writes for one lane; {@code handler} says what an event changes. */
    public SqlTarget(World world, ViewDatabase database, int lane, BiConsumer<TableBatch, Event<?>> handler) {
        this.world = world;
        this.database = database;
        this.lane = lane;
        this.handler = handler;
        writer = world.newId().toString();
    }

    /** Connects anew, where it is not connected. */
    @Override
    public Checkpoint read() {
        close();
        try {
            var opened = opened();
            var found = opened.checkpoints().read();
            opened.connection().commit();
            return found;
        } catch (SQLException e) {
            throw SqlTrouble.of(e) == SqlTrouble.DAMAGED ? new Damaged(e) : new OutOfReach(e);
        }
    }

    private Open opened() throws SQLException {
        var known = open;
        if (known == null) {
            var connection = database.connect();
            known = new Open(connection, new TableBatch(connection, database.dialect()),
                    new Checkpoints(connection, lane, writer));
            open = known;
        }
        return known;
    }

    @Override
    public void write(List<Event<?>> events, Checkpoint upTo) {
        commit(upTo, to -> {
            for (var event : events) {
                to.tables().at(event.keys());
                handler.accept(to.tables(), event);
            }
            to.tables().write();
        });
    }

    /**
     * Deletes all rows of a key, with the checkpoint: those whose first column of the primary key is its value.
     *
     * @throws BadRequest if the rows of a table are not known to belong to one key, or cannot be deleted
     */
    public void clear(KeyValue key, Checkpoint upTo) {
        try {
            commit(upTo, to -> {
                var names = TableNames.of(to.connection());
                names.sort(Comparator.comparingInt(ForeignKeys.of(to.connection())::rank).reversed());
                for (var table : names) {
                    TableRows.of(to.connection(), database.dialect(), table).delete(key);
                }
            });
        } catch (TableBatch.SqlFailed e) {
            throw new BadRequest("the rows of " + key + " cannot be deleted (" + e.getMessage() + ")");
        }
    }

    /** What a transaction changes. */
    @FunctionalInterface
    private interface Changes {
        void make(Open to) throws SQLException;
    }

    private void commit(Checkpoint upTo, Changes changes) {
        var to = open;
        if (to == null) {
            throw new OutOfReach(new SQLException("it is not connected"));
        }
        try {
            changes.make(to);
            world.mark(Mark.VIEW_WRITTEN);
            to.checkpoints().write(upTo);
            world.mark(Mark.VIEW_COMMITTING);
            to.connection().commit();
            to.checkpoints().committed(upTo);
        } catch (SQLException e) {
            rollback(to);
            throw told(e, new TableBatch.SqlFailed(e));
        } catch (RuntimeException e) {
            rollback(to);
            throw told(e, e);
        } catch (AssertionError | LinkageError | StackOverflowError e) {
            rollback(to);
            throw e;
        }
    }

    private static RuntimeException told(Exception failure, RuntimeException asItIs) {
        return switch (SqlTrouble.of(failure)) {
            case EVENT, SLOW -> asItIs;
            case DEADLOCK -> new Deadlock(failure);
            case DATABASE -> new OutOfReach(failure);
            case DAMAGED -> new Damaged(failure);
        };
    }

    private static void rollback(Open to) {
        try {
            to.tables().clear();
            to.connection().rollback();
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.WARNING, "a transaction cannot be rolled back, so its connection ends it", e);
        }
    }

    /** Ends its connection; {@link #read} makes another. */
    @Override
    public void close() {
        var known = open;
        open = null;
        if (known == null) {
            return;
        }
        try {
            known.tables().close();
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "statements did not close in order", e);
        }
        database.giveBack(known.connection());
    }
}
