// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Event;
import io.thence.MemoryProjection;
import io.thence.Position;
import io.thence.ThenceException.PartStopped;
import io.thence.event.AnnulledAhead;
import io.thence.event.Annulments;
import io.thence.event.EventCodec;
import io.thence.event.Ports;
import io.thence.event.SystemEvents;
import io.thence.event.SystemEvents.Annulment;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.store.Subscription;
import io.thence.world.Signal;
import java.util.HashSet;
import java.util.List;

/**
 * A model as far as it is made, batch by batch from the first event of the log, without what is annulled. For the
 * view's thread.
 */
final class MemoryModel<M> implements AutoCloseable {

    private static final int BATCH_EVENTS = 1_000;
    private static final long BATCH_BYTES = 1 << 20;

    private final MemoryProjection<M> projection;
    private final EventCodec codec;
    private final MemoryHandlers<M> handlers;
    private final AnnulledAhead ahead;
    private final Subscription subscription;
    private final M model;
    private final long begunAt;

    /** One of no events; {@code signal} is raised when there may be more of them. */
    MemoryModel(MemoryProjection<M> projection, Ports ports, Signal signal) {
        this.projection = projection;
        codec = ports.codec();
        begunAt = ports.store().head().number();
        handlers = new MemoryHandlers<>(projection, codec);
        ahead = AnnulledAhead.of(ports.store(), 0, handlers.types());
        model = projection.start().get();
        var types = new HashSet<>(handlers.types());
        types.add(SystemEvents.ANNULLED.name());
        subscription = ports.store().subscribe(Query.types(types), new Position(ports.store().lineage(), 0));
        subscription.wake(signal);
    }

    M model() {
        return model;
    }

    /** Number of the last position in the log when it was begun. */
    long begunAt() {
        return begunAt;
    }

    Subscription.Found poll() {
        return subscription.poll(BATCH_EVENTS, BATCH_BYTES);
    }

    /** Whether some of the events annul what the model has in it: it cannot go on from there. */
    boolean isSpoiltBy(List<StoredEvent> events) {
        return events.stream().filter(Annulments::isOne)
                .anyMatch(one -> !ahead.takenIn(Annulments.read(one)).isEmpty());
    }

    /** What events become of those that it takes in. */
    List<Event<?>> decoded(List<StoredEvent> events) {
        return events.stream().filter(event -> !ahead.passesOver(event))
                .flatMap(event -> codec.events(event).stream()).toList();
    }

    /** Takes events in. */
    void take(List<Event<?>> events) {
        events.forEach(this::take);
    }

    private void take(Event<?> event) {
        try {
            if (event.data() instanceof Annulment annulment) {
                ahead.met(annulment);
            } else {
                handlers.handle(model, event.data());
            }
        } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
            throw stopped("at event " + event.id() + ", position " + event.position().number(), e);
        }
    }

    PartStopped stopped(String where, Throwable e) {
        return new PartStopped("projection '" + projection.name() + "' has stopped " + where + " (" + e
                + "): mend it and start again; nothing is lost", e);
    }

    @Override
    public void close() {
        subscription.close();
    }
}
