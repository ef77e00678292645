// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The rows of {@link RecentLists}, open-addressed. One thread writes; any thread reads.
 *
 * @param rows  the rows, {@link #ROW} words each
 * @param shift makes the place of a row of the first word of its fingerprint
 */
record RecentTable(long[] rows, int shift) {

    static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);
    static final int HIGH = 0;
    static final int LOW = 1;
    static final int LAST = 2;
    static final int META = 3; // count << 32 | last block
    static final int BASE = 4; // entries in older lists, + 1; 0: not known
    static final int ROW = 5;
    private static final int SLOTS_AT_FIRST = 1 << 12;
    private static final int MARGIN_MAX = 1 << 10;

    /** How many of so many slots are used: beyond it a search for what is not there passes over ever more rows. */
    static int most(int slots) {
        return slots / 8 * 5;
    }

    /** An empty one, which grows up to the size that {@code settings} allow, and some more where it must. */
    static RecentTable first(IndexSettings settings) {
        return of(Math.min(settings.slots(), SLOTS_AT_FIRST));
    }

    /** An empty one of {@code slots} rows, a power of two. */
    static RecentTable of(int slots) {
        return new RecentTable(new long[(slots + Math.min(slots, MARGIN_MAX)) * ROW],
                Long.numberOfLeadingZeros(slots - 1L));
    }

    int slots() {
        return (int) (1L << (Long.SIZE - shift));
    }

    /** Where a list's row starts; where it would start, less than 0, if there is none. */
    int find(long high, long low) {
        int row = (int) (high >>> shift) * ROW;
        for (; row < rows.length; row += ROW) {
            long there = (long) WORDS.getAcquire(rows, row + HIGH);
            if (there == high && rows[row + LOW] == low) {
                return row;
            }
            if (there == 0) {
                break;
            }
        }
        return -row - 1;
    }

    /**
     * Reads a word where the row of each list should be, so that it is near when it is needed: reads that do not wait
     * for each other cost little more than one.
     */
    long touch(Prints prints) {
        long touched = 0;
        for (int i = 0; i < prints.size(); i++) {
            touched ^= rows[(int) (prints.high(i) >>> shift) * ROW];
        }
        return touched;
    }

    /** Twice as large, with the same lists. */
    RecentTable grown() {
        var larger = of(2 * slots());
        for (int row = 0; row < rows.length; row += ROW) {
            if (rows[row + HIGH] != 0) {
                System.arraycopy(rows, row, larger.rows, -larger.find(rows[row + HIGH], rows[row + LOW]) - 1, ROW);
            }
        }
        return larger;
    }

    /** Where the rows end. */
    int end() {
        return rows.length;
    }

    boolean isFree(int row) {
        return rows[row + HIGH] == 0;
    }

    /** Whether the fingerprint of one row comes before that of another. */
    boolean isBefore(int row, int other) {
        return Print.isBefore(rows[row + HIGH], rows[row + LOW], rows[other + HIGH], rows[other + LOW]);
    }

    /** One word of a row that does not change any more. */
    long word(int at) {
        return rows[at];
    }

    /** One word of a row, with all that was written before it. */
    long get(int at) {
        return (long) WORDS.getAcquire(rows, at);
    }
}
