// SPDX-License-Identifier: Apache-2.0
package io.thence.examples;

import java.util.Collections;
import java.util.List;

/**
 * Seeded chance that is the same on every JVM for ever: SplitMix64 (Steele, Lea, Flood 2014), written out, since no
 * random generator of the JDK promises the order of its draws over versions.
 */
public final class Chance {

    private long state;

    /** The draws of a seed. */
    public Chance(long seed) {
        this.state = seed;
    }

    /** A number from 0 on, below the bound. */
    public int below(int bound) {
        return (int) Math.unsignedMultiplyHigh(next(), bound);
    }

    /** A number from {@code low} to {@code high}, both possible. */
    public int between(int low, int high) {
        return low + below(high - low + 1);
    }

    /** True once in so many times. */
    public boolean onceIn(int times) {
        return below(times) == 0;
    }

    /** Puts a list that can be changed into any order (Fisher and Yates; Durstenfeld 1964). */
    public void shuffle(List<?> list) {
        for (int i = list.size() - 1; i > 0; i--) {
            Collections.swap(list, i, below(i + 1));
        }
    }

    /** All 64 bits of the next draw. */
    public long next() {
        state += 0x9E3779B97F4A7C15L;
        long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
