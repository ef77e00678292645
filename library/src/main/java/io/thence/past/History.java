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

/**
 * What each event of a key did to the state of a fold. One that cannot be decoded, or on which a step fails, is told
 * with the reason, and the state goes on without it: so one sees what to annul. Immutable; for any thread.
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

    /** What can be told of an event that was not taken in. */
    private Event<?> failed(StoredEvent stored) {
        try {
            return event(stored, 0);
        } catch (RuntimeException | LinkageError | StackOverflowError _) { // told by who has tried to take it in
            return new Event<>(stored.id(), stored.position(), stored.type(), stored.version(), stored.stamp(),
                    stored.occurred(), stored.origin(), stored.keys(), stored.ordinal(), new Undecoded(stored.data()));
        }
    }

    private static String reason(Throwable why) {
        return why instanceof Undecodable ? String.valueOf(why.getMessage()) : "a step fails on it: " + why;
    }

    /** Tells the changes, the oldest first, as long as {@code told} says that it wants more. */
    public void each(Predicate<Change<S>> told) {
        var annulments = folder.annulments(fold, key);
        folder.trace(fold, key, new Folder.Tracer<>() {
            private long ordinal;

            @Override
            public boolean step(EventView event, int piece, S before, S now) {
                ordinal++;
                return event.number() <= after || tell(event(event.event(), piece), Optional.empty(), before, now);
            }

            @Override
            public boolean annulled(EventView annulment, S before, S now) {
                ordinal++;
                return annulment.number() <= after
                        || tell(codec.decode(annulment.event()), Optional.empty(), before, now);
            }

            @Override
            public boolean failed(EventView event, Throwable why, S state) {
                ordinal++;
                return event.number() <= after || tell(History.this.failed(event.event()),
                        Optional.of(reason(why)), state, state);
            }

            private boolean tell(Event<?> event, Optional<String> failure, S before, S now) {
                var by = Optional.ofNullable(annulments.get(event.position().number())).<Event<?>>map(codec::decode);
                return told.test(new Change<>(event, by, ordinal, failure, before, now,
                        Differences.between(before, now)));
            }
        });
    }
}
