// SPDX-License-Identifier: Apache-2.0
package io.thence.log.frame;

import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.bytes.ByteReader;
import io.thence.bytes.ByteWriter;
import io.thence.bytes.KnownTexts;
import io.thence.store.NewEvent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One event in a frame. Its head carries type and keys, so a reader can pass over it without decoding.
 *
 * <pre>
 * u32 length of what follows | u16 version | u8 flags | text type | [text id] or [u64 u64 id]
 * [u64 seconds u32 nanoseconds] | u16 number of keys | (text key | text value)* | data: the rest
 * </pre>
 *
 * <p>Flags: 1, it came with an id of its own; 2, the store made one, a UUID; 4, it has a time of its own. A length of 0
 * stands for an event that is gone: nothing follows, and zeros stand at the end of the frame for what its record was
 * longer.
 *
 * @param type    its stable name
 * @param version the version of its data
 * @param id      its own id, if it has one
 * @param made    whether the store made that id
 * @param occurred its own time, if it has one
 * @param keys    what it is filed under
 * @param data    where its data start in the frame's buffer
 * @param end     where it ends
 */
public record BatchRecord(
        String type, int version, Optional<EventId> id, boolean made, Optional<Instant> occurred, List<KeyValue> keys,
        int data, int end) {

    public static final int OWN_ID = 1;
    public static final int MADE_ID = 2;
    public static final int MADE_BYTES = 16;
    public static final int TIMED = 4;
    public static final int TIME_BYTES = 12;
    private static final int ID = OWN_ID | MADE_ID;

    /** Writes an event, with the id {@code made} for it if one was. */
    public static void write(NewEvent event, Optional<UUID> made, ByteWriter out) {
        int start = out.length();
        int id = made.isPresent() ? MADE_ID : event.id().isPresent() ? OWN_ID : 0;
        out.u32(0).u16(event.version()).u8(event.occurred().isPresent() ? id | TIMED : id);
        out.text(event.type());
        if (made.isPresent()) {
            out.u64(made.get().getMostSignificantBits()).u64(made.get().getLeastSignificantBits());
        } else {
            event.id().ifPresent(own -> out.text(own.text()));
        }
        event.occurred().ifPresent(time -> out.u64(time.getEpochSecond()).u32(time.getNano()));
        out.u16(event.keys().size());
        for (var key : event.keys()) {
            out.text(key.key()).text(key.value());
        }
        out.raw(event.data());
        out.patch32(start, out.length() - start - 4);
    }

    /** Whether the event of the record at {@code at} is gone. */
    public static boolean isGone(ByteBuffer frame, int at) {
        return frame.getInt(at) == 0;
    }

    /** Whether the event is gone: nothing is known of it but that its position was given out. */
    public boolean isGone() {
        return type.isEmpty();
    }

    /** The record at {@code at}; names of types and keys are among {@code known}. */
    public static BatchRecord read(ByteBuffer frame, int at, KnownTexts known) {
        var in = new ByteReader(frame, at);
        int length = in.u32();
        if (length == 0) {
            return new BatchRecord("", 0, Optional.empty(), false, Optional.empty(), List.of(), in.at(), in.at());
        }
        int version = in.u16();
        int flags = in.u8();
        var type = in.text(known);
        if (flags > (TIMED | MADE_ID)) {
            throw new IllegalArgumentException("there are no flags " + flags);
        }
        Optional<EventId> id = switch (flags & ID) {
            case 0 -> Optional.empty();
            case OWN_ID -> Optional.of(new EventId(in.text()));
            case MADE_ID -> Optional.of(new EventId(new UUID(in.u64(), in.u64()).toString()));
            default -> throw new IllegalArgumentException("there are no flags " + flags);
        };
        Optional<Instant> occurred =
                (flags & TIMED) == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(in.u64(), in.u32()));
        int count = in.u16();
        var keys = new ArrayList<KeyValue>(count);
        for (int i = 0; i < count; i++) {
            keys.add(new KeyValue(in.text(known), in.text()));
        }
        int end = at + 4 + length;
        if (end < in.at() || end > frame.limit()) {
            throw new IllegalArgumentException("an event of " + length + " bytes does not fit");
        }
        return new BatchRecord(type, version, id, (flags & ID) == MADE_ID, occurred, keys, in.at(), end);
    }

    /** Where the record after the one at {@code at} starts. */
    public static int next(ByteBuffer frame, int at) {
        return at + 4 + frame.getInt(at);
    }

    /** The type of the record at {@code at}, without decoding the rest; none if the event is gone. */
    static String type(ByteBuffer frame, int at) {
        return isGone(frame, at) ? "" : new ByteReader(frame, at + 7).text();
    }
}
