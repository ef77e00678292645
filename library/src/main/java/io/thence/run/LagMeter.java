// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Position;
import io.thence.store.EventStore;
import io.thence.store.Lag;
import io.thence.store.Query;
import io.thence.world.Progress;
import io.thence.world.World;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Measures how far a reader is behind the log, and how fast it takes events in: between this measuring and an earlier
 * one, at least a second ago and less than two where it is asked that often. From any thread.
 */
final class LagMeter {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final World world;
    private final EventStore store;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Look> before = Optional.empty();
    private Optional<Look> last = Optional.empty();

    /** How far the reader was. */
    private record Look(long nanos, long upTo) {}

    /** Measures a reader of {@code store}. */
    LagMeter(World world, EventStore store) {
        this.world = world;
        this.store = store;
    }

    /**
     * How far the reader of {@code query} that reports its {@code progress} is behind now. How fast it goes is not
     * known at first, nor of one that has stopped, or has begun again since.
     */
    Lag lag(Query query, Progress progress) {
        var now = new Look(world.nanos(), progress.upTo());
        var lag = Lag.of(store, query, now.upTo(), world.now());
        return since(now).filter(look -> progress.failure() == null && now.upTo() >= look.upTo())
                .map(look -> lag.drained(OptionalDouble.of(perSecond(query, look, now)))).orElse(lag);
    }

    private double perSecond(Query query, Look from, Look to) {
        long events = Lag.appended(store, query, new Position(store.lineage(), from.upTo()),
                new Position(store.lineage(), to.upTo()));
        return events * (double) SECOND / (to.nanos() - from.nanos());
    }

    /** An earlier look that is old enough; {@code now} is kept for later ones. */
    private Optional<Look> since(Look now) {
        lock.lock();
        try {
            if (isOld(last, now)) {
                before = last;
                last = Optional.of(now);
            } else if (last.isEmpty()) {
                last = Optional.of(now);
            }
            return before.filter(look -> now.nanos() - look.nanos() >= SECOND);
        } finally {
            lock.unlock();
        }
    }

    private static boolean isOld(Optional<Look> look, Look now) {
        return look.isPresent() && now.nanos() - look.get().nanos() >= SECOND;
    }
}
