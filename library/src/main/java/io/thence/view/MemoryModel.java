// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.KeyValue;
import io.thence.MemoryProjection;
import io.thence.Parked;
import io.thence.Position;
import io.thence.ThenceException.PartStopped;
import io.thence.event.AnnulledAhead;
import io.thence.event.Annulments;
import io.thence.event.EventCodec;
import io.thence.event.Ports;
import io.thence.event.SystemEvents;
import io.thence.event.SystemEvents.Annulment;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.EventView;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.store.Subscription;
import io.thence.view.lane.EventLane;
import io.thence.view.lane.Keying;
import io.thence.world.Signal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model as far as it is made, batch by batch from the first event of the log, without what is annulled. For the
 * view's thread.
 */
final class MemoryModel<M> implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(MemoryModel.class.getName());
    private static final int BATCH_EVENTS = 1_000;
    private static final long BATCH_BYTES = 1 << 20;

    private final MemoryProjection<M> projection;
    private final EventCodec codec;
    private final MemoryHandlers<M> handlers;
    private final AnnulledAhead ahead;
    private final Subscription subscription;
    private final M model;
    private final EventStore store;
    private volatile Map<KeyValue, Parked> parked = Map.of();
    private final long begunAt;

    /** One of no events; {@code signal} is raised when there may be more of them. */
    MemoryModel(MemoryProjection<M> projection, Ports ports, Signal signal) {
        this.projection = projection;
        codec = ports.codec();
        store = ports.store();
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

    /** What is to be done about an event. */
    sealed interface Step {

        /**
         * It is taken in.
         *
         * @param number of its position
         * @param key    under which it is handled, if some key was parked when it was read
         * @param data   what it is read as; it may have been split
         */
        record Take(long number, Optional<KeyValue> key, List<?> data) implements Step {}

        /** It cannot be read, so its key is parked. */
        record Park(long number, Optional<KeyValue> key, Throwable why) implements Step {}

        /** It annuls others. */
        record Annul(Annulment annulment) implements Step {}
    }

    /**
     * Some events, read and not taken in.
     *
     * @param events   how many there were, also of those that are passed over
     * @param upTo     number of the position up to which these are all
     * @param caughtUp whether these were all that there are
     */
    record Batch(List<Step> steps, int events, long upTo, boolean caughtUp) {}

    /** Reads some events. */
    Batch read() {
        var steps = new ArrayList<Step>();
        var shown = subscription.show(BATCH_EVENTS, BATCH_BYTES, event -> {
            if (Annulments.isOne(event)) {
                steps.add(new Step.Annul(Annulments.read(event)));
            } else if (!ahead.passesOver(event)) {
                steps.add(step(event));
            }
        });
        return new Batch(steps, shown.events(), shown.upTo().number(), shown.caughtUp());
    }

    private Step step(EventView event) {
        var key = parked.isEmpty() ? Optional.<KeyValue>empty() : Optional.of(Keying.STREAMS.key(event));
        try {
            return new Step.Take(event.number(), key, codec.records(event));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return new Step.Park(event.number(), key, e);
        }
    }

    /** Whether some of the events annul what the model has in it: it cannot go on from there. */
    boolean isSpoiltBy(Batch batch) {
        return batch.steps().stream().anyMatch(step ->
                step instanceof Step.Annul(var annulment) && !ahead.takenIn(annulment).isEmpty());
    }

    /** Takes events in. */
    void take(Batch batch) {
        for (var step : batch.steps()) {
            switch (step) {
                case Step.Annul(var annulment) -> ahead.met(annulment);
                case Step.Take(var number, var key, var data) -> take(number, key, data);
                case Step.Park(var number, var key, var why) -> {
                    if (!waits(number, key)) {
                        park(number, why);
                    }
                }
            }
        }
    }

    private void take(long number, Optional<KeyValue> key, List<?> data) {
        if (!waits(number, key)) {
            failure(data).ifPresent(why -> park(number, why));
        }
    }

    /** Whether its key is parked. Where none was when it was read, its key was not looked at. */
    private boolean waits(long number, Optional<KeyValue> key) {
        return !parked.isEmpty() && parked.containsKey(key.orElseGet(() -> Keying.STREAMS.key(stored(number))));
    }

    private StoredEvent stored(long number) {
        try (var reader = store.read(Query.ALL, new Position(store.lineage(), number - 1), Direction.FORWARDS)) {
            return reader.next().orElseThrow(() -> new IllegalStateException("no event at position " + number));
        }
    }

    private Optional<Throwable> failure(List<?> data) {
        try {
            data.forEach(record -> handlers.handle(model, record));
            return Optional.empty();
        } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
            return Optional.of(e);
        }
    }

    private void park(long number, Throwable why) {
        var event = stored(number);
        var key = Keying.STREAMS.key(event);
        if (parked.size() >= EventLane.PARKED_MAX) {
            throw stopped("at event " + event.id() + ", position " + event.position().number() + ", with "
                    + EventLane.PARKED_MAX + " keys parked", why);
        }
        var more = new LinkedHashMap<>(parked);
        more.put(key, new Parked(key, event.position().number(), why.getClass().getName(),
                String.valueOf(why.getMessage())));
        parked = more;
        LOG.log(System.Logger.Level.ERROR, "projection '" + projection.name() + "' has parked " + more.get(key)
                + " at event " + event.id() + ": later events of this key are not taken in, other keys go on; mend it"
                + " and start again", why);
    }

    /** The keys whose events are not taken in since one failed. From any thread. */
    Map<KeyValue, Parked> parked() {
        return parked;
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
