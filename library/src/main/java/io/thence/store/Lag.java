// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

import io.thence.Position;
import io.thence.store.EventStore.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How far a reader of events is behind the log.
 *
 * @param events         how many of its events it has not taken in; those that were removed between them count
 * @param time           how long ago the first of them was appended; zero where there is none
 * @param drainPerSecond how many events a second it took in of late; empty where that is not known
 */
public record Lag(long events, Duration time, OptionalDouble drainPerSecond) {

    /** It has taken in everything. */
    public static final Lag NONE = new Lag(0, Duration.ZERO);

    /** So many events of this age, and how fast they are taken in is not known. */
    public Lag(long events, Duration time) {
        this(events, time, OptionalDouble.empty());
    }

    /** The same, where it takes in so many events a second. */
    public Lag drained(OptionalDouble perSecond) {
        return new Lag(events, time, perSecond);
    }

    /** How far a reader of {@code types} is behind that has taken in everything up to the number {@code upTo}. */
    public static Lag of(EventStore store, Set<String> types, long upTo, Instant now) {
        var after = new Position(store.lineage(), upTo);
        try (var reader = store.read(Query.types(types), after, Direction.FORWARDS)) {
            var first = reader.nextView();
            if (first.isEmpty()) {
                return NONE;
            }
            var since = Duration.between(first.get().event().stamp().instant(), now);
            long events = store.appended(types, new Position(store.lineage(), first.get().number() - 1), store.head());
            return new Lag(events, since.isNegative() ? Duration.ZERO : since); // clocks go backwards
        }
    }
}
