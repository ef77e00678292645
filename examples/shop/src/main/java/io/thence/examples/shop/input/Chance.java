// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

/**
 * Seeded chance that is the same on every JVM for ever: SplitMix64 (Steele, Lea, Flood 2014), written out, since no
 * random generator of the JDK promises the order of its draws over versions.
 */
final class Chance {

    private long state;

    Chance(long seed) {
        this.state = seed;
    }

    /** A number from 0 on, below the bound. */
    int below(int bound) {
        return (int) Math.unsignedMultiplyHigh(next(), bound);
    }

    /** A number from {@code low} to {@code high}, both possible. */
    int between(int low, int high) {
        return low + below(high - low + 1);
    }

    /** True once in so many times. */
    boolean onceIn(int times) {
        return below(times) == 0;
    }

    /** All 64 bits of the next draw. */
    long next() {
        state += 0x9E3779B97F4A7C15L;
        long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
