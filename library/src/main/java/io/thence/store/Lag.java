// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

import io.thence.Position;
import io.thence.store.EventStore.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * How far a reader of events is behind the log.
 *
 * @param events how many of its events it has not taken in
 * @param more   whether there are more than that: counting ends at {@link #COUNTED_MAX}
 * @param time   how long ago the first of them was appended; zero where there is none
 */
public record Lag(long events, boolean more, Duration time) {

    /** How many events are counted. */
    public static final int COUNTED_MAX = 10_000;

    /** It has taken in everything. */
    public static final Lag NONE = new Lag(0, false, Duration.ZERO);

    /** How far a reader of {@code types} is behind that has taken in everything up to the number {@code upTo}. */
    public static Lag of(EventStore store, Set<String> types, long upTo, Instant now) {
        long events = 0;
        var time = Duration.ZERO;
        try (var reader = store.read(Query.types(types), new Position(store.lineage(), upTo), Direction.FORWARDS)) {
            for (var next = reader.nextView(); next.isPresent(); next = reader.nextView()) {
                if (events == COUNTED_MAX) {
                    return new Lag(events, true, time);
                }
                if (events++ == 0) {
                    var since = Duration.between(next.get().event().stamp().instant(), now);
                    time = since.isNegative() ? Duration.ZERO : since; // clocks go backwards
                }
            }
        }
        return new Lag(events, false, time);
    }
}
