// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.Position;
import io.thence.processor.ControlEvent.Paused;
import io.thence.processor.ControlEvent.Reset;
import io.thence.processor.ControlEvent.ResetReached;
import io.thence.processor.ControlEvent.Resumed;
import io.thence.store.EventLog;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a consumer is told to do as a whole, as the last of its events say.
 *
 * @param paused who had it paused, and why
 * @param reset  where it is to go on, as far as that is not done
 * @param resets how often it was told where to go on
 */
record Controls(Optional<Paused> paused, Optional<Reset> reset, long resets) {

    /** Those of a consumer that was told nothing. */
    static final Controls NONE = new Controls(Optional.empty(), Optional.empty(), 0);

    /** Of {@code consumer}, as far as the log says now. */
    static Controls of(EventLog log, String consumer) {
        return NONE.readOn(log, consumer, 0, Long.MAX_VALUE);
    }

    /** These with what the log says of {@code consumer} after the position {@code after}, and up to {@code upTo}. */
    Controls readOn(EventLog log, String consumer, long after, long upTo) {
        var query = new Query(List.of(
                new Query.Term(ControlEvent.TYPES.names(), List.of(DeadLetterEvent.filed(consumer)))));
        var controls = this;
        try (var reader = log.read(query, new Position(log.lineage(), after), Direction.FORWARDS)) {
            for (var event = reader.nextView(); event.isPresent() && event.get().number() <= upTo;
                    event = reader.nextView()) {
                controls = controls.with(ControlEvent.read(event.get()).orElseThrow());
            }
        }
        return controls;
    }

    /** The names of all that were ever told something. */
    static Set<String> told(EventLog log) {
        var names = new TreeSet<String>();
        try (var reader = log.read(Query.types(ControlEvent.TYPES.names()), new Position(log.lineage(), 0),
                Direction.FORWARDS)) {
            for (var event = reader.nextView(); event.isPresent(); event = reader.nextView()) {
                ControlEvent.read(event.get()).ifPresent(said -> names.add(said.consumer()));
            }
        }
        return names;
    }

    /** By whom it was paused, and why, for messages; empty if it is not. */
    Optional<String> pausedBy() {
        return paused.map(told -> "by " + told.by() + ": " + told.why());
    }

    /** These after {@code event}. */
    Controls with(ControlEvent event) {
        return switch (event) {
            case Paused given -> new Controls(Optional.of(given), reset, resets);
            case Resumed _ -> new Controls(Optional.empty(), reset, resets);
            case Reset given -> new Controls(paused, Optional.of(given), resets + 1);
            case ResetReached reached when reached.reset() != resets -> this;
            case ResetReached reached -> new Controls(paused, reset.flatMap(given -> reached.isAll()
                    ? Optional.empty()
                    : Optional.of(given.after(reached.upTo()))),
                    resets);
        };
    }
}
