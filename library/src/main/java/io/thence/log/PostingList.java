// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import java.util.Arrays;

/**
 * Positions in ascending order, each with the number of the event's type. A stream is a posting list, and a revision
 * the ordinal in it.
 *
 * <p>One thread adds; any thread reads. A reader takes the size first and then the arrays, which are replaced, never
 * shortened, so what is below the size is there.
 */
final class PostingList {

    static final PostingList EMPTY = new PostingList();

    private volatile long[] positions = new long[2];
    private volatile short[] types = new short[2];
    private volatile int size;

    int size() {
        return size;
    }

    void add(long position, short type) {
        int at = size;
        if (at == positions.length) {
            int capacity = Math.max(4, at + (at >> 1));
            positions = Arrays.copyOf(positions, capacity);
            types = Arrays.copyOf(types, capacity);
        }
        positions[at] = position;
        types[at] = type;
        size = at + 1;
    }

    long position(int ordinal) {
        return positions[ordinal];
    }

    short type(int ordinal) {
        return types[ordinal];
    }

    /** The ordinal of the first position that is greater than {@code position}; the size if there is none. */
    int after(long position) {
        int count = size;
        if (count == 0 || positions[count - 1] <= position) {
            return count;
        }
        int found = Arrays.binarySearch(positions, 0, count, position);
        return found >= 0 ? found + 1 : -found - 1;
    }

    boolean contains(long position) {
        int count = size;
        return Arrays.binarySearch(positions, 0, count, position) >= 0;
    }
}
