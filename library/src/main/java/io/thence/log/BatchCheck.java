// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.ThenceException.Undecodable;
import io.thence.event.Json;
import io.thence.store.NewEvent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a frame's content and writes it again: what differs was not written by this format. A checksum says that bytes
 * are as they were written, not that they were right.
 */
final class BatchCheck {

    private final byte[] bytes;
    private final FrameHeader header;
    private final List<BatchRecord> records = new ArrayList<>();
    private BatchHead head = BatchHead.NONE;

    private BatchCheck(Frame frame) {
        header = frame.header();
        bytes = new byte[header.length()];
        frame.bytes().get(frame.start(), bytes);
    }

    /** Thrown inside: what is wrong. */
    private static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Wrong(String what) {
            super(what);
        }
    }

    /**
     * The content of a frame.
     *
     * @param head    what it says once
     * @param records its events
     * @param wrong   what is wrong with it; empty if nothing is
     */
    record Content(BatchHead head, List<BatchRecord> records, String wrong) {}

    static Content of(Frame frame) {
        var check = new BatchCheck(frame);
        try {
            if (frame.isBatch()) {
                check.readHead();
                check.readRecords();
            } else if (check.header.length() != FrameHeader.BYTES || check.header.count() != 0) {
                throw new Wrong("a mark with content");
            }
            return new Content(check.head, check.records, "");
        } catch (Wrong e) {
            return new Content(check.head, check.records, String.valueOf(e.getMessage()));
        }
    }

    private void readHead() {
        int start = FrameHeader.BYTES;
        var part = Arrays.copyOfRange(bytes, start, start + header.head());
        try {
            head = BatchHead.read(new ByteReader(ByteBuffer.wrap(part), 0));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new Wrong("the batch's head cannot be read (" + e.getMessage() + ")");
        }
        var again = new ByteWriter(part.length);
        head.write(again);
        if (!Arrays.equals(part, again.toArray())) {
            throw new Wrong("the batch's head has something beside its content");
        }
    }

    private void readRecords() {
        int at = FrameHeader.BYTES + header.head();
        for (int i = 0; i < header.count(); i++) {
            int end = end(at, i);
            records.add(record(Arrays.copyOfRange(bytes, at, end), i));
            at = end;
        }
        if (at != bytes.length) {
            throw new Wrong((bytes.length - at) + " bytes stand after the last of " + header.count() + " events");
        }
    }

    private int end(int at, int ordinal) {
        long end = at + 4 > bytes.length ? -1 : at + 4L + ByteBuffer.wrap(bytes).getInt(at);
        if (end < at + 4L || end > bytes.length) {
            throw new Wrong("event " + (ordinal + 1) + " of " + header.count() + " does not fit the frame");
        }
        return (int) end;
    }

    private BatchRecord record(byte[] part, int ordinal) {
        try {
            var record = BatchRecord.read(ByteBuffer.wrap(part), 0);
            var data = Arrays.copyOfRange(part, record.data(), part.length);
            Json.tree(data, "its data");
            var again = new ByteWriter(part.length);
            BatchRecord.write(
                    new NewEvent(record.type(), record.version(), record.keys(), data, record.id()), again);
            if (!Arrays.equals(part, again.toArray())) {
                throw new Wrong("event " + (ordinal + 1) + " has something beside its content");
            }
            if (record.id().isEmpty() && head.command().isEmpty()) {
                throw new Wrong("event " + (ordinal + 1) + " has no id");
            }
            return record;
        } catch (IndexOutOfBoundsException | IllegalArgumentException | Undecodable e) {
            throw new Wrong("event " + (ordinal + 1) + " cannot be read (" + e.getMessage() + ")");
        }
    }
}
