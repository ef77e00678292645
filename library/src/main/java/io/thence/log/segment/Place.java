// SPDX-License-Identifier: Apache-2.0
package io.thence.log.segment;

/**
 * A place in the log's bytes.
 *
 * @param segment number of the segment
 * @param offset  offset in it
 */
public record Place(int segment, long offset) implements Comparable<Place> {

    private static final int OFFSET_BITS = 32;

    public static final Place START = new Place(0, SegmentHeader.BYTES);

    /** A place from the number that {@link #packed} made. */
    public static Place of(long packed) {
        return new Place((int) (packed >>> OFFSET_BITS), packed & 0xFFFF_FFFFL);
    }

    /** As one number; they compare as the places do. */
    public long packed() {
        return (long) segment << OFFSET_BITS | offset;
    }

    @Override
    public int compareTo(Place other) {
        return segment != other.segment
                ? Integer.compare(segment, other.segment)
                : Long.compare(offset, other.offset);
    }
}
