// SPDX-License-Identifier: Apache-2.0
package io.thence.log.frame;

import io.thence.ThenceException.Undecodable;
import io.thence.event.Json;
import io.thence.store.Truncation;
import java.util.Optional;

/**
 * The floor that an event of a batch sets for its keys.
 *
 * @param ordinal of the event in its batch
 * @param before  the least position that stays; {@link Truncation#ITSELF} for the event's own
 */
public record Floor(int ordinal, long before) {

    /** The floor that an event of one of {@link Truncation#TYPES} sets; empty if its data do not say. */
    static Optional<Floor> of(int ordinal, String type, byte[] data) {
        if (type.equals(Truncation.TOMBSTONED)) {
            return Optional.of(new Floor(ordinal, Truncation.ITSELF));
        }
        try {
            var json = Json.tree(data, Truncation.TRUNCATED);
            return Optional.of(new Floor(ordinal, json.path("before").asLong(Truncation.ITSELF)));
        } catch (Undecodable _) {
            return Optional.empty(); // another program wrote it: nothing goes
        }
    }

    /** The floor, of an event at {@code position}. */
    public long at(long position) {
        return before == Truncation.ITSELF ? position : Math.min(before, position);
    }
}
