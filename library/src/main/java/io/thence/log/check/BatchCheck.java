// SPDX-License-Identifier: Apache-2.0
package io.thence.log.check;

import io.thence.ThenceException.Undecodable;
import io.thence.bytes.ByteReader;
import io.thence.bytes.ByteWriter;
import io.thence.bytes.KnownTexts;
import io.thence.event.Json;
import io.thence.log.frame.BatchHead;
import io.thence.log.frame.BatchRecord;
import io.thence.log.frame.Frame;
import io.thence.log.segment.FrameHeader;
import io.thence.store.NewEvent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads a frame's content and writes it again: what differs was not written by this format. A checksum says that bytes
 * are as they were written, not that they were right.
 */
final class BatchCheck {

    private final byte[] bytes;
    private final FrameHeader header;
    private final KnownTexts names = new KnownTexts();
    private final List<BatchRecord> records = new ArrayList<>();
    private BatchHead head = BatchHead.NONE;
    private String wrong = "";

    private BatchCheck(Frame frame) {
        header = frame.header();
        bytes = new byte[header.length()];
        frame.bytes().get(frame.start(), bytes);
    }

    /**
     * The content of a frame.
     *
     * @param head    what it says once
     * @param records its events, up to the first that cannot be read
     * @param wrong   what is wrong with it, the first of it; empty if nothing is
     */
    record Content(BatchHead head, List<BatchRecord> records, String wrong) {}

    static Content of(Frame frame) {
        return new BatchCheck(frame).run(frame.isBatch());
    }

    private Content run(boolean isBatch) {
        if (isBatch) {
            readHead();
            readRecords();
        } else if (header.kind() == FrameHeader.HOLE) {
            if (header.head() != 0 || !isZero(FrameHeader.BYTES)) {
                wrong("a hole with content");
            }
        } else if (header.length() != FrameHeader.BYTES || header.count() != 0) {
            wrong("a mark with content");
        }
        return new Content(head, records, wrong);
    }

    private void wrong(String what) {
        if (wrong.isEmpty()) {
            wrong = what;
        }
    }

    private void readHead() {
        int start = FrameHeader.BYTES;
        var part = Arrays.copyOfRange(bytes, start, start + header.head());
        try {
            head = BatchHead.read(new ByteReader(ByteBuffer.wrap(part), 0));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            wrong("the batch's head cannot be read (" + e.getMessage() + ")");
            return;
        }
        var again = new ByteWriter(part.length);
        head.write(again);
        if (!Arrays.equals(part, again.toArray())) {
            wrong("the batch's head has something beside its content");
        }
    }

    private void readRecords() {
        int at = FrameHeader.BYTES + header.head();
        for (int i = 0; i < header.count(); i++) {
            long end = at + 4 > bytes.length ? -1 : at + 4L + ByteBuffer.wrap(bytes).getInt(at);
            if (end < at + 4L || end > bytes.length) {
                wrong(event(i) + " does not fit the frame");
                return;
            }
            if (!readRecord(Arrays.copyOfRange(bytes, at, (int) end), i)) {
                return;
            }
            at = (int) end;
        }
        boolean shrunk = records.stream().anyMatch(BatchRecord::isGone);
        if (at != bytes.length && !(shrunk && isZero(at))) {
            wrong((bytes.length - at) + " bytes stand after the last of " + header.count() + " events");
        }
    }

    private boolean isZero(int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private String event(int ordinal) {
        return "event " + (ordinal + 1) + " of " + header.count() + ", position " + (header.first() + ordinal) + ",";
    }

    private boolean readRecord(byte[] part, int ordinal) {
        try {
            var record = BatchRecord.read(ByteBuffer.wrap(part), 0, names);
            records.add(record);
            if (!record.isGone()) {
                check(record, part, ordinal);
            }
            return true;
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            wrong(event(ordinal) + " cannot be read (" + e.getMessage() + ")");
            return false;
        }
    }

    private void check(BatchRecord record, byte[] part, int ordinal) {
        var data = Arrays.copyOfRange(part, record.data(), part.length);
        try {
            Json.tree(data, "its data");
        } catch (Undecodable e) {
            wrong(event(ordinal) + " cannot be read (" + e.getMessage() + ")");
        }
        var again = new ByteWriter(part.length);
        Optional<UUID> made = record.made() ? record.id().map(id -> UUID.fromString(id.text())) : Optional.empty();
        var event = new NewEvent(record.type(), record.version(), record.keys(), data, record.id(), record.occurred());
        BatchRecord.write(event, made, again);
        if (!Arrays.equals(part, again.toArray())) {
            wrong(event(ordinal) + " has something beside its content");
        }
        if (record.id().isEmpty() && head.command().isEmpty()) {
            wrong(event(ordinal) + " has no id");
        }
    }
}
