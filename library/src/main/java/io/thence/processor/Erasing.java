// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.DeadLetter;
import io.thence.KeyValue;
import io.thence.Position;
import io.thence.event.EventCodec;
import io.thence.event.SystemEvents;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.EventView;
import io.thence.store.Query;
import io.thence.store.Truncation;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds dead letters whose events can be handled no more: the person whom one is about was forgotten, or its key was
 * closed for good by a tombstone, so that nothing is found under it. For the processor's thread.
 */
final class Erasing {

    /** The types of the events after which there may be some. */
    static final Set<String> TYPES = Set.of(SystemEvents.ERASED.name(), Truncation.TOMBSTONED);

    private final EventStore store;

    Erasing(EventStore store) {
        this.store = store;
    }

    /** Those among {@code letters}, by their positions, each with the reason. */
    Map<Long, String> among(Collection<DeadLetter> letters) {
        var found = new HashMap<Long, String>();
        var persons = new HashMap<Long, KeyValue>();
        for (var letter : letters) {
            if (isTombstoned(letter.key())) {
                found.put(letter.position(), "its key was closed for good");
            } else {
                store.at(letter.position()).flatMap(EventCodec::subject)
                        .ifPresent(person -> persons.put(letter.position(), person));
            }
        }
        if (!persons.isEmpty()) {
            var forgotten = forgotten(persons.keySet().stream().mapToLong(Long::longValue).min().getAsLong(),
                    new HashSet<>(persons.values()));
            persons.forEach((position, person) -> {
                if (forgotten.getOrDefault(person, 0L) > position) {
                    found.put(position, "the person whom it is about was forgotten");
                }
            });
        }
        return found;
    }

    private boolean isTombstoned(KeyValue key) {
        var end = new Position(store.lineage(), Long.MAX_VALUE);
        try (var reader = store.read(Query.keys(key), end, Direction.BACKWARDS)) {
            return reader.nextView().filter(last -> last.type().equals(Truncation.TOMBSTONED)).isPresent();
        }
    }

    /** Where the log says last, after {@code after}, that each of {@code persons} was forgotten. */
    private Map<KeyValue, Long> forgotten(long after, Set<KeyValue> persons) {
        var last = new HashMap<KeyValue, Long>();
        var query = Query.types(Set.of(SystemEvents.ERASED.name()));
        try (var reader = store.read(query, new Position(store.lineage(), after), Direction.FORWARDS)) {
            for (var event = reader.nextView(); event.isPresent(); event = reader.nextView()) {
                var person = SystemEvents.erased(event.get()).subject(); // under which it may not be filed
                if (persons.contains(person)) {
                    last.put(person, event.get().number());
                }
            }
        }
        return last;
    }

    /** Whether there may be some among the letters of {@code key} after {@code event}. */
    static boolean isAbout(EventView event, KeyValue key) {
        return event.type().equals(SystemEvents.ERASED.name()) || event.isUnder(key);
    }
}
