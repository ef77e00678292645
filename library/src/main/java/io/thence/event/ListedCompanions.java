// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.store.StoredEvent;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A log of few events, of which nothing was removed or annulled. */
record ListedCompanions(List<StoredEvent> events) implements Companions {

    ListedCompanions {
        events = List.copyOf(events);
    }

    @Override
    public Left left(Batch batch, StoredEvent of, Set<String> types) {
        return new Left(events.stream().filter(event -> types.contains(event.type()) && batch.has(event)).toList(),
                Set.of());
    }

    @Override
    public Optional<StoredEvent> at(long number) {
        return events.stream().filter(event -> event.number() == number).findFirst();
    }

    @Override
    public boolean isAnnulled(long number) {
        return false;
    }
}
