// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.KeyValue;
import io.thence.Parked;
import io.thence.store.EventView;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which key an event is handled under: events of one key are handled in order, and wait in order. Of several lanes each
 * key is in one.
 *
 * @param by    the name of the key; where an event has none of it, or none is named, it is the first that the event is
 *              filed under
 * @param lane  the number of this lane, from 0
 * @param lanes how many there are
 */
public record Keying(Optional<String> by, int lane, int lanes) {

    /** One lane, for the streams of events. */
    public static final Keying STREAMS = new Keying(Optional.empty(), 0, 1);

    /** The key under which {@code event} is handled. */
    public KeyValue key(EventView event) {
        var keys = event.keys();
        if (by.isPresent()) {
            for (var key : keys) {
                if (key.key().equals(by.get())) {
                    return key;
                }
            }
        }
        return keys.isEmpty() ? new KeyValue(Parked.TYPE, event.type()) : keys.getFirst();
    }

    /** Whether {@code event} belongs to this lane. */
    public boolean isMine(StoredEvent event) {
        return lanes == 1 || isForAll(event) || lane(key(event), lanes) == lane;
    }

    /** Whether events of {@code key} belong to this lane. */
    public boolean isMine(KeyValue key) {
        return lanes == 1 || lane(key, lanes) == lane;
    }

    /** The lane that a key is in, of so many. */
    public static int lane(KeyValue key, int lanes) {
        return Math.floorMod(key.toString().hashCode(), lanes);
    }

    /** Whether every lane handles it, after all that came before it there, and whatever is parked. */
    public static boolean isForAll(StoredEvent event) {
        return event.type().equals(SystemEvents.ERASED.name()) || Annulments.isOne(event);
    }

    /** Finds the events of {@code types} that are handled under {@code key}, and some more. */
    public static Query query(KeyValue key, Set<String> types) {
        return key.key().equals(Parked.TYPE)
                ? Query.types(Set.of(key.value()))
                : new Query(List.of(new Query.Term(types, List.of(key))));
    }
}
