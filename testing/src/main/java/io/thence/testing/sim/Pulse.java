// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes the thread that drives a world 25 times a second, so that it sees who has kept the baton for too long. A timer
 * for each turn would cost more than the turn.
 */
final class Pulse implements AutoCloseable {

    private static final long EVERY_MILLIS = 40;

    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final Future<?> ticks;

    private Pulse(Thread driver) {
        ticks = TIMER.scheduleWithFixedDelay(() -> LockSupport.unpark(driver), EVERY_MILLIS, EVERY_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    /** Wakes the calling thread now and then, until this is closed. */
    static Pulse ofThisThread() {
        return new Pulse(Thread.currentThread());
    }

    private static ScheduledThreadPoolExecutor timer() {
        var timer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("simulator-pulse").factory());
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    @Override
    public void close() {
        ticks.cancel(false);
    }
}
