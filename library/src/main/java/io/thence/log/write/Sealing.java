// SPDX-License-Identifier: Apache-2.0
package io.thence.log.write;

import io.thence.ThenceException;
import io.thence.log.state.Bookmark;
import io.thence.log.state.LogState;
import java.util.Optional;

/**
 * When the lists of a log's index are sealed and written down: as they fill up, when it is asked for, and at the end.
 * For the writer's thread, but for {@link #soon}.
 */
final class Sealing {

    private static final double WORTH_IT = 1 / 16.0;
    private static final double FULL = 1;
    private static final double OVERFULL = 2;

    private final LogState state;
    private Optional<Bookmark> vouched = Optional.empty();
    private volatile boolean wanted;

    Sealing(LogState state) {
        this.state = state;
    }

    /** Asks that it be done soon: up to where it was, a segment is not what it was any more. Any thread. */
    void soon() {
        wanted = true;
    }

    boolean isDue() {
        return state.index().load() >= (wanted ? Double.MIN_VALUE : FULL) && !state.index().isSealing();
    }

    /** Whether the index takes no more before what was sealed is written down. */
    boolean isOverdue() {
        return state.index().load() >= OVERFULL && state.index().isSealing();
    }

    /** Why that does not get on; empty if it does. */
    Optional<ThenceException> failure() {
        return state.index().failure();
    }

    /** The log itself says that all before {@code here} is flushed, once its next flush is done. */
    void vouch(Bookmark here) {
        vouched = Optional.of(here);
        wanted = false;
    }

    /** That flush is done. */
    void flushed() {
        vouched.ifPresent(state::seal);
        vouched = Optional.empty();
    }

    /**
     * Seals and writes down what the log vouches for, at its end, when no machine steps any more: so that the next
     * opening has little to read.
     *
     * @param always though there is little: what is written down may not fit segments that were compacted since
     */
    void writeDown(boolean always) {
        if (always || state.index().load() >= WORTH_IT) {
            vouched.ifPresent(state::writeDown);
        }
    }
}
