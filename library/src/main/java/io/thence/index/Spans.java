// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the events of a segment lie: spans of one frame, or of some that take 2 KiB at most. So one short read has the
 * event and little else. Two that follow each other are longer than that: they take at most 8 bytes in memory, and 5 in
 * a file, for each KiB of the log.
 *
 * @param first     position of the first event
 * @param positions of the first event of each, counted from {@code first}
 * @param offsets   where each starts, unsigned
 * @param size      how many there are; the arrays may be longer
 * @param end       where the last one ends
 */
public record Spans(long first, int[] positions, int[] offsets, int size, long end) {

    /** No spans. */
    public static final Spans NONE = new Spans(0, new int[0], new int[0], 0, 0);

    private static final int BYTES = 2 << 10;
    private static final int ROOM = 64;

    /** These with a frame more, whose first event is at {@code position}; for one thread, while others read these. */
    public Spans with(long position, long offset, long end) {
        if (size == 0) {
            return new Spans(position, new int[ROOM], new int[ROOM], 0, 0).begin(position, offset, end);
        }
        return end - offset(size - 1) <= BYTES
                ? new Spans(first, positions, offsets, size, end)
                : begin(position, offset, end);
    }

    private Spans begin(long position, long offset, long to) {
        boolean isFull = size == positions.length;
        var morePositions = isFull ? Arrays.copyOf(positions, 2 * size) : positions;
        var moreOffsets = isFull ? Arrays.copyOf(offsets, 2 * size) : offsets;
        morePositions[size] = (int) (position - first);
        moreOffsets[size] = (int) offset;
        return new Spans(first, morePositions, moreOffsets, size + 1, to);
    }

    long offset(int i) {
        return Integer.toUnsignedLong(offsets[i]);
    }

    /** The span that holds {@code position}; null if that is before the first. */
    public @Nullable Span find(long position) {
        if (size == 0 || position < first) {
            return null;
        }
        int found = Arrays.binarySearch(positions, 0, size, (int) Math.min(Integer.MAX_VALUE, position - first));
        int at = found >= 0 ? found : -found - 2;
        return new Span(offset(at), at + 1 < size ? offset(at + 1) : end);
    }
}
