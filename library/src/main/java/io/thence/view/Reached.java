// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.ThenceException.Behind;
import java.time.Duration;

/**
 * How far a read model must have come before it is asked.
 *
 * @param after      number of the position that it must have finished
 * @param limitNanos how long to wait for that
 */
public record Reached(long after, long limitNanos) {

    /** Nothing newer than what it was opened with. */
    static final Reached START = new Reached(0, Duration.ofSeconds(10).toNanos());

    /** The same, and everything up to {@code position} too. */
    Reached upTo(long position) {
        return new Reached(Math.max(after, position), limitNanos);
    }

    /** The same, waiting at most {@code limit}. */
    Reached within(Duration limit) {
        return new Reached(after, limit.toNanos());
    }

    /** How long to wait. */
    Duration limit() {
        return Duration.ofNanos(limitNanos);
    }

    /** Waits; a model that is rebuilding must have reached what was there when it was opened. */
    void await(ReadModel model) {
        var stopped = model.progress().failure();
        if (stopped != null) {
            throw stopped;
        }
        long wanted = wanted(model);
        if (!model.progress().await(wanted, limit())) {
            throw new Behind(model.progress() + ", asked for " + wanted
                    + (model.isRebuilding() ? ", and is rebuilding" : "")
                    + ": ask again, or wait longer by within(..)");
        }
    }

    private long wanted(ReadModel model) {
        return Math.max(after, model.isRebuilding() ? model.headAtStart() : 0);
    }

    /** Whether it has come there. */
    boolean isMet(ReadModel model) {
        return model.progress().upTo() >= wanted(model);
    }
}
