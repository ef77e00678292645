// SPDX-License-Identifier: Apache-2.0
package io.thence.log.frame;

import io.thence.log.segment.FrameHeader;
import io.thence.log.segment.Place;
import io.thence.log.segment.Segments;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Reads frames one after the other through a window of a segment, and checks each by itself. What it returns is good
 * until the next call. For one thread.
 */
public final class FrameScan {

    private static final ByteBuffer NO_WINDOW = ByteBuffer.allocate(0);

    private final Segments segments;
    private final int windowBytes;
    private ByteBuffer window = NO_WINDOW;
    private int segment = -1;
    private long start;

    public FrameScan(Segments segments, int windowBytes) {
        this.segments = segments;
        this.windowBytes = windowBytes;
    }

    /** What stands at a place. */
    public sealed interface Found {
        /** A frame whose checksum is right. */
        record Good(Frame frame) implements Found {}

        /** Zeros, or the end of the file. */
        record Nothing() implements Found {}

        /** Something else. */
        record Bad(String what) implements Found {}
    }

    private static final Found NOTHING = new Found.Nothing();

    /**
     * What stands at {@code place}, looking no further than offset {@code limit}. A reader may come with a place from
     * before the segment was packed, where a hole has taken the place of several frames: then it is that hole, which
     * begins before the place.
     */
    public Found at(Place place, long limit) {
        var found = exactlyAt(place, limit);
        return found instanceof Found.Good ? found : holeAround(place).<Found>map(hole -> hole).orElse(found);
    }

    private Found exactlyAt(Place place, long limit) {
        long offset = place.offset();
        if (limit - offset < FrameHeader.BYTES || !fill(place, FrameHeader.BYTES, limit)) {
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
        var read = FrameHeader.read(window, at);
        if (read.length() != header.length()) {
            forget(); // the segment was packed just now: what the first read showed is no more
            return exactlyAt(place, limit);
        }
        int checksum = FrameHeader.checksum(window, at, read.length());
        if (checksum != read.checksum()) {
            return new Found.Bad("the frame's checksum is %08x, its content's is %08x".formatted(
                    read.checksum(), checksum));
        }
        return new Found.Good(new Frame(read, window, at, place.segment(), offset));
    }

    private Optional<Found.Good> holeAround(Place place) {
        var packed = segments.get(place.segment()).packed();
        if (packed.isEmpty() || place.offset() >= packed.get().size()) {
            return Optional.empty();
        }
        forget();
        long at = packed.get().frameBefore(place.offset());
        long end = packed.get().size();
        while (at <= place.offset() && exactlyAt(new Place(place.segment(), at), end) instanceof Found.Good good) {
            if (good.frame().end() > place.offset()) {
                return Optional.of(good).filter(hole -> hole.frame().isHole());
            }
            at = good.frame().end();
        }
        return Optional.empty();
    }

    /** The head of the frame at {@code place}, where its lengths make sense; nothing else is checked. */
    public Optional<FrameHeader> header(Place place, long limit) {
        if (!fill(place, FrameHeader.BYTES, limit)) {
            return Optional.empty();
        }
        return Optional.of(FrameHeader.read(window, (int) (place.offset() - start))).filter(FrameHeader::isPlausible);
    }

    /** Where the frame starts that {@code place} is in: at the place, or where a hole begins around it. */
    public Place start(Place place, long limit) {
        if (header(place, limit).isPresent()) {
            return place;
        }
        return holeAround(place).map(hole -> new Place(place.segment(), hole.frame().offset())).orElse(place);
    }

    /** Whether the eight bytes at {@code place} are zeros. */
    public boolean isZero(Place place, long limit) {
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
            window = ByteBuffer.allocate(wanted);
        }
        window.clear().limit(wanted);
        int n = segments.read(place.segment(), window, offset);
        window.position(0).limit(n);
        segment = place.segment();
        start = offset;
        return n >= bytes;
    }

    /** Gives the window back. */
    public void release() {
        forget();
        window = NO_WINDOW;
    }

    /** Forgets the window: the bytes may have changed since. */
    public void forget() {
        segment = -1;
    }
}
