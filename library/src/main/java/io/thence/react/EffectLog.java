// SPDX-License-Identifier: Apache-2.0
package io.thence.react;

import io.thence.EventId;
import io.thence.Origin;
import io.thence.ThenceException.BadRequest;
import io.thence.react.EffectBook.Standing;
import io.thence.react.EffectEvent.Begun;
import io.thence.react.EffectEvent.Happened;
import io.thence.react.EffectEvent.NotHappened;
import io.thence.react.EffectEvent.Which;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Command;
import io.thence.store.Condition;
import io.thence.store.ContentHash;
import io.thence.store.EventStore;
import io.thence.store.Query;
import java.util.List;
import java.util.Optional;

/**
 * Says in the log what happens to the effects of one event in one reaction. Each thing is said once, whoever says it:
 * under an id that is made of the effect. So of two answers the first one holds. For one thread.
 */
final class EffectLog {

    private final EventStore store;
    private final String reaction;
    private final EventId event;
    private EffectBook book;

    /** For the stored event {@code event}; it reads what is known. */
    EffectLog(EventStore store, String reaction, EventId event) {
        this.store = store;
        this.reaction = reaction;
        this.event = event;
        book = EffectBook.of(store, reaction, event);
    }

    /** What is known of an effect; empty if it was never begun. */
    Optional<Standing> of(Which which) {
        return book.of(which);
    }

    /**
     * Somebody has found out what has become of an effect that is open; false if something else was said meanwhile, or
     * it is open no more.
     */
    static boolean sayFirst(EventStore store, EffectEvent said, EventId event, Origin origin) {
        var head = store.head(); // before what is known: what comes between is a conflict
        var log = new EffectLog(store, said.which().reaction(), event);
        if (!(log.of(said.which()).orElse(null) instanceof Standing.Open)) {
            return false;
        }
        var stream = List.of(new Query.Term(EffectEvent.TYPES.names(),
                List.of(EffectEvent.stream(log.reaction, event))));
        return store.append(log.append(said, origin).on(Condition.nothingNew(stream, head)))
                instanceof Appended.Committed;
    }

    /** Says {@code said}; false if that was said before, by whoever: what is known is what the log says then. */
    boolean say(EffectEvent said, Origin origin) {
        return switch (store.append(append(said, origin))) {
            case Appended.Committed _ -> {
                book.apply(said);
                yield true;
            }
            case Appended.Repeated _ -> {
                book = EffectBook.of(store, reaction, event);
                yield false;
            }
            case Appended.Tombstoned(var key, _) -> throw new BadRequest("what comes of effect '"
                    + said.which().effect() + "' cannot be kept, since " + key + " was closed by a tombstone");
            case Appended other -> throw new AssertionError("no condition, and one batch, but " + other);
        };
    }

    private Append append(EffectEvent said, Origin origin) {
        var id = DerivedIds.command(said.which(), what(said));
        return Append.of(List.of(said.stored(event)), origin).of(new Command(id, ContentHash.sha256()));
    }

    /** What is known of an effect of which something was said. */
    Standing known(Which which) {
        return of(which).orElseThrow(() -> new BadRequest("what came of effect '" + which.effect() + "' for event "
                + which.event() + " is not retained, so it is not called again: discard this, and retain '"
                + EffectEvent.stream(reaction, event).key() + "' for longer"));
    }

    private static String what(EffectEvent said) {
        return switch (said) {
            case Begun begun -> "begun-" + begun.attempt();
            case NotHappened not -> "not-" + not.attempt();
            case Happened _ -> "happened";
        };
    }
}
