// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

import io.thence.EventId;
import io.thence.KeyValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An event that is to be appended.
 *
 * @param type     its stable name
 * @param version  the version that {@code data} is of
 * @param keys     what it is filed under, each once; the first is its stream
 * @param data     JSON in UTF-8; not changed by anyone afterwards
 * @param id       for an event that came with an id; absent: the command's id and the event's ordinal
 * @param occurred when it happened, where that is another time than that of its append
 */
public record NewEvent(
        String type, int version, List<KeyValue> keys, byte[] data, Optional<EventId> id, Optional<Instant> occurred) {

    /** An event that happens now and gets its id from its command, or from the store. */
    public static NewEvent of(String type, int version, List<KeyValue> keys, byte[] data) {
        return new NewEvent(type, version, keys, data, Optional.empty(), Optional.empty());
    }

    /** The same, which came with an id. */
    public NewEvent identified(EventId own) {
        return new NewEvent(type, version, keys, data, Optional.of(own), occurred);
    }

    /** The same, which happened at {@code time}. */
    public NewEvent at(Instant time) {
        return new NewEvent(type, version, keys, data, id, Optional.of(time));
    }
}
