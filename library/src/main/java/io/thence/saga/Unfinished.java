// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.Position;
import io.thence.saga.SagaEvent.Moved;
import io.thence.store.EventLog;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import java.util.LinkedHashSet;
import java.util.Set;

/** The instances of a saga that have not come to their end, by all its steps. */
final class Unfinished {

    private Unfinished() {}

    /** Those of {@code saga} in {@code log}, the oldest first. */
    static Set<String> of(String saga, EventLog log) {
        var unfinished = new LinkedHashSet<String>();
        var start = new Position(log.lineage(), 0);
        try (var events = log.read(Query.keys(SagaEvent.all(saga)), start, Direction.FORWARDS)) {
            for (var event = events.nextView(); event.isPresent(); event = events.nextView()) {
                if (SagaEvent.read(event.get()).orElse(null) instanceof Moved moved) {
                    if (moved.status().isEnd()) {
                        unfinished.remove(moved.instance());
                    } else {
                        unfinished.add(moved.instance());
                    }
                }
            }
        }
        return unfinished;
    }
}
