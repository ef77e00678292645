// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * So many at a time. Who comes when all permits are taken waits through the {@link World}; they get one in the order in
 * which they came. May be used from any thread.
 */
public final class Permits {

    private final World world;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Signal> waiting = new ArrayDeque<>();
    private int free;

    /** So many permits, of which nobody has one. */
    public Permits(World world, int many) {
        this.world = world;
        free = many;
    }

    /** Takes a permit, {@link #give} it back; false if none was free within {@code limit}. */
    public boolean take(Duration limit) {
        long deadline = world.nanos() + limit.toNanos();
        var signal = new Signal();
        if (isGiven(signal)) {
            return true;
        }
        long left = limit.toNanos();
        while (left > 0) {
            if (world.await(signal, Duration.ofNanos(left))) {
                return true;
            }
            left = deadline - world.nanos();
        }
        return !isGivenUp(signal);
    }

    private boolean isGiven(Signal signal) {
        lock.lock();
        try {
            if (free == 0) {
                waiting.add(signal);
                return false;
            }
            free--;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** False if a permit has come in the last moment. */
    private boolean isGivenUp(Signal signal) {
        lock.lock();
        try {
            return waiting.remove(signal);
        } finally {
            lock.unlock();
        }
    }

    /** Gives a permit to who has waited longest. */
    public void give() {
        lock.lock();
        try {
            var next = waiting.poll();
            if (next == null) {
                free++;
            } else {
                next.raise();
            }
        } finally {
            lock.unlock();
        }
    }
}
