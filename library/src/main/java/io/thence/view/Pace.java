// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import java.time.Duration;
import java.util.Optional;

/**
 * When a view takes its next batch. Where nobody waits it leaves four times as long as the last batch took: with little
 * to do it is up to date within 20 ms, and the more there is, the more changes of one row become one.
 */
final class Pace {

    private static final Duration GATHER_MIN = Duration.ofMillis(20);
    private static final Duration GATHER_MAX = Duration.ofSeconds(1);
    private static final int GATHER_TIMES_WORK = 4;

    private long gather = GATHER_MIN.toNanos();
    private long work;
    private long committed;

    /** How much it matters that it goes on. */
    enum Hurry {
        /** Somebody waits, or it has to catch up. */
        NOW,
        /** Nobody waits. */
        GATHER,
        /** It has to catch up, but others have more to do: it takes half of the time. */
        YIELD
    }

    /** How fast it has been since it began at the position {@code from}. */
    record Speed(long from, long begunNanos) {

        /** How long it takes from {@code upTo}, where it is {@code now}, to {@code head}; empty if nothing is done. */
        Optional<Duration> left(long upTo, long head, long now) {
            if (upTo >= head) {
                return Optional.of(Duration.ZERO);
            }
            if (upTo <= from) {
                return Optional.empty();
            }
            double each = (double) (now - begunNanos) / (upTo - from);
            return Optional.of(Duration.ofNanos((long) (each * (head - upTo))));
        }
    }

    /** Begins at {@code now}, with a batch at once. */
    Pace(long now) {
        committed = now - gather;
    }

    /** How long to leave the next batch, in nanoseconds; none or less says that it is time. */
    long left(long now, Hurry hurry) {
        return switch (hurry) {
            case NOW -> 0;
            case GATHER -> gather - (now - committed);
            case YIELD -> work - (now - committed);
        };
    }

    /** A batch that was begun at {@code begun} is committed. */
    void committed(long begun, long now) {
        committed = now;
        work = now - begun;
        gather = Math.clamp(work * GATHER_TIMES_WORK, GATHER_MIN.toNanos(), GATHER_MAX.toNanos());
    }
}
