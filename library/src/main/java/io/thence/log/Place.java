// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

/**
 * A place in the log's bytes.
 *
 * @param segment number of the segment
 * @param offset  offset in it
 */
record Place(int segment, long offset) implements Comparable<Place> {

    static final Place START = new Place(0, SegmentHeader.BYTES);

    @Override
    public int compareTo(Place other) {
        return segment != other.segment
                ? Integer.compare(segment, other.segment)
                : Long.compare(offset, other.offset);
    }
}
