// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.ThenceException.Behind;
import io.thence.world.Progress;
import io.thence.world.Signal;
import io.thence.world.World;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * Connections for those who ask a view. While its database is written anew there are none: the view shuts this when the
 * last one has left, and new ones wait meanwhile.
 */
final class ViewReaders {

    private static final Duration RECHECK = Duration.ofSeconds(1);

    private final World world;
    private final Progress progress;
    private final Signal view;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Signal> waiting = new ArrayList<>();
    private JdbcConnectionPool pool;
    private int inUse;
    private boolean shut;

    /**
     * Readers of the database at {@code url}.
     *
     * @param view raised when the last reader has left who is waited for
     */
    ViewReaders(World world, Progress progress, Signal view, String url) {
        this.world = world;
        this.progress = progress;
        this.view = view;
        pool = JdbcConnectionPool.create(url, "", "");
    }

    /** What is asked of the database. */
    interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    /**
     * Asks the database.
     *
     * @throws Behind if it is not there again in time
     */
    <T> T ask(Duration limit, Question<T> question) throws SQLException {
        var from = enter(world.nanos() + limit.toNanos());
        try (var connection = from.getConnection()) {
            return question.ask(connection);
        } finally {
            leave();
        }
    }

    private JdbcConnectionPool enter(long deadline) {
        var signal = new Signal();
        while (true) {
            lock.lock();
            try {
                waiting.remove(signal);
                if (!shut) {
                    inUse++;
                    return pool;
                }
                waiting.add(signal);
            } finally {
                lock.unlock();
            }
            var failed = progress.failure();
            if (failed != null) {
                throw failed;
            }
            long left = deadline - world.nanos();
            if (left <= 0) {
                throw new Behind(progress + ", and its database is being written anew: ask again,"
                        + " or wait longer by within(..)");
            }
            world.await(signal, Duration.ofNanos(Math.min(left, RECHECK.toNanos())));
        }
    }

    private void leave() {
        lock.lock();
        try {
            inUse--;
            if (shut && inUse == 0) {
                view.raise();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets nobody in any more; whether all have left, so that the database may be closed. */
    boolean shut() {
        lock.lock();
        try {
            shut = true;
            if (inUse > 0) {
                return false;
            }
            pool.dispose();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Lets readers in again. */
    void open(String url) {
        lock.lock();
        try {
            pool = JdbcConnectionPool.create(url, "", "");
            shut = false;
            waiting.forEach(Signal::raise);
            waiting.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Closes all connections that nobody has. */
    void close() {
        pool.dispose();
    }
}
