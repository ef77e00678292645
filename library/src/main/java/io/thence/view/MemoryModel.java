// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Handling;
import io.thence.KeyValue;
import io.thence.MemoryProjection;
import io.thence.Parked;
import io.thence.Policy.Action;
import io.thence.Position;
import io.thence.ThenceException.PartStopped;
import io.thence.event.AnnulledAhead;
import io.thence.event.Annulments;
import io.thence.event.Documents;
import io.thence.event.EventCodec;
import io.thence.event.Keying;
import io.thence.event.Ports;
import io.thence.event.SystemEvents;
import io.thence.store.EventStore;
import io.thence.store.EventView;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.store.Subscription;
import io.thence.supervise.Call;
import io.thence.supervise.CallSource;
import io.thence.supervise.Restarts;
import io.thence.supervise.Supervisor;
import io.thence.telemetry.BatchTelemetry;
import io.thence.view.lane.Attempts;
import io.thence.view.lane.EventLane;
import io.thence.view.lane.Letters;
import io.thence.view.lane.Untold;
import io.thence.world.Signal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

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
    private final Documents documents = new Documents();
    private final MemoryHandlers<M> handlers;
    private final AnnulledAhead ahead;
    private final Subscription subscription;
    private final M model;
    private final BatchTelemetry telemetry;
    private final Attempts attempts;
    private final Letters letters;
    private final Untold untold;
    private volatile Map<KeyValue, Parked> parked = Map.of();
    private final long begunAt;
    private final EventStore store;
    private final Supervisor supervisor;
    private final CallSource watched;
    private final AtomicLong at = new AtomicLong();
    private volatile @Nullable Thread thread;
    private boolean spoilt;

    /** What becomes of events that fail. */
    record Failing(Attempts attempts, Letters letters) {}

    /**
     * One of no events; {@code signal} is raised when there may be more of them.
     *
     * @param failing what becomes of events that fail, in all models that are made
     */
    MemoryModel(MemoryProjection<M> projection, Ports ports, Signal signal, Failing failing) {
        this.projection = projection;
        attempts = failing.attempts();
        letters = failing.letters();
        untold = new Untold(letters);
        codec = ports.codec();
        telemetry = new BatchTelemetry(ports.telemetry(), projection.name(), ports.world());
        store = ports.store();
        begunAt = store.head().number();
        handlers = new MemoryHandlers<>(projection, codec);
        ahead = AnnulledAhead.of(store, 0, handlers.types());
        model = projection.start().get();
        var types = new HashSet<>(handlers.types());
        types.add(SystemEvents.ANNULLED.name());
        subscription = store.subscribe(Query.types(types), new Position(store.lineage(), 0));
        subscription.wake(signal);
        supervisor = ports.supervisor();
        watched = supervisor.watch(new CallSource(projection.name(), who(), this::calls));
    }

    M model() {
        return model;
    }

    /** Number of the last position in the log when it was begun. */
    long begunAt() {
        return begunAt;
    }

    /**
     * Takes some events in.
     *
     * @param events   how many there were, also of those that are passed over
     * @param upTo     number of the position up to which these were all
     * @param caughtUp whether these were all that there are
     * @param spoilt   whether some annul what the model has in it: it is good for nothing more
     */
    record Taken(int events, long upTo, boolean caughtUp, boolean spoilt) {}

    /** Takes the next events in. */
    Taken take() {
        long begunNanos = telemetry.begin();
        try {
            var shown = subscription.show(BATCH_EVENTS, BATCH_BYTES, this::take);
            telemetry.taken(shown.events(), begunNanos);
            return new Taken(shown.events(), shown.upTo().number(), shown.caughtUp(), spoilt);
        } finally {
            thread = null;
        }
    }

    private String who() {
        return "projection '" + projection.name() + "'";
    }

    /** The event that is being taken in: found again by its position, so that nothing is kept of each. */
    private List<Call> calls() {
        var by = thread;
        long position = at.getOpaque();
        return by == null ? List.of() : List.of(new Call(new Place(this, position), by, MemoryModel.class,
                () -> store.at(position).map(event -> new Call.Subject(event.id().text(),
                        Keying.STREAMS.key(event).toString())).orElse(Call.Subject.UNKNOWN)));
    }

    private record Place(MemoryModel<?> model, long position) {}

    private void take(EventView event) {
        if (thread == null) {
            thread = Thread.currentThread();
            supervisor.begins();
        }
        at.setOpaque(event.number());
        if (spoilt) {
            return;
        }
        if (Annulments.isOne(event)) {
            var annulment = Annulments.read(event);
            spoilt = !ahead.takenIn(annulment).isEmpty();
            ahead.met(annulment);
        } else if (!ahead.passesOver(event) && !waits(event) && !letters.isDiscarded(event.number())
                && !isHeld(event)) {
            failure(event).ifPresent(why -> park(event.event(), why));
        }
    }

    /** A dead letter is not tried until somebody says so. */
    private boolean isHeld(EventView event) {
        if (!letters.areAny()) {
            return false;
        }
        var letter = letters.waiting(Keying.STREAMS.key(event), event);
        letter.ifPresent(known -> waitFor(new Parked(known.key(), known.position(), known.failure(), known.message())));
        return letter.isPresent();
    }

    private void waitFor(Parked one) {
        var more = new LinkedHashMap<>(parked);
        more.put(one.key(), one);
        parked = more;
    }

    /** Says what it has given up and what of that is over, once it has come to {@code upTo}. */
    void tell(long upTo) {
        untold.tell(Keying.STREAMS, parked::containsKey, upTo);
    }

    private boolean waits(EventView event) {
        return !parked.isEmpty() && parked.containsKey(Keying.STREAMS.key(event));
    }

    private Optional<Throwable> failure(EventView event) {
        try {
            for (var data : codec.records(event, documents)) {
                handlers.handle(model, data);
            }
            return Optional.empty();
        } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
            return Optional.of(e);
        }
    }

    private void park(StoredEvent event, Throwable why) {
        var key = Keying.STREAMS.key(event);
        attempts.blameNoEventFor(why);
        attempts.beginAgainFor(why);
        if (attempts.action(why) == Action.STOP) {
            throw stopped("at event " + event.id() + ", position " + event.position().number() + ", as its policy says",
                    why);
        }
        if (parked.size() >= EventLane.PARKED_MAX) {
            throw stopped("at event " + event.id() + ", position " + event.position().number() + ", with "
                    + EventLane.PARKED_MAX + " keys parked", why);
        }
        waitFor(Letters.parked(key, event.number(), why));
        var rest = attempts.failed(key, event.number(), why);
        var next = rest.map(time -> "it is tried again in " + time.toMillis() + " ms, in a model that is made anew")
                .orElse("mend it and have it retried, or discarded (thence dead-letters)");
        Handling.together(List.of(event.handledBy(projection.name(), key)), () -> LOG.log(System.Logger.Level.ERROR,
                who() + " has parked " + parked.get(key) + " at event " + event.id()
                        + ": later events of this key are not taken in, other keys go on; " + next, why));
        int failures = attempts.failures(key, event.number());
        rest.ifPresentOrElse(time -> telemetry.retries(event, failures, why, time), () -> {
            telemetry.givesUp(event, failures, why);
            untold.add(key, event, failures, why);
        });
    }

    /** The keys whose events are not taken in since one failed. From any thread. */
    Map<KeyValue, Parked> parked() {
        return parked;
    }

    /** Its message is told to who asks how the application is, and what {@code e} says might name a person. */
    PartStopped stopped(String where, Throwable e) {
        return new PartStopped(who() + " has stopped " + where + " (" + Restarts.named(e)
                + "): mend it and start again; nothing is lost", e);
    }

    @Override
    public void close() {
        supervisor.leave(watched);
        subscription.close();
    }
}
