// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.load;

/** Numbers that look like chance and are the same in every run: the finaliser of SplitMix64 (Steele et al., 2014). */
public final class Mix {

    private Mix() {}

    /** The number for {@code n}. */
    public static long of(long n) {
        long mixed = n * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return (mixed ^ mixed >>> 31) >>> 1;
    }

    /** A number from 0 to {@code bound - 1} for {@code n}. */
    public static int of(long n, int bound) {
        return (int) (of(n) % bound);
    }
}
