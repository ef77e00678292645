// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * An event as it stands in the log, with what is known about it.
 *
 * @param id       the same wherever the event is seen
 * @param position its place among all events
 * @param type     its stable name, such as {@code account.deposited}
 * @param version  the version in which it is stored; {@code data} is of the newest
 * @param stamp    when it was appended
 * @param occurred when it happened, where that is said; {@link #time} is when it was appended otherwise
 * @param origin   where it comes from
 * @param keys     what it is filed under; the first is its stream
 * @param ordinal  finds its {@link #revision} when it is asked for
 * @param data     what happened
 * @param <E>      the record of its type
 */
public record Event<E>(
        EventId id,
        Position position,
        String type,
        int version,
        Stamp stamp,
        Optional<Instant> occurred,
        Origin origin,
        List<KeyValue> keys,
        LongSupplier ordinal,
        E data) {

    /** When it happened: as was said, else when it was appended. */
    public Instant time() {
        return occurred.orElseGet(stamp::instant);
    }

    /** Its ordinal in its stream, from 1; 0 where it is filed under nothing. Looked up when it is asked for. */
    public long revision() {
        return ordinal.getAsLong();
    }

    /** All but the {@link #revision}, which would have to be looked up. */
    @Override
    public String toString() {
        return "Event[id=" + id + ", position=" + position + ", type=" + type + ", version=" + version + ", stamp="
                + stamp + occurred.map(time -> ", occurred=" + time).orElse("") + ", origin=" + origin + ", keys="
                + keys + ", data=" + data + "]";
    }
}
