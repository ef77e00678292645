// SPDX-License-Identifier: Apache-2.0
package io.thence.react;

import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/** Which events are in hand, and so up to where everything is handled: below the first that is in hand. */
final class Handled {

    private final ReentrantLock lock = new ReentrantLock();
    private final TreeSet<Long> inHand = new TreeSet<>();
    private long seen;
    private long lastBegun;

    Handled(long upTo) {
        seen = upTo;
        lastBegun = upTo;
    }

    /** An event is given to a lane. */
    void begin(long position) {
        lock.lock();
        try {
            inHand.add(position);
            lastBegun = position;
        } finally {
            lock.unlock();
        }
    }

    /** A lane is done with an event. */
    void end(long position) {
        lock.lock();
        try {
            inHand.remove(position);
        } finally {
            lock.unlock();
        }
    }

    /** Everything up to {@code position} was looked at. */
    void seen(long position) {
        lock.lock();
        try {
            seen = Math.max(seen, position);
        } finally {
            lock.unlock();
        }
    }

    int inHand() {
        lock.lock();
        try {
            return inHand.size();
        } finally {
            lock.unlock();
        }
    }

    /** The position up to which everything is handled or does not concern the reaction. */
    long upTo() {
        lock.lock();
        try {
            return inHand.isEmpty() ? seen : inHand.first() - 1;
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #upTo}, but not beyond the last event of the reaction: what is worth writing down. */
    long lastHandled() {
        lock.lock();
        try {
            return inHand.isEmpty() ? lastBegun : inHand.first() - 1;
        } finally {
            lock.unlock();
        }
    }
}
