// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import java.util.Arrays;

/** A piece of a list, in rising order, without a gap. For one thread. */
final class PostingBuffer implements PostingSink {

    private long[] values = new long[16];
    private int size;

    void clear() {
        size = 0;
    }

    @Override
    public void add(long posting) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = posting;
    }

    int size() {
        return size;
    }

    long get(int i) {
        return values[i];
    }

    long lastValue() {
        return values[size - 1];
    }

    /**
     * The index of the first entry that is {@code bound} or greater, from index {@code from} on; the size if none is.
     */
    int atOrAfter(long bound, int from) {
        int found = Arrays.binarySearch(values, from, size, bound);
        return found >= 0 ? found : -found - 1;
    }

    /** Keeps the entries from index {@code from} to before {@code to}. */
    void keep(int from, int to) {
        System.arraycopy(values, from, values, 0, to - from);
        size = to - from;
    }
}
