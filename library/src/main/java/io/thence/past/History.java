// SPDX-License-Identifier: Apache-2.0
package io.thence.past;

import io.thence.Event;
import io.thence.Fold;
import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Undecodable;
import io.thence.command.Folder;
import io.thence.event.EventCodec;
import io.thence.store.EventView;
import io.thence.store.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What each event of a key did to the state of a fold. One that cannot be decoded is told with the reason, and the
 * state goes on without it: so one sees what to annul. Immutable; for any thread.
 *
 * @param folder folds it
 * @param codec  reads its events
 * @param fold   the fold
 * @param key    the value of its key
 * @param after  number of the position after which changes are told
 */
public record History<K, S>(Folder folder, EventCodec codec, Fold<K, S> fold, K key, long after) {

    /** The most changes that {@link #list} gives. */
    public static final int LIST_MAX = 10_000;

    /** The same, telling only what came after {@code position}. */
    public History<K, S> after(Position position) {
        return new History<>(folder, codec, fold, key, position.number());
    }

    /**
     * All changes, the oldest first. A truncated key begins with what is left of it.
     *
     * @throws BadRequest if there are more than {@value #LIST_MAX}
     */
    public List<Change<S>> list() {
        var changes = new ArrayList<Change<S>>();
        each(change -> {
            if (changes.size() == LIST_MAX) {
                throw new BadRequest(fold.key().name() + " " + key + " has more than " + LIST_MAX
                        + " changes: take them by each(..), or after(..) a position");
            }
            return changes.add(change);
        });
        return changes;
    }

    /** The so many-th event at the key that a stored one is read as. */
    private Event<?> event(StoredEvent stored, int piece) {
        var filed = codec.filed(fold.key(), key);
        return codec.events(stored).stream().filter(event -> event.keys().contains(filed)).skip(piece).findFirst()
                .orElseThrow();
    }

    private static Event<Undecoded> undecoded(StoredEvent stored, Undecodable why) {
        return new Event<>(stored.id(), stored.position(), stored.type(), stored.version(), stored.stamp(),
                stored.occurred(), stored.origin(), stored.keys(), stored.ordinal(),
                new Undecoded(String.valueOf(why.getMessage()), stored.data()));
    }

    /** Tells the changes, the oldest first, as long as {@code told} says that it wants more. */
    public void each(Predicate<Change<S>> told) {
        var annulments = folder.annulments(fold, key);
        folder.trace(fold, key, new Folder.Tracer<>() {
            private long revision;

            @Override
            public boolean step(EventView event, int piece, S before, S now) {
                revision++;
                return event.number() <= after
                        || tell(event(event.event(), piece), annulments.get(event.number()), before, now);
            }

            @Override
            public boolean annulled(EventView annulment, S before, S now) {
                revision++;
                return annulment.number() <= after || tell(codec.decode(annulment.event()), null, before, now);
            }

            @Override
            public boolean undecodable(EventView event, Undecodable why, S state) {
                revision++;
                return event.number() <= after
                        || tell(undecoded(event.event(), why), annulments.get(event.number()), state, state);
            }

            private boolean tell(Event<?> event, @Nullable StoredEvent annulment, S before, S now) {
                var by = Optional.ofNullable(annulment).<Event<?>>map(codec::decode);
                return told.test(new Change<>(event, by, revision, before, now, Differences.between(before, now)));
            }
        });
    }
}
