// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import java.util.Arrays;

/**
 * Where each batch of events lies: by the position of its first event. One thread adds; any thread reads what lies at
 * or below the durable head.
 */
final class BatchTable {

    private volatile Columns columns = new Columns(new long[1024], new long[1024], new int[1024]);
    private volatile int size;

    private record Columns(long[] first, long[] place, int[] length) {}

    /** A batch: the position of its first event, its place and its length in bytes. */
    record Entry(long first, Place place, int length) {}

    void add(long first, Place place, int length) {
        int at = size;
        var now = columns;
        if (at == now.first.length) {
            int capacity = at * 2;
            now = new Columns(Arrays.copyOf(now.first, capacity), Arrays.copyOf(now.place, capacity),
                    Arrays.copyOf(now.length, capacity));
            columns = now;
        }
        now.first[at] = first;
        now.place[at] = (long) place.segment() << 32 | place.offset();
        now.length[at] = length;
        size = at + 1;
    }

    /** The batch that holds {@code position}, which is at or below the head. */
    Entry find(long position) {
        int count = size;
        var now = columns;
        int found = Arrays.binarySearch(now.first, 0, count, position);
        return entry(now, found >= 0 ? found : -found - 2);
    }

    private static Entry entry(Columns now, int at) {
        long place = now.place[at];
        return new Entry(now.first[at], new Place((int) (place >>> 32), place & 0xFFFF_FFFFL), now.length[at]);
    }
}
