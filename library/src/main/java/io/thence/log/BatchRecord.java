// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.bytes.ByteReader;
import io.thence.bytes.ByteWriter;
import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.store.NewEvent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One event in a frame. Its head carries type and keys, so a reader can pass over it without decoding.
 *
 * <pre>
 * u32 length of what follows | u16 version | u8 1 if it has an id of its own | text type | [text id]
 * u16 number of keys | (text key | text value)* | data: the rest
 * </pre>
 *
 * @param type    its stable name
 * @param version the version of its data
 * @param id      its own id, if it has one
 * @param keys    what it is filed under
 * @param data    where its data start in the frame's buffer
 * @param end     where it ends
 */
record BatchRecord(String type, int version, Optional<EventId> id, List<KeyValue> keys, int data, int end) {

    static void write(NewEvent event, ByteWriter out) {
        int start = out.length();
        out.u32(0).u16(event.version()).u8(event.id().isPresent() ? 1 : 0).text(event.type());
        event.id().ifPresent(id -> out.text(id.text()));
        out.u16(event.keys().size());
        event.keys().forEach(key -> out.text(key.key()).text(key.value()));
        out.raw(event.data());
        out.patch32(start, out.length() - start - 4);
    }

    static BatchRecord read(ByteBuffer frame, int at) {
        var in = new ByteReader(frame, at);
        int length = in.u32();
        int version = in.u16();
        boolean hasId = in.u8() == 1;
        var type = in.text();
        Optional<EventId> id = hasId ? Optional.of(new EventId(in.text())) : Optional.empty();
        int count = in.u16();
        var keys = new ArrayList<KeyValue>(count);
        for (int i = 0; i < count; i++) {
            keys.add(new KeyValue(in.text(), in.text()));
        }
        return new BatchRecord(type, version, id, keys, in.at(), at + 4 + length);
    }

    /** Where the record after the one at {@code at} starts. */
    static int next(ByteBuffer frame, int at) {
        return at + 4 + frame.getInt(at);
    }

    /** The type of the record at {@code at}, without decoding the rest. */
    static String type(ByteBuffer frame, int at) {
        return new ByteReader(frame, at + 7).text();
    }
}
