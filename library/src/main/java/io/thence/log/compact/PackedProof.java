// SPDX-License-Identifier: Apache-2.0
package io.thence.log.compact;

import io.thence.ThenceException.Corrupt;
import io.thence.log.frame.Frame;
import io.thence.log.frame.FrameScan;
import io.thence.log.frame.FrameScan.Found;
import io.thence.log.frame.Remnant;
import io.thence.log.segment.Place;
import io.thence.log.segment.Segment;
import io.thence.log.segment.SegmentHeader;
import io.thence.log.segment.Segments;

/** Reads a packed segment back from its first frame to its last before the file that it was made of goes. */
final class PackedProof {

    private static final int WINDOW = 1 << 20;

    private final Segment packed;
    private final SegmentHeader after;

    /**
     * Will read {@code packed}.
     *
     * @param after the head of the segment after it
     */
    PackedProof(Segment packed, SegmentHeader after) {
        this.packed = packed;
        this.after = after;
    }

    /**
     * Reads it.
     *
     * @throws Corrupt if it is not what it should be
     */
    void run() {
        var scan = new FrameScan(Segments.alone(packed), WINDOW);
        int previous = packed.header().previous();
        long next = packed.header().first();
        long at = SegmentHeader.BYTES;
        while (at < after.previousEnd()) {
            if (!(scan.at(new Place(0, at), after.previousEnd()) instanceof Found.Good(Frame frame))
                    || frame.header().previous() != previous || frame.header().first() != next) {
                throw wrong(at);
            }
            previous = frame.header().checksum();
            next += frame.header().count();
            at = frame.end();
        }
        if (at != after.previousEnd() || next != after.first() || packed.file().size() != at) {
            throw wrong(at);
        }
        packed.packed().ifPresent(file -> Remnant.read(file.attachment()));
    }

    private Corrupt wrong(long at) {
        return new Corrupt(packed.file().name() + " at offset " + at + " of its content: it does not read as it was"
                + " written, so the file before it stays; check the disk and the machine's memory");
    }
}
