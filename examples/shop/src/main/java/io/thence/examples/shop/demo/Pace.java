// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.demo;

import io.thence.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the orders' time in step with the clock, from the first thing that is new: what was fed before is passed over
 * at full speed.
 */
final class Pace {

    private final World world;
    private final Speed speed;
    private final Stop stop;
    private @Nullable Instant startAt;
    private @Nullable Instant lastAt;
    private long startNanos;

    Pace(World world, Speed speed, Stop stop) {
        this.world = world;
        this.speed = speed;
        this.stop = stop;
    }

    /**
     * Waits until it is time for {@code at}.
     *
     * @throws CancellationException if it is asked to stop
     */
    void before(Instant at) {
        lastAt = at;
        long left = startAt == null || speed.equals(Speed.MAX) ? 0 : due(startAt, at) - world.nanos();
        if (left > 0 ? stop.await(Duration.ofNanos(left)) : stop.isAsked()) {
            throw new CancellationException();
        }
    }

    private long due(Instant start, Instant at) {
        return startNanos + (long) (Duration.between(start, at).toNanos() / speed.factor());
    }

    /** Something new was sent: the pace begins here, if it has not begun. */
    void isNew() {
        if (startAt == null) {
            startAt = lastAt;
            startNanos = world.nanos();
        }
    }
}
