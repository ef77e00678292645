// SPDX-License-Identifier: Apache-2.0
package io.thence.server.census;

import io.thence.store.EventView;
import java.time.Instant;

/** Counts events that have something in common. For one thread. */
public final class Tally {

    private long events;
    private long bytes;
    private long first;
    private long last;
    private Instant firstTime = Instant.EPOCH;
    private Instant lastTime = Instant.EPOCH;

    /** Takes in the next event, in the order of the log. */
    void add(EventView event) {
        if (events++ == 0) {
            first = event.number();
            firstTime = event.time();
        }
        bytes += event.length();
        last = event.number();
        lastTime = event.time();
    }

    /** How many there are. */
    public long events() {
        return events;
    }

    /** How many bytes their data have. */
    public long bytes() {
        return bytes;
    }

    /** Number of the position of the first in the log; 0 without one. */
    public long first() {
        return first;
    }

    /** Number of the position of the last in the log; 0 without one. */
    public long last() {
        return last;
    }

    /** When the first in the log happened. */
    public Instant firstTime() {
        return firstTime;
    }

    /** When the last in the log happened. */
    public Instant lastTime() {
        return lastTime;
    }
}
