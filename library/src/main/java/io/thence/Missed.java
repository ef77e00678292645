// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.time.Duration;
import java.util.Optional;

/**
 * What becomes of times of a {@link Schedule} that came while nothing ran, or were behind a clock that was set forward:
 * they are found late, several at once.
 *
 * @param each  whether each of them counts; else only the last one does
 * @param limit how late one counts at most; empty: however late
 */
public record Missed(boolean each, Optional<Duration> limit) {

    /** Each counts, in its order, however late. */
    public static final Missed ALL = new Missed(true, Optional.empty());

    /** Of several the last one counts, however late. */
    public static final Missed LAST = new Missed(false, Optional.empty());

    /** The same, but what is later than {@code most} does not count. */
    public Missed within(Duration most) {
        if (most.isNegative()) {
            throw new IllegalArgumentException("a schedule is late by 0 or more, not by " + most);
        }
        return new Missed(each, Optional.of(most));
    }
}
