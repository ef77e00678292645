// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Reads frames one after the other through a window of a segment, and checks each by itself. What it returns is good
 * until the next call. For one thread.
 */
final class FrameScan {

    private final Segments segments;
    private final int windowBytes;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private int segment = -1;
    private long start;

    FrameScan(Segments segments, int windowBytes) {
        this.segments = segments;
        this.windowBytes = windowBytes;
    }

    /** What stands at a place. */
    sealed interface Found {
        /** A frame whose checksum is right. */
        record Good(Frame frame) implements Found {}

        /** Zeros, or the end of the file. */
        record Nothing() implements Found {}

        /** Something else. */
        record Bad(String what) implements Found {}
    }

    private static final Found NOTHING = new Found.Nothing();

    /** What stands at {@code place}, looking no further than offset {@code limit}. */
    Found at(Place place, long limit) {
        long offset = place.offset();
        if (limit - offset < FrameHeader.BYTES) {
            return NOTHING;
        }
        if (!fill(place, FrameHeader.BYTES, limit)) {
            return NOTHING;
        }
        var header = FrameHeader.read(window, (int) (offset - start));
        if (header.length() == 0) {
            return header.kind() == 0 ? NOTHING : new Found.Bad("a frame of no length");
        }
        if (!header.isPlausible()) {
            return new Found.Bad("no frame starts here");
        }
        if (!fill(place, header.length(), limit)) {
            return new Found.Bad("the frame is cut");
        }
        int at = (int) (offset - start);
        int checksum = FrameHeader.checksum(window, at, header.length());
        if (checksum != header.checksum()) {
            return new Found.Bad("the frame's checksum is %08x, its content's is %08x".formatted(
                    header.checksum(), checksum));
        }
        return new Found.Good(new Frame(header, window, at, place.segment(), offset));
    }

    /** The head of the frame at {@code place}, where its lengths make sense; nothing else is checked. */
    Optional<FrameHeader> header(Place place, long limit) {
        if (!fill(place, FrameHeader.BYTES, limit)) {
            return Optional.empty();
        }
        return Optional.of(FrameHeader.read(window, (int) (place.offset() - start))).filter(FrameHeader::isPlausible);
    }

    /** Whether the eight bytes at {@code place} are zeros. */
    boolean isZero(Place place, long limit) {
        return fill(place, Long.BYTES, limit) && window.getLong((int) (place.offset() - start)) == 0;
    }

    /** Whether the window holds {@code bytes} at {@code place}, after reading if needed. */
    private boolean fill(Place place, int bytes, long limit) {
        long offset = place.offset();
        if (place.segment() == segment && offset >= start && offset + bytes <= start + window.limit()) {
            return true;
        }
        if (offset + bytes > limit) {
            return false;
        }
        int wanted = (int) Math.min(limit - offset, Math.max(bytes, windowBytes));
        if (window.capacity() < wanted || (window.capacity() > windowBytes && wanted <= windowBytes)) {
            window = ByteBuffer.allocate(Math.max(wanted, windowBytes));
        }
        window.clear().limit(wanted);
        int n = segments.get(place.segment()).file().fill(window, offset);
        window.position(0).limit(n);
        segment = place.segment();
        start = offset;
        return n >= bytes;
    }

    /** Forgets the window: the bytes may have changed since. */
    void forget() {
        segment = -1;
    }
}
