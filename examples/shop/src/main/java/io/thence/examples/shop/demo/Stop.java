// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.demo;

import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;

/** Ends a run in order when the process is asked to end: by Ctrl-C, or by a signal from outside. */
final class Stop {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration RECHECK = Duration.ofHours(1);

    private final World world;
    private final Signal wake = new Signal();
    private final Signal end = new Signal();
    private volatile boolean asked;

    Stop(World world) {
        this.world = world;
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            asked = true;
            wake.raise();
            world.await(end, LIMIT);
        }));
    }

    boolean isAsked() {
        return asked;
    }

    /** Waits at most {@code limit}; whether it is asked to stop. */
    boolean await(Duration limit) {
        long deadline = world.nanos() + limit.toNanos();
        for (long left = limit.toNanos(); !asked && left > 0; left = deadline - world.nanos()) {
            world.await(wake, Duration.ofNanos(left));
        }
        return asked;
    }

    /** Waits until it is asked to stop. */
    void awaitAsked() {
        while (!await(RECHECK)) {
            // still going
        }
    }

    /** Everything is closed: the process may end. */
    void ended() {
        end.raise();
    }
}
