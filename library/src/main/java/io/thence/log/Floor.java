// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.ThenceException.Undecodable;
import io.thence.event.Json;
import io.thence.store.Truncation;
import java.util.Arrays;
import java.util.Optional;

/**
 * The floor that an event of a batch sets for its keys.
 *
 * @param ordinal of the event in its batch
 * @param before  the least position that stays; {@link Truncation#ITSELF} for the event's own
 */
record Floor(int ordinal, long before) {

    /** The floor that an event sets; empty for nearly all. */
    static Optional<Floor> of(int ordinal, String type, byte[] bytes, RecordWalk.Data data) {
        if (type.equals(Truncation.TOMBSTONED)) {
            return Optional.of(new Floor(ordinal, Truncation.ITSELF));
        }
        if (!type.equals(Truncation.TRUNCATED)) {
            return Optional.empty();
        }
        try {
            var json = Json.tree(Arrays.copyOfRange(bytes, data.from(), data.to()), Truncation.TRUNCATED);
            return Optional.of(new Floor(ordinal, json.path("before").asLong(Truncation.ITSELF)));
        } catch (Undecodable _) {
            return Optional.empty(); // another program wrote it: nothing goes
        }
    }

    /** The floor, of an event at {@code position}. */
    long at(long position) {
        return before == Truncation.ITSELF ? position : Math.min(before, position);
    }
}
