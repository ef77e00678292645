// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.Position;
import io.thence.Stamp;
import io.thence.ThenceException.Corrupt;
import io.thence.bytes.ByteReader;
import io.thence.index.Fingerprint;
import io.thence.store.StoredEvent;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * A frame that was read and checked.
 *
 * @param header  its head
 * @param bytes   a buffer that holds it
 * @param start   where it starts in the buffer
 * @param segment number of its segment
 * @param offset  its offset in the segment
 */
record Frame(FrameHeader header, ByteBuffer bytes, int start, int segment, long offset) {

    boolean isBatch() {
        return header.kind() == FrameHeader.BATCH;
    }

    /** Whether it stands for batches that were removed. */
    boolean isHole() {
        return header.kind() == FrameHeader.HOLE;
    }

    /** Offset of the frame after it. */
    long end() {
        return offset + header.length();
    }

    BatchHead head() {
        return BatchHead.read(new ByteReader(bytes, start + FrameHeader.BYTES));
    }

    /** Where its first record starts in the buffer. */
    int records() {
        return start + FrameHeader.BYTES + header.head();
    }

    /** What it is filed under. */
    Filed filed(BatchHead head, Fingerprint fingerprint) {
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
    Corrupt nonsense(Segments segments, RuntimeException e) {
        return new Corrupt(segments.get(segment).file().name() + " at offset " + offset
                + ": the frame is whole, and its content makes no sense (" + e.getMessage()
                + "); run verify, and restore the file from a backup");
    }

    /** The event with number {@code ordinal} in this batch, from its record. */
    StoredEvent event(BatchRecord stored, BatchHead head, int ordinal, LogView view) {
        var id = stored.id().or(() -> head.command().map(c -> c.id().event(ordinal)))
                .orElseThrow(() -> new Corrupt("segment " + segment + " at offset " + offset
                        + ": an event has no id; run verify"));
        long position = header.first() + ordinal;
        LongSupplier revision = () ->
                stored.keys().isEmpty() ? 0 : view.revision(stored.keys().getFirst(), position);
        var data = new byte[stored.end() - stored.data()];
        bytes.get(stored.data(), data);
        return new StoredEvent(id, new Position(view.lineage(), position), stored.type(), stored.version(),
                Stamp.unpacked(header.stamp()), head.origin(), stored.keys(), revision, data);
    }
}
