// SPDX-License-Identifier: Apache-2.0
package io.thence.order;

/**
 * How much came out of order, and by how much.
 *
 * @param events     how many came
 * @param outOfOrder how many of them came after one of the same producer with a higher number
 * @param behind     by how many numbers these were behind the highest that had come
 * @param lateMillis how many milliseconds earlier these had happened than the latest that had come; 0 if later
 */
public record Disorder(long events, long outOfOrder, Spread behind, Spread lateMillis) {

    /**
     * How numbers are spread: those that half, nine of ten, and 99 of a hundred do not exceed, each at most a sixteenth
     * too high; and the highest.
     */
    public record Spread(long p50, long p90, long p99, long max) {}

    /** The share that came out of order, from 0 to 1; 0 where nothing came. */
    public double share() {
        return events == 0 ? 0 : (double) outOfOrder / events;
    }

    @Override
    public String toString() {
        return outOfOrder + " of " + events + " came out of order: behind by " + words(behind) + " numbers, late by "
                + words(lateMillis) + " ms";
    }

    private static String words(Spread spread) {
        return spread.p50() + " (half), " + spread.p99() + " (99 of 100), " + spread.max() + " (most)";
    }
}
