// SPDX-License-Identifier: Apache-2.0
package io.thence.react;

import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which events are in hand, and so up to where everything is handled: below the first that is in hand. Several may be
 * of one position, where a stored event was split.
 */
final class Handled {

    private final ReentrantLock lock = new ReentrantLock();
    private final TreeMap<Long, Integer> inHand = new TreeMap<>();
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
            inHand.merge(position, 1, Integer::sum);
            lastBegun = position;
        } finally {
            lock.unlock();
        }
    }

    /** A lane is done with an event. */
    void end(long position) {
        lock.lock();
        try {
            inHand.computeIfPresent(position, (_, count) -> count == 1 ? null : count - 1);
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
            return inHand.isEmpty() ? seen : inHand.firstKey() - 1;
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #upTo}, but not beyond the last event of the reaction: what is worth writing down. */
    long lastHandled() {
        lock.lock();
        try {
            return inHand.isEmpty() ? lastBegun : inHand.firstKey() - 1;
        } finally {
            lock.unlock();
        }
    }
}
