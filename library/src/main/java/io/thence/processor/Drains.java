// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.KeyValue;
import io.thence.Position;
import io.thence.event.Annulments;
import io.thence.event.Keying;
import io.thence.processor.DeadLetterBook.Entry;
import io.thence.processor.DeadLetterEvent.Edited;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes what queues behind dead letters that are to be tried again to the lanes, from the posting list of each key, a
 * few at a time, up to where all else has come. A key whose queue is empty then waits no more.
 */
final class Drains {

    private static final int EVENTS = 64;

    private final EventStore store;
    private final Set<String> types;
    private final Work work;
    private final Map<KeyValue, Drain> drains = new LinkedHashMap<>();

    /** One key's queue: everything up to {@code after} is in hand or handled. */
    private record Drain(long after, Optional<Edited> edited) {}

    Drains(EventStore store, Set<String> types, Work work) {
        this.store = store;
        this.types = types;
        this.work = work;
    }

    void begin(Entry entry) {
        drains.put(entry.letter().key(), new Drain(entry.from() - 1, entry.edited()));
    }

    /** An event of the key was given up again. */
    void end(KeyValue key) {
        drains.remove(key);
    }

    /** What a feeding came to: how many keys may be taken by a lane, and the keys whose queues are empty. */
    record Fed(int ready, List<KeyValue> cleared) {}

    /** Takes the next events in of all whose events are handled; what is cleared is forgotten here. */
    Fed feed() {
        int ready = 0;
        var cleared = new ArrayList<KeyValue>();
        for (var drain : List.copyOf(drains.entrySet())) {
            var key = drain.getKey();
            if (!work.isFree(key)) {
                continue;
            }
            var next = next(key, drain.getValue());
            if (next.isEmpty()) {
                drains.remove(key);
                cleared.add(key);
                continue;
            }
            ready++;
            next.forEach(event -> work.add(new Item(event, key, true)));
            drains.put(key, new Drain(next.getLast().number(), Optional.empty()));
        }
        return new Fed(ready, cleared);
    }

    private List<StoredEvent> next(KeyValue key, Drain drain) {
        var events = new ArrayList<StoredEvent>();
        var after = new Position(store.lineage(), drain.after());
        try (var reader = store.read(Keying.query(key, types), after, Direction.FORWARDS)) {
            for (var next = reader.next(); next.isPresent() && events.size() < EVENTS; next = reader.next()) {
                var event = next.get();
                if (event.number() > work.seen()) {
                    break;
                }
                if (Keying.STREAMS.key(event).equals(key) && Annulments.of(store, event.number()).isEmpty()) {
                    events.add(edited(event, drain.edited()));
                }
            }
        }
        return events;
    }

    private static StoredEvent edited(StoredEvent event, Optional<Edited> edited) {
        return edited.filter(other -> other.position() == event.number())
                .map(other -> event.with(other.version(), other.data().getBytes(StandardCharsets.UTF_8))).orElse(event);
    }
}
