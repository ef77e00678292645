// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import java.util.ArrayList;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A flag that one thread waits for and any thread raises. A raise before the wait is not lost.
 *
 * <p>The waiter announces itself, looks at the flag again and only then parks; a raise sets the flag and then looks for
 * a waiter. One of the two sees the other.
 */
public final class Signal {

    private static final int MANY = 16;
    private static final int PARTS = 4;

    private volatile boolean raised;
    private volatile @Nullable Thread waiter;

    /** Wakes the waiter, now or when it comes. */
    public void raise() {
        var thread = set();
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /**
     * Raises them all. Where many threads wait, virtual threads wake them: a thread of the system that wakes virtual
     * ones may have to leave the processor to each in turn, and would come to its own work much later. They are a few:
     * what one has still to do when its processor is taken from it waits with it, and each costs as much as waking two.
     */
    public static void raiseAll(Collection<Signal> signals) {
        var waiters = new ArrayList<Thread>(signals.size());
        for (var signal : signals) {
            var waiter = signal.set();
            if (waiter != null) {
                waiters.add(waiter);
            }
        }
        if (waiters.size() < MANY) {
            waiters.forEach(LockSupport::unpark);
            return;
        }
        int part = Math.max(MANY, Math.ceilDiv(waiters.size(), PARTS));
        for (int from = 0; from < waiters.size(); from += part) {
            var some = waiters.subList(from, Math.min(from + part, waiters.size()));
            Thread.ofVirtual().start(() -> some.forEach(LockSupport::unpark));
        }
    }

    /** Sets the flag; the thread to wake, null if there is none. */
    private @Nullable Thread set() {
        if (raised) {
            return null;
        }
        raised = true;
        return waiter;
    }

    /** Whether it is raised. */
    public boolean isRaised() {
        return raised;
    }

    /** Lowers it; whether it was raised. Only the waiter lowers. */
    public boolean lower() {
        boolean was = raised;
        if (was) {
            raised = false; // else a raise that comes just now would be lost
        }
        return was;
    }

    /** Parks the calling thread until it is raised. Without a timer, which costs more than all the rest of a wait. */
    void park() {
        waiter = Thread.currentThread();
        boolean interrupted = false;
        while (!raised) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        waiter = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Parks the calling thread until it is raised or {@code nanos} have passed. Only a {@link World} calls this. */
    void park(long deadlineNanos) {
        waiter = Thread.currentThread();
        boolean interrupted = false;
        long left = deadlineNanos - System.nanoTime();
        while (!raised && left > 0) {
            LockSupport.parkNanos(this, left);
            interrupted |= Thread.interrupted(); // or the next park would return at once
            left = deadlineNanos - System.nanoTime();
        }
        waiter = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
