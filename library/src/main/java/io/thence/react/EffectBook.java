// SPDX-License-Identifier: Apache-2.0
package io.thence.react;

import io.thence.EventId;
import io.thence.Position;
import io.thence.react.EffectEvent.Begun;
import io.thence.react.EffectEvent.Happened;
import io.thence.react.EffectEvent.NotHappened;
import io.thence.react.EffectEvent.Which;
import io.thence.store.EventLog;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The effects of one event in one reaction, as the log says: read once, by one look-up. For one thread. */
final class EffectBook {

    private final Map<Which, Standing> effects = new LinkedHashMap<>();

    private EffectBook() {}

    /** What is known of an effect. */
    sealed interface Standing {

        /** What was begun last. */
        Begun begun();

        /** It was begun, and no answer is known. */
        record Open(Begun begun) implements Standing {}

        /** It has not happened, and may be begun anew. */
        record NotYet(Begun begun) implements Standing {}

        /** It has happened. */
        record Done(Begun begun, String answer) implements Standing {}
    }

    /** Those of the stored event {@code event}, as far as {@code log} says now. */
    static EffectBook of(EventLog log, String reaction, EventId event) {
        var book = new EffectBook();
        var query = Query.keys(EffectEvent.stream(reaction, event));
        try (var reader = log.read(query, new Position(log.lineage(), 0), Direction.FORWARDS)) {
            for (var stored = reader.nextView(); stored.isPresent(); stored = reader.nextView()) {
                EffectEvent.read(stored.get()).ifPresent(book::apply);
            }
        }
        return book;
    }

    /** Takes in what was said. */
    void apply(EffectEvent said) {
        var before = effects.get(said.which());
        switch (said) {
            case Begun begun -> effects.put(begun.which(), new Standing.Open(begun));
            case Happened happened when before != null ->
                effects.put(happened.which(), new Standing.Done(before.begun(), happened.answer()));
            case NotHappened not when before instanceof Standing.Open(var begun) && begun.attempt() == not.attempt() ->
                effects.put(not.which(), new Standing.NotYet(begun));
            case Happened _, NotHappened _ -> {} // what it is about was removed from the log, or has gone on
        }
    }

    /** What is known of one; empty if it was never begun. */
    Optional<Standing> of(Which which) {
        return Optional.ofNullable(effects.get(which));
    }

    /** All, in the order in which they were begun first. */
    Map<Which, Standing> all() {
        return effects;
    }
}
