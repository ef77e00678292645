// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who of a world runs: the fiber that has this, or, while none has it, the thread that drives the world. That one lends
 * it; fibers hand it on among themselves as long as the driver has nothing to do between them, which saves each other
 * switch of threads. Only who has it calls this.
 */
final class Baton {

    /** So many times longer may a fiber run than stand: on a busy machine it may not get its turn. */
    private static final int OF_A_RUNNER = 12;

    private final Supplier<@Nullable Fiber> next;
    private final AtomicLong turns = new AtomicLong();
    private volatile @Nullable Fiber holder;
    private @Nullable Fiber last;
    private @Nullable Thread driver;

    /** The baton of a world in which {@code next} says who goes on after a fiber; null is the driver. */
    Baton(Supplier<@Nullable Fiber> next) {
        this.next = next;
    }

    /** Who has it; null is the driver. Anybody may ask. */
    @Nullable Fiber holder() {
        return holder;
    }

    /**
     * Called by the driver, whom a {@link Pulse} wakes: lets {@code fiber} run, and those to whom it is handed on.
     *
     * @param patience how long one of them may stand
     * @return who has given it back
     */
    Fiber lend(Fiber fiber, Duration patience) {
        driver = Thread.currentThread();
        pass(fiber);
        long seen = turns.get();
        long begin = System.nanoTime();
        var standstill = new Standstill();
        for (var runs = holder; runs != null; runs = holder) {
            long now = System.nanoTime();
            if (turns.get() != seen) {
                seen = turns.get();
                begin = now;
                standstill.passed();
            } else if (standstill.look(runs, now) && turns.get() == seen) {
                throw runs.stuck(true);
            } else {
                demand(runs, now - begin, patience.toNanos(), seen);
            }
            LockSupport.park(this);
        }
        var gave = last;
        return gave == null ? fiber : gave;
    }

    private void demand(Fiber fiber, long ranNanos, long patienceNanos, long turn) {
        boolean stands = ranNanos >= patienceNanos && fiber.stands();
        if ((stands || ranNanos >= patienceNanos * OF_A_RUNNER) && turns.get() == turn) {
            throw fiber.stuck(stands);
        }
    }

    /** Called by a fiber that waits or yields: hands it on, and returns when it has come back. */
    void handOn(Fiber from) {
        var to = next.get();
        if (to == from) {
            turns.incrementAndGet();
            return;
        }
        pass(to);
        boolean interrupted = false;
        while (holder != from) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted(); // or the next park would return at once
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Called by a fiber that has come to its end. */
    void giveBack() {
        pass(null);
    }

    private void pass(@Nullable Fiber to) {
        var waits = driver;
        turns.incrementAndGet();
        last = holder;
        holder = to;
        if (to == null) {
            LockSupport.unpark(waits);
        } else {
            to.wake();
        }
    }
}
