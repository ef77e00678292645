// SPDX-License-Identifier: Apache-2.0
package io.thence.log.compact;

import io.thence.log.frame.BatchRecord;
import io.thence.log.frame.Frame;
import io.thence.log.segment.FrameHeader;
import io.thence.pack.PackedWriter;
import java.nio.ByteBuffer;

/**
 * Writes the frames of a segment anew, without what goes: each frame that stays keeps its offset and its length. A
 * removed event leaves four zero bytes, and what its record was longer as zeros at the end of the frame. Batches that
 * go whole, and marks beside them, become holes. The chain of checksums is a new one.
 */
final class FrameRewrite {

    /** The longest hole: readers read frames as a whole. */
    private static final int HOLE_MAX = 64 << 10;

    private final PackedWriter out;
    private final Survey survey;
    private int previous;
    private int holeBytes;
    private FrameHeader hole = new FrameHeader(0, 0, FrameHeader.HOLE, 0, 0, 0, 0, 0, 0, 0);

    /**
     * Will write to {@code out}.
     *
     * @param previous the checksum that the first frame names
     */
    FrameRewrite(PackedWriter out, Survey survey, int previous) {
        this.out = out;
        this.survey = survey;
        this.previous = previous;
    }

    /** Takes the segment's next frame in. */
    void take(Frame frame) {
        boolean goes = frame.isHole() || (frame.isBatch() ? survey.isDropped(frame, frame.head()) : holeBytes > 0);
        if (holeBytes > 0 && (!goes || holeBytes + frame.header().length() > HOLE_MAX)) {
            writeHole();
        }
        if (goes) {
            grow(frame.header());
        } else {
            write(frame.header(), frame.isBatch() ? body(frame, survey) : new byte[0]);
        }
    }

    private void grow(FrameHeader h) {
        if (holeBytes == 0) {
            hole = new FrameHeader(h.length(), 0, FrameHeader.HOLE, h.count(), h.first(), h.epoch(), 0, 0, h.flushed(),
                    h.stamp());
        } else {
            hole = new FrameHeader(holeBytes + h.length(), 0, FrameHeader.HOLE, hole.count() + h.count(), hole.first(),
                    h.epoch(), 0, 0, hole.flushed(), h.stamp());
        }
        holeBytes = hole.length();
    }

    private void writeHole() {
        write(hole, new byte[holeBytes - FrameHeader.BYTES]);
        holeBytes = 0;
    }

    private void write(FrameHeader h, byte[] body) {
        var bytes = ByteBuffer.allocate(h.length());
        previous = h.after(previous, h.flushed()).write(bytes, body);
        out.frame(bytes.flip());
    }

    /** Writes what is left. */
    void end() {
        if (holeBytes > 0) {
            writeHole();
        }
    }

    /** The body of a batch without the events that go. */
    static byte[] body(Frame frame, Survey survey) {
        var header = frame.header();
        var body = new byte[header.length() - FrameHeader.BYTES];
        frame.bytes().get(frame.start() + FrameHeader.BYTES, body, 0, header.head());
        int to = header.head();
        int at = frame.records();
        for (int i = 0; i < header.count(); i++) {
            int next = BatchRecord.next(frame.bytes(), at);
            int length = survey.goes(header.first() + i) ? Integer.BYTES : next - at;
            if (length > Integer.BYTES) {
                frame.bytes().get(at, body, to, length);
            }
            to += length;
            at = next;
        }
        return body;
    }
}
