// SPDX-License-Identifier: Apache-2.0
package io.thence.log.read;

import io.thence.KeyValue;
import io.thence.Position;
import io.thence.Stamp;
import io.thence.ThenceException.Corrupt;
import io.thence.bytes.ByteReader;
import io.thence.bytes.KnownTexts;
import io.thence.log.frame.BatchHead;
import io.thence.log.frame.BatchRecord;
import io.thence.log.frame.Frame;
import io.thence.log.segment.Segments;
import io.thence.store.EventView;
import io.thence.store.StoredEvent;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Goes through the records of a frame without an object for each; the frame stands in an array. For one thread. */
final class RecordView implements EventView {

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int TYPE = 7;
    private static final int UNKNOWN = -1;

    private final LogView log;
    private final KnownTexts names = new KnownTexts();
    private @Nullable Frame frame;
    private @Nullable BatchHead head;
    private byte[] bytes = {};
    private int base;
    private int next;
    private int end;
    private int at;
    private int count;
    private int ordinal;
    private int data;
    private long number;
    private @Nullable String type;

    RecordView(LogView log) {
        this.log = log;
    }

    /** Goes before the first record of a frame. */
    void begin(Frame found) {
        frame = found;
        head = null;
        bytes = found.bytes().array();
        base = found.bytes().arrayOffset();
        next = base + found.records();
        end = base + found.start() + found.header().length();
        count = found.header().count();
        ordinal = -1;
        number = found.header().first() - 1;
    }

    /** Goes to the next record that is not gone; false if there is none. */
    boolean advance() {
        while (++ordinal < count) {
            number++;
            if (show(next)) {
                return true;
            }
        }
        return false;
    }

    /** Goes to record {@code to}, which starts at {@code offset} of the frame's buffer; false if it is gone. */
    boolean goTo(int to, int offset) {
        ordinal = to;
        number = frame().header().first() + to;
        return show(base + offset);
    }

    private boolean show(int start) {
        at = start;
        next = at + 4 + (int) INT.get(bytes, at);
        data = UNKNOWN;
        type = null;
        if (next == at + 4) {
            return false;
        }
        Objects.checkFromToIndex(at + TYPE, next, end);
        return true;
    }

    /** Says that the frame's content cannot be read, though its checksum is right. */
    Corrupt nonsense(Segments segments, RuntimeException e) {
        return frame().nonsense(segments, e);
    }

    private Frame frame() {
        var batch = frame;
        if (batch == null) {
            throw new IllegalStateException("before the first record");
        }
        return batch;
    }

    private int u16(int offset) {
        return (short) SHORT.get(bytes, offset) & 0xFFFF;
    }

    private int afterText(int offset) {
        return offset + 2 + u16(offset);
    }

    private String text(int offset) {
        return new String(bytes, offset + 2, u16(offset), StandardCharsets.UTF_8);
    }

    private int flags() {
        return bytes[at + TYPE - 1];
    }

    private int afterId() {
        int end = afterText(at + TYPE);
        return switch (flags() & ~BatchRecord.TIMED) {
            case BatchRecord.OWN_ID -> afterText(end);
            case BatchRecord.MADE_ID -> end + BatchRecord.MADE_BYTES;
            default -> end;
        };
    }

    private boolean isTimed() {
        return (flags() & BatchRecord.TIMED) != 0;
    }

    /** Where its keys start. */
    private int afterTime() {
        return isTimed() ? afterId() + BatchRecord.TIME_BYTES : afterId();
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public String type() {
        if (type == null) {
            type = names.read(bytes, at + TYPE + 2, u16(at + TYPE));
        }
        return type;
    }

    @Override
    public int version() {
        return u16(at + 4);
    }

    @Override
    public Instant time() {
        if (!isTimed()) {
            return Stamp.unpacked(frame().header().stamp()).instant();
        }
        int time = afterId();
        return Instant.ofEpochSecond((long) LONG.get(bytes, time), (int) INT.get(bytes, time + 8));
    }

    @Override
    public List<KeyValue> keys() {
        int offset = afterTime();
        int keys = u16(offset);
        offset += 2;
        var filed = new ArrayList<KeyValue>(keys);
        for (int i = 0; i < keys; i++) {
            int value = afterText(offset);
            filed.add(new KeyValue(names.read(bytes, offset + 2, u16(offset)), text(value)));
            offset = afterText(value);
        }
        return filed;
    }

    @Override
    public boolean isUnder(KeyValue key) {
        int offset = afterTime();
        int keys = u16(offset);
        offset += 2;
        for (int i = 0; i < keys; i++) {
            int value = afterText(offset);
            if (ByteReader.isText(bytes, offset, key.key()) && ByteReader.isText(bytes, value, key.value())) {
                return true;
            }
            offset = afterText(value);
        }
        return false;
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public int offset() {
        if (data == UNKNOWN) {
            int offset = afterTime();
            int keys = u16(offset);
            offset += 2;
            for (int i = 0; i < keys; i++) {
                offset = afterText(afterText(offset));
            }
            data = offset;
        }
        return data;
    }

    @Override
    public int length() {
        return next - offset();
    }

    @Override
    public StoredEvent event() {
        var batch = frame();
        try {
            var said = head;
            if (said == null) {
                said = batch.head();
                head = said;
            }
            return event(batch, BatchRecord.read(batch.bytes(), at - base, names), said);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw nonsense(log.segments(), e);
        }
    }

    private StoredEvent event(Frame batch, BatchRecord stored, BatchHead head) {
        var id = stored.id().or(() -> head.command().map(c -> c.id().event(ordinal)))
                .orElseThrow(() -> new Corrupt("segment " + batch.segment() + " at offset " + batch.offset()
                        + ": an event has no id; run verify"));
        long position = batch.header().first() + ordinal;
        LongSupplier revision = () ->
                stored.keys().isEmpty() ? 0 : log.revision(stored.keys().getFirst(), position);
        var data = new byte[stored.end() - stored.data()];
        batch.bytes().get(stored.data(), data);
        return new StoredEvent(id, new Position(log.lineage(), position), stored.type(), stored.version(),
                Stamp.unpacked(batch.header().stamp()), stored.occurred(), head.origin(), stored.keys(), revision,
                data);
    }
}
