// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One at a time: for work that waits for the disk within, where a lock would hold back what it waits for. Who comes
 * while another has the turn waits through the {@link World}; they get it in the order in which they came.
 */
public final class Turn {

    private static final Duration RECHECK = Duration.ofSeconds(10);

    private final World world;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Signal> waiting = new ArrayDeque<>();
    private boolean taken;

    /** A turn that nobody has. */
    public Turn(World world) {
        this.world = world;
    }

    /** Waits for the turn; {@link #give} it back. */
    public void take() {
        var signal = new Signal();
        if (!isGiven(signal)) {
            while (!world.await(signal, RECHECK)) {
                // only the one before gives it on
            }
        }
    }

    private boolean isGiven(Signal signal) {
        lock.lock();
        try {
            if (taken) {
                waiting.add(signal);
                return false;
            }
            taken = true;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Gives the turn to the next one. */
    public void give() {
        lock.lock();
        try {
            var next = waiting.poll();
            if (next == null) {
                taken = false;
            } else {
                next.raise();
            }
        } finally {
            lock.unlock();
        }
    }
}
