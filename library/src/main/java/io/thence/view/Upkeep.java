// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.view.lane.Target;
import io.thence.view.sql.SqlTrouble;
import io.thence.view.sql.ViewDatabase;
import io.thence.world.Mark;
import io.thence.world.Signal;
import io.thence.world.World;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The care for a view's database: tables that are damaged, or hold what is annulled, are made anew, and all is written
 * anew where a person is forgotten. It alone shuts the gate, and works once all have left. For the
 * view's thread but where it is said.
 */
final class Upkeep {

    private static final System.Logger LOG = System.getLogger(Upkeep.class.getName());
    private static final int CLOSING_MAX = 10;

    /** A server that is away is tried again after this time. */
    static final Duration REST = Duration.ofSeconds(1);

    private final World world;
    private final ViewTables tables;
    private final Gate gate;
    private final ViewHealth health;
    private final ViewReaders readers;
    private final ClearingWish compaction = new ClearingWish();
    private volatile @Nullable Clearing clearing;
    private volatile @Nullable String outdated;
    private volatile boolean closed;
    private Hindrance hindrance = Hindrance.NONE;
    private long triedNanos;

    /** The lanes that write them. */
    interface Lanes {
        /** They go on in empty tables. */
        void beginAgain();

        /** They connect anew, and go on where the tables say that they are. */
        void goOn();
    }

    /** Rows are changed up to a position, as they are to be; their old versions are not all gone yet. */
    private record Clearing(long upTo, ViewDatabase.OldVersions old) {}

    /** What it cannot work for now. */
    private enum Hindrance {
        NONE(Duration.ZERO, ""),
        AWAY(REST, "its database is back"),
        KEPT(REST, "the older transactions have ended"),
        LOCKED(Duration.ofSeconds(5), "nobody else uses its tables");

        /** When to try again. */
        private final Duration pause;
        private final String over;

        Hindrance(Duration pause, String over) {
            this.pause = pause;
            this.over = over;
        }
    }

    /** Of {@code tables}, which nobody uses but who is let in by {@code gate}. */
    Upkeep(World world, ViewTables tables, Gate gate, ViewHealth health) {
        this.world = world;
        this.tables = tables;
        this.gate = gate;
        this.health = health;
        readers = new ViewReaders(world, health.progress(), gate, tables);
    }

    /** Asks the tables, and looks what the failure of a question says of them. From any thread. */
    <T> T ask(Duration limit, ViewDatabase.Question<T> question) throws SQLException {
        try {
            return readers.ask(limit, connection -> asked(connection, question));
        } catch (SQLException e) {
            if (SqlTrouble.of(e) == SqlTrouble.DATABASE && !tables.database().isRemote()) {
                closed();
            }
            throw e;
        }
    }

    /** What is damaged is told before the asker leaves: later it might be said of other tables. */
    private <T> T asked(Connection connection, ViewDatabase.Question<T> question) throws SQLException {
        try {
            return question.ask(connection);
        } catch (SQLException e) {
            if (SqlTrouble.of(e) == SqlTrouble.DAMAGED) {
                outdated(ViewHealth.DAMAGED);
            }
            throw e;
        }
    }

    /** The wish that nothing be left of what was before. From any thread. */
    ClearingWish compaction() {
        return compaction;
    }

    /** Whether it waits for the lanes. From any thread. */
    boolean waitsForLanes() {
        var begun = clearing;
        return compaction.isWantedAfter(begun == null ? 0 : begun.upTo());
    }

    /** The tables are to be made anew, and why. From any thread. */
    void outdated(String why) {
        outdated = why;
        gate.wake();
    }

    /** Their database has closed by itself. From any thread. */
    void closed() {
        closed = true;
        gate.wake();
    }

    /** Whether they are to be made anew. From any thread. */
    boolean isOutdated() {
        return outdated != null;
    }

