// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.ThenceException.Behind;
import io.thence.view.sql.ViewDatabase;
import io.thence.world.Permits;
import io.thence.world.Progress;
import io.thence.world.Signal;
import io.thence.world.World;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Those who ask a view, so many at a time. While its database is written anew nobody is let in: the view shuts this
 * when the last one has left, and new ones wait meanwhile.
 */
final class ViewReaders {

    private static final Duration RECHECK = Duration.ofSeconds(1);

    private final World world;
    private final Progress progress;
    private final Gate gate;
    private final int most;
    private final Permits permits;
    private volatile ViewDatabase.Readers readers;

    /**
     * Readers of {@code tables}.
     *
     * @param gate shut while there are none
     */
    ViewReaders(World world, Progress progress, Gate gate, ViewTables tables) {
        this.world = world;
        this.progress = progress;
        this.gate = gate;
        most = tables.readersMax();
        permits = new Permits(world, most);
        readers = tables.readers();
    }

    /**
     * Asks the database.
     *
     * @throws Behind if it cannot be asked in time
     */
    <T> T ask(Duration limit, ViewDatabase.Question<T> question) throws SQLException {
        long deadline = world.nanos() + limit.toNanos();
        if (!permits.take(limit)) { // outside of the gate: who waits here must not keep it from being shut
            throw new Behind(progress + ", and is asked " + most + " queries at once, which is the most: ask again,"
                    + " wait longer by within(..), or allow more by ViewDatabases.queriesAtOnce(..)");
        }
        try {
            enter(deadline);
            try {
                return readers.ask(question);
            } finally {
                gate.leave();
            }
        } finally {
            permits.give();
        }
    }

    private void enter(long deadline) {
        var signal = new Signal();
        while (!gate.enter(signal)) {
            var failed = progress.failure();
            long left = deadline - world.nanos();
            if (failed != null || left <= 0) {
                gate.giveUp(signal);
                throw failed != null ? failed : new Behind(progress
                        + ", and its database is being written anew: ask again, or wait longer by within(..)");
            }
            world.await(signal, Duration.ofNanos(Math.min(left, RECHECK.toNanos())));
        }
    }

    /** Closes all connections that nobody has. */
    void close() {
        readers.close();
    }

    /** The database is another one now. */
    void renewed(ViewDatabase.Readers others) {
        readers = others;
    }
}
