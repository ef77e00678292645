// SPDX-License-Identifier: Apache-2.0
package io.thence.past;

import io.thence.Fold;
import io.thence.KeyValue;
import io.thence.MemoryProjection;
import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import io.thence.command.Folder;
import io.thence.event.Annulments;
import io.thence.event.Ports;
import io.thence.store.EventStore.Direction;
import io.thence.store.EventView;
import io.thence.store.Query;
import io.thence.view.MemoryHandlers;
import java.time.Instant;

/**
 * The states of folds as of a moment, folded anew from the log whenever they are asked for. Immutable; for any thread.
 *
 * <p>What a key was before it was truncated is gone, and what it was where events of it are no longer retained: asking
 * for it is refused. An event that has a time of its own counts by that, whenever it was appended. An event that was
 * annulled after the moment counts: so it was then.
 */
public final class Past {

    private final Ports ports;
    private final Folder folder;
    private final Moment moment;

    private Past(Ports ports, Folder folder, Moment moment) {
        this.ports = ports;
        this.folder = folder;
        this.moment = moment;
    }

    /**
     * As of the event at {@code position}, which is the last one that counts.
     *
     * @throws BadRequest if the position is of another log, beyond the head, or that of an event that was removed
     */
    public static Past at(Ports ports, Folder folder, Position position) {
        if (!position.lineage().log().equals(ports.store().lineage().log())) {
            throw new BadRequest("position " + position + " is not of this log, which is " + ports.store().lineage());
        }
        var head = ports.store().head();
        if (position.number() > head.number()) {
            throw new BadRequest("position " + position.number() + " is beyond the head, " + head.number()
                    + ": nothing has happened there yet; ask for the head, or a time");
        }
        if (ports.store().isRemoved(position)) {
            throw new BadRequest("the event at position " + position.number()
                    + " was removed, truncated or no longer retained: what was then is gone; ask for a later one");
        }
        return new Past(ports, folder, new At(position.number()));
    }

    /**
     * As of the so many-th event that was filed under {@code key}, which is the last one that counts.
     *
     * @param revision from 1; the library's own events under the key count, and so do those that were removed
     * @throws BadRequest if there is no such event, or not yet, or it was removed
     */
    public static Past at(Ports ports, Folder folder, KeyValue key, long revision) {
        return new Past(ports, folder, new At(Revisions.position(ports.store(), key, revision)));
    }

    /** As of {@code time}: all events count that had happened by then, in the order of the log. */
    public static Past at(Ports ports, Folder folder, Instant time) {
        return new Past(ports, folder, new By(time));
    }

    private sealed interface Moment {
        boolean isBefore(EventView event);

        /** The last position that may count. */
        Position last(Position head);
    }

    private record At(long position) implements Moment {
        @Override
        public boolean isBefore(EventView event) {
            return event.number() > position;
        }

        @Override
        public Position last(Position head) {
            return new Position(head.lineage(), Math.min(position, head.number()));
        }
    }

    private record By(Instant time) implements Moment {
        @Override
        public boolean isBefore(EventView event) {
            return event.time().isAfter(time);
        }

        @Override
        public Position last(Position head) {
            return head;
        }
    }

    private boolean counted(EventView event) {
        return !moment.isBefore(event);
    }

    /**
     * The state of {@code fold} at {@code key} at the moment.
     *
     * @throws BadRequest if the key was truncated since, or events of it are no longer retained
     */
    public <K, S> S read(Fold<K, S> fold, K key) {
        var store = ports.store();
        if (!store.isWhole(ports.codec().filed(fold.key(), key), moment.last(store.head()))) {
            throw new BadRequest("events of " + fold.key().name() + " " + key + " were removed, as they are no longer"
                    + " retained: what it was then is gone");
        }
        var state = new Object() {
            private S now = fold.start();
        };
        var annulled = Annulments.under(ports.store(), ports.codec().filed(fold.key(), key), this::counted);
        folder.trace(fold, key, new Folder.Tracer<>() {
            @Override
            public boolean truncated(EventView truncation) {
                if (moment.isBefore(truncation)) {
                    throw new BadRequest(fold.key().name() + " " + key + " was truncated at position "
                            + truncation.number() + ", after the moment that is asked for: what it was is gone");
                }
                return true;
            }

            @Override
            public boolean counts(EventView event) {
                return counted(event) && !Annulments.isOne(event) && !annulled.contains(event.number());
            }

            @Override
            public boolean step(EventView event, int piece, S before, S after) {
                state.now = after;
                return true;
            }
        });
        return state.now;
    }

    /**
     * The model of a projection at the moment, made from the log for the caller alone. Events of keys that were
     * truncated since, or that are no longer retained, are not in it.
     */
    public <M> M read(MemoryProjection<M> projection) {
        var handlers = new MemoryHandlers<>(projection, ports.codec());
        var model = projection.start().get();
        var annulled = Annulments.all(ports.store(), this::counted);
        var start = new Position(ports.store().lineage(), 0);
        try (var reader = ports.store().read(Query.types(handlers.types()), start, Direction.FORWARDS)) {
            for (var event = reader.nextView(); event.isPresent(); event = reader.nextView()) {
                if (counted(event.get()) && !annulled.contains(event.get().number())) {
                    ports.codec().events(event.get().event()).forEach(one -> handlers.handle(model, one.data()));
                }
            }
        }
        return model;
    }
}
