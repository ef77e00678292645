// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

import io.thence.EventId;
import io.thence.Handling;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.Stamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * An event as it is stored.
 *
 * @param id       the same wherever the event is seen
 * @param position its place
 * @param type     its stable name
 * @param version  the version that {@code data} is of
 * @param stamp    when it was appended
 * @param occurred when it happened, where that is said; {@link #time} is when it was appended otherwise
 * @param origin   where it comes from
 * @param keys     what it is filed under; the first is its stream
 * @param ordinal  finds its {@link #revision} when it is asked for
 * @param data     JSON in UTF-8; not to be changed
 */
public record StoredEvent(
        EventId id,
        Position position,
        String type,
        int version,
        Stamp stamp,
        Optional<Instant> occurred,
        Origin origin,
        List<KeyValue> keys,
        LongSupplier ordinal,
        byte[] data)
        implements EventView {

    @Override
    public long number() {
        return position.number();
    }

    @Override
    public Instant time() {
        return occurred.orElseGet(stamp::instant);
    }

    @Override
    public byte[] bytes() {
        return data;
    }

    @Override
    public int offset() {
        return 0;
    }

    @Override
    public int length() {
        return data.length;
    }

    @Override
    public StoredEvent event() {
        return this;
    }

    /** The same, with other data. */
    public StoredEvent with(int otherVersion, byte[] other) {
        return new StoredEvent(id, position, type, otherVersion, stamp, occurred, origin, keys, ordinal, other);
    }

    /** The handling of it by {@code part}, under {@code key}. */
    public Handling handledBy(String part, KeyValue key) {
        return new Handling(part, id, number(), type, key, origin);
    }

    /** Its ordinal in its stream, from 1; 0 where it is filed under nothing. */
    public long revision() {
        return ordinal.getAsLong();
    }
}
