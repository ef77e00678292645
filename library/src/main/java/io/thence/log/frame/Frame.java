// SPDX-License-Identifier: Apache-2.0
package io.thence.log.frame;

import io.thence.ThenceException.Corrupt;
import io.thence.bytes.ByteReader;
import io.thence.index.Fingerprint;
import io.thence.log.segment.FrameHeader;
import io.thence.log.segment.Segments;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A frame that was read and checked.
 *
 * @param header  its head
 * @param bytes   a buffer that holds it
 * @param start   where it starts in the buffer
 * @param segment number of its segment
 * @param offset  its offset in the segment
 */
public record Frame(FrameHeader header, ByteBuffer bytes, int start, int segment, long offset) {

    public boolean isBatch() {
        return header.kind() == FrameHeader.BATCH;
    }

    /** Whether it stands for batches that were removed. */
    public boolean isHole() {
        return header.kind() == FrameHeader.HOLE;
    }

    /** Offset of the frame after it. */
    public long end() {
        return offset + header.length();
    }

    public BatchHead head() {
        return BatchHead.read(new ByteReader(bytes, start + FrameHeader.BYTES));
    }

    /** Where its first record starts in the buffer. */
    public int records() {
        return start + FrameHeader.BYTES + header.head();
    }

    /** A copy of what follows on its header. */
    public byte[] body() {
        var body = new byte[header.length() - FrameHeader.BYTES];
        bytes.get(start + FrameHeader.BYTES, body);
        return body;
    }

    /** What it is filed under. */
    public Filed filed(BatchHead head, Fingerprint fingerprint) {
        Objects.checkFromIndexSize(0, 4L * header.count(), header.length() - FrameHeader.BYTES - header.head());
        var content = bytes.hasArray() ? bytes.array() : copy();
        int from = bytes.hasArray() ? bytes.arrayOffset() + records() : records() - start;
        return Filed.of(head, header.count(), new Filed.Encoded(content, from, ""), fingerprint);
    }

    private byte[] copy() {
        var copy = new byte[header.length()];
        bytes.get(start, copy);
        return copy;
    }

    /** Says that its content cannot be read, though its checksum is right. */
    public Corrupt nonsense(Segments segments, RuntimeException e) {
        return new Corrupt(segments.get(segment).file().name() + " at offset " + offset
                + ": the frame is whole, and its content makes no sense (" + e.getMessage()
                + "); run verify, and restore the file from a backup");
    }
}
