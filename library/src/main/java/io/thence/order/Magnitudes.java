// SPDX-License-Identifier: Apache-2.0
package io.thence.order;

/**
 * Counts of numbers from 0 on by their size, in memory that does not grow: exact up to 16, then 16 to each power of
 * two, so that a quantile is at most a sixteenth too high.
 */
final class Magnitudes {

    private static final int FINE_BITS = 4;
    private static final int FINE = 1 << FINE_BITS;

    private final long[] counts = new long[(Long.SIZE - FINE_BITS) * FINE];
    private long count;
    private long max;

    void add(long value) {
        counts[index(value)]++;
        count++;
        max = Math.max(max, value);
    }

    private static int index(long value) {
        if (value < FINE) {
            return (int) value;
        }
        int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
        int fine = (int) (value >>> (power - FINE_BITS)) - FINE;
        return (power - FINE_BITS + 1) * FINE + fine;
    }

    /** The highest number at an index. */
    private static long highest(int index) {
        if (index < FINE) {
            return index;
        }
        int shift = index / FINE - 1;
        return ((FINE + index % FINE + 1L) << shift) - 1;
    }

    /** The number that the share {@code quantile} of them does not exceed; 0 if there are none. */
    long quantile(double quantile) {
        long rank = (long) Math.ceil(quantile * count);
        long passed = 0;
        for (int i = 0; i < counts.length; i++) {
            passed += counts[i];
            if (passed >= rank && passed > 0) {
                return Math.min(highest(i), max);
            }
        }
        return 0;
    }

    Disorder.Spread spread() {
        return new Disorder.Spread(quantile(0.5), quantile(0.9), quantile(0.99), max);
    }
}
