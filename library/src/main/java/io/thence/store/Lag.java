// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

import io.thence.Position;
import io.thence.store.EventStore.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.OptionalDouble;

/**
 * How far a reader of events is behind the log.
 *
 * @param events         how many of its events it has not taken in; those that were removed between them count. Of a
 *                       reader that asks for what is filed under keys it is at most so many: see {@link #appended}
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

    /** How far a reader of {@code query} is behind that has taken in everything up to the number {@code upTo}. */
    public static Lag of(EventStore store, Query query, long upTo, Instant now) {
        var after = new Position(store.lineage(), upTo);
        try (var reader = store.read(query, after, Direction.FORWARDS)) {
            var first = reader.nextView();
            if (first.isEmpty()) {
                return NONE;
            }
            var since = Duration.between(first.get().event().stamp().instant(), now);
            long events = appended(store, query, new Position(store.lineage(), first.get().number() - 1), store.head());
            return new Lag(events, since.isNegative() ? Duration.ZERO : since); // clocks go backwards
        }
    }

    /**
     * How many events that {@code query} asks for were appended after {@code after} and up to {@code upTo}, by what is
     * counted: none is read. Of a term with keys that is as many as have its types, or were filed under one of the keys
     * if those are fewer, so it may be too many.
     */
    public static long appended(EventStore store, Query query, Position after, Position upTo) {
        var types = new LinkedHashSet<String>();
        long events = 0;
        for (var term : query.terms()) {
            types.addAll(term.types());
            long most = store.appended(term.types(), after, upTo);
            for (var key : term.keys()) {
                most = Math.min(most, store.revision(key, upTo) - store.revision(key, after));
            }
            events += most;
        }
        return Math.min(events, store.appended(types, after, upTo)); // one may be filed under several values
    }
}
