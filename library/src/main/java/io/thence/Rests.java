// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.time.Duration;

/** Rests that grow. */
final class Rests {

    private Rests() {}

    /** The rest after so many failures, from 1: each twice the one before, up to the longest, {@code less} shorter. */
    static Duration after(int failures, Duration first, Duration most, double less) {
        double nanos = Math.min((double) first.toNanos() * Math.pow(2, failures - 1.0), (double) most.toNanos());
        return Duration.ofNanos((long) (nanos * (1 - less)));
    }
}