    /**
     * Does what is due, in tables that have everything up to {@code upTo}; whether there is more to do for the lanes,
     * or here.
     */
    boolean step(long upTo, Lanes lanes) {
        long now = world.nanos();
        if (hindrance != Hindrance.NONE && now - triedNanos < hindrance.pause.toNanos()) {
            return false;
        }
        triedNanos = now;
        try {
            return work(upTo, lanes);
        } catch (SQLException e) {
            failed(e, e);
        } catch (Target.OutOfReach e) {
            failed(e, e.getCause() == null ? e : e.getCause());
        } catch (RuntimeException e) {
            health.broken(e);
        }
        return isOutdated() && hindrance == Hindrance.NONE;
    }

    private void failed(Exception failure, Throwable why) {
        var trouble = SqlTrouble.of(failure);
        if (trouble == SqlTrouble.DAMAGED) {
            outdated(ViewHealth.DAMAGED);
        } else if (closed && trouble == SqlTrouble.DATABASE) {
            hold(Hindrance.AWAY, "its database does not open again (" + why.getMessage() + ")");
        } else if (!tables.database().isRemote() || trouble == SqlTrouble.EVENT) {
            health.broken(why);
        } else if (trouble == SqlTrouble.DEADLOCK) {
            hold(Hindrance.LOCKED, "its tables cannot be written anew while others use them ("
                    + why.getMessage() + ")");
        } else {
            hold(Hindrance.AWAY, "its database is out of reach (" + why.getMessage() + ")");
        }
    }

    private void hold(Hindrance by, String what) {
        hindrance = by;
        health.heldUp(what);
        if (!isOutdated()) {
            gate.open();
        }
    }

    private void goOn() {
        if (hindrance != Hindrance.NONE) {
            health.goesOn(hindrance.over);
            hindrance = Hindrance.NONE;
        }
    }

    private boolean work(long upTo, Lanes lanes) throws SQLException {
        boolean wanted = isOutdated() || closed;
        var begun = wanted ? null : begun(upTo);
        if (!wanted && begun == null) {
            goOn();
            return false;
        }
        var keeper = begun == null ? Optional.<String>empty() : begun.old().keptBy();
        if (keeper.isPresent()) {
            hold(Hindrance.KEPT, "its database keeps rows as they were before a person was forgotten, as long as a"
                    + " transaction is open that is older: end " + keeper.get());
            return false;
        }
        if (!gate.shut()) {
            return false; // the last one who leaves raises the view's signal
        }
        var anew = outdated; // nobody is in who could say so later
        readers.close();
        if (anew != null) {
            tables.empty();
            health.rebuilt(anew);
            outdated = null;
            lanes.beginAgain();
        } else if (closed) {
            tables.reopen();
            lanes.goOn();
        } else if (begun != null) {
            tables.compact();
            world.mark(Mark.VIEW_COMPACTED);
            compaction.done(begun.upTo());
        }
        clearing = null;
        closed = false;
        readers.renewed(tables.readers());
        gate.open();
        goOn();
        return anew != null;
    }

    /** The clearing that is under way, begun now where it is time; null if there is none. */
    private @Nullable Clearing begun(long upTo) throws SQLException {
        var begun = clearing;
        if (begun == null && compaction.isDue(upTo)) {
            begun = new Clearing(upTo, tables.database().oldVersions());
            clearing = begun;
        }
        return begun;
    }

    /** When there may be something to do without a signal. */
    Duration rest(Duration otherwise) {
        var due = hindrance.pause;
        return due.isZero() || due.compareTo(otherwise) > 0 ? otherwise : due;
    }

    /** Closes the database, once all have left: the last one raises {@code left}. */
    void end(Signal left) {
        for (int i = 0; i < CLOSING_MAX && !gate.shut(); i++) {
            world.await(left, REST);
        }
        try {
            readers.close();
            tables.close();
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.WARNING, "projection '" + health.name() + "' did not close in order", e);
        }
    }
}
