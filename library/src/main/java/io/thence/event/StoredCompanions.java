// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.KeyValue;
import io.thence.Position;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks a command's events up in a store, where they lie in a row: floors of keys hide nothing there. */
record StoredCompanions(EventStore store) implements Companions {

    @Override
    public Left left(Batch batch, StoredEvent of, Set<String> types) {
        var events = new ArrayList<StoredEvent>();
        boolean gap = false;
        boolean gapBefore = false;
        long next = before(batch).number() + 1;
        try (var reader = store.read(Query.ALL, before(batch), Direction.FORWARDS)) {
            for (var event = reader.next(); event.isPresent(); event = reader.next()) {
                boolean has = batch.has(event.get());
                if (!has && event.get().number() > of.number()) {
                    break;
                }
                gap |= event.get().number() > next;
                next = event.get().number() + 1;
                if (has && types.contains(event.get().type())) {
                    events.add(event.get());
                    gapBefore = gap;
                }
            }
        }
        return new Left(events, gapBefore ? torn(batch, events, types) : Set.of());
    }

    private Position before(Batch batch) {
        return new Position(store.lineage(), Math.max(0, batch.first() - 1));
    }

    /** The store counts what was removed too, by type and by key. */
    private Set<KeyValue> torn(Batch batch, List<StoredEvent> events, Set<String> types) {
        var last = events.getLast().position();
        if (store.appended(types, before(batch), last) == events.size()) {
            return Set.of();
        }
        var counts = new HashMap<KeyValue, Long>();
        try (var reader = store.read(Query.ALL, before(batch), Direction.FORWARDS)) {
            for (var event = reader.nextView(); event.isPresent() && event.get().number() <= last.number();
                    event = reader.nextView()) {
                event.get().keys().forEach(key -> counts.merge(key, 1L, Long::sum));
            }
        }
        var torn = new HashSet<KeyValue>();
        counts.forEach((key, count) -> {
            if (store.revision(key, last) - store.revision(key, before(batch)) > count) {
                torn.add(key);
            }
        });
        return torn;
    }

    @Override
    public Optional<StoredEvent> at(long number) {
        return store.at(number);
    }

    @Override
    public boolean isAnnulled(long number) {
        return store.revision(Annulments.key(number), store.head()) > 0; // what is filed there is never removed
    }
}
