// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.view.lane.Target;
import io.thence.view.sql.SqlTrouble;
import io.thence.world.Mark;
import io.thence.world.World;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The care for a view's database: what is committed is flushed, tables that hold what is annulled are made anew, and
 * all is written anew where a person is forgotten. It alone shuts the gate, and works once all have left. For the
 * view's thread but where it is said.
 */
final class Upkeep implements AutoCloseable {

    /** What is committed is flushed after this time at most; a server that is away is tried again after it. */
    static final Duration REST = Duration.ofSeconds(1);

    private final World world;
    private final ViewTables tables;
    private final Gate gate;
    private final ViewHealth health;
    private final ViewReaders readers;
    private final ClearingWish compaction = new ClearingWish();
    private volatile boolean unsynced;
    private volatile boolean outdated;
    private boolean away;
    private long syncedNanos;
    private long triedNanos;

    /** Of {@code tables}, which nobody uses but who is let in by {@code gate}. */
    Upkeep(World world, ViewTables tables, Gate gate, ViewHealth health) {
        this.world = world;
        this.tables = tables;
        this.gate = gate;
        this.health = health;
        readers = new ViewReaders(world, health.progress(), gate, tables);
        syncedNanos = world.nanos();
    }

    /** Those who ask the tables. From any thread. */
    ViewReaders readers() {
        return readers;
    }

    /** The wish that nothing be left of what was before. From any thread. */
    ClearingWish compaction() {
        return compaction;
    }

    /** Something was committed. From any thread. */
    void committed() {
        unsynced = true;
    }

    /** The tables are to be made anew. From any thread. */
    void outdated() {
        outdated = true;
    }

    /** Whether they are to be made anew. From any thread. */
    boolean isOutdated() {
        return outdated;
    }

    /**
     * Does what is due, in tables that have everything up to {@code upTo}; whether they were made anew.
     *
     * @param beginAgain has the lanes go on in empty tables
     */
    boolean step(long upTo, Runnable beginAgain) {
        long now = world.nanos();
        if (away && now - triedNanos < REST.toNanos()) {
            return false;
        }
        triedNanos = now;
        try {
            boolean anew = work(upTo, beginAgain);
            if (away) {
                away = false;
                health.goesOn("its database is back");
            }
            return anew;
        } catch (SQLException e) {
            failed(e, e);
        } catch (Target.OutOfReach e) {
            failed(e, e.getCause() == null ? e : e.getCause());
        } catch (RuntimeException e) {
            health.broken(e);
        }
        return false;
    }

    private void failed(Exception failure, Throwable why) {
        if (tables.database().isRemote() && SqlTrouble.of(failure) != SqlTrouble.EVENT) {
            away = true;
            health.heldUp("its database is out of reach (" + why.getMessage() + ")");
            if (!outdated) {
                gate.open();
            }
        } else {
            health.broken(why);
        }
    }

    private boolean work(long upTo, Runnable beginAgain) throws SQLException {
        syncWhenDue();
        if (!outdated && !compaction.isDue(upTo)) {
            gate.open(); // a later wish may have come, for which the lanes must go on first
            return false;
        }
        if (!gate.shut()) {
            return false; // the last one who leaves raises the view's signal
        }
        boolean anew = outdated;
        readers.close();
        if (anew) {
            tables.empty();
            beginAgain.run();
        } else {
            tables.compact();
            world.mark(Mark.VIEW_COMPACTED);
            compaction.done(upTo);
        }
        readers.renewed(tables.readers());
        outdated = false;
        gate.open();
        return anew;
    }

    private void syncWhenDue() throws SQLException {
        if (unsynced && world.nanos() - syncedNanos >= REST.toNanos()) {
            unsynced = false;
            tables.database().sync();
            syncedNanos = world.nanos();
        }
    }

    /** When there may be something to do without a signal. */
    Duration rest(Duration otherwise) {
        return (unsynced || away) && REST.compareTo(otherwise) < 0 ? REST : otherwise;
    }

    /** Flushes and closes the database, whatever fails on the way. */
    @Override
    public void close() throws SQLException {
        readers.close();
        try {
            if (unsynced) {
                tables.database().sync();
            }
        } finally {
            tables.close();
        }
    }
}
