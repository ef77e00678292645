// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.ThenceException.Behind;
import io.thence.view.sql.ViewDatabase;
import io.thence.world.Progress;
import io.thence.world.Signal;
import io.thence.world.World;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Those who ask a view. While its database is written anew nobody is let in: the view shuts this when the last one has
 * left, and new ones wait meanwhile.
 */
final class ViewReaders {

    private static final Duration RECHECK = Duration.ofSeconds(1);

    private final World world;
    private final Progress progress;
    private final Gate gate;
    private volatile ViewDatabase.Readers readers;

    /**
     * Readers of a database.
     *
     * @param gate shut while there is none
     */
    ViewReaders(World world, Progress progress, Gate gate, ViewDatabase.Readers readers) {
        this.world = world;
        this.progress = progress;
        this.gate = gate;
        this.readers = readers;
    }

    /**
     * Asks the database.
     *
     * @throws Behind if it is not there again in time
     */
    <T> T ask(Duration limit, ViewDatabase.Question<T> question) throws SQLException {
        enter(world.nanos() + limit.toNanos());
        try {
            return readers.ask(question);
        } finally {
            gate.leave();
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
