// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.demo;

import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the orders' time in step with the clock, from the first thing that is new: what was fed before is passed over
 * at full speed.
 */
final class Pace {

    private final World world;
    private final Speed speed;
    private @Nullable Instant startAt;
    private @Nullable Instant lastAt;
    private long startNanos;

    Pace(World world, Speed speed) {
        this.world = world;
        this.speed = speed;
    }

    /** Waits until it is time for {@code at}. */
    void before(Instant at) {
        lastAt = at;
        if (startAt == null || speed.equals(Speed.MAX)) {
            return;
        }
        double nanos = Duration.between(startAt, at).toNanos() / speed.factor();
        long due = startNanos + (long) nanos;
        for (long left = due - world.nanos(); left > 0; left = due - world.nanos()) {
            world.await(new Signal(), Duration.ofNanos(left));
        }
    }

    /** Something new was sent: the pace begins here, if it has not begun. */
    void isNew() {
        if (startAt == null) {
            startAt = lastAt;
            startNanos = world.nanos();
        }
    }
}
