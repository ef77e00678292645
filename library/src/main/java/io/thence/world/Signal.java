// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A flag that one thread waits for and any thread raises. A raise before the wait is not lost.
 *
 * <p>The waiter announces itself, looks at the flag again and only then parks; a raise sets the flag and then looks for
 * a waiter. One of the two sees the other.
 */
public final class Signal {

    private volatile boolean raised;
    private volatile @Nullable Thread waiter;

    /** Wakes the waiter, now or when it comes. */
    public void raise() {
        if (raised) {
            return;
        }
        raised = true;
        var thread = waiter;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
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
