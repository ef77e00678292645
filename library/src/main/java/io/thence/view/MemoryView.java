// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Event;
import io.thence.EventType;
import io.thence.MemoryProjection;
import io.thence.Parked;
import io.thence.Position;
import io.thence.ThenceException;
import io.thence.ThenceException.PartStopped;
import io.thence.event.EventCodec;
import io.thence.event.Ports;
import io.thence.store.EventStore;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.store.Subscription;
import io.thence.world.Machine;
import io.thence.world.Progress;
import io.thence.world.Signal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/**
 * Keeps one projection's model up to date, as a state machine: a step takes a batch of events and changes the model.
 * Where a person is forgotten, another model is made from the log beside this one, which serves until then, and takes
 * its place.
 */
public final class MemoryView<M> implements Machine, ReadModel {

    private static final System.Logger LOG = System.getLogger(MemoryView.class.getName());
    private static final int BATCH_EVENTS = 1_000;
    private static final long BATCH_BYTES = 1 << 20;
    private static final Duration REST = Duration.ofSeconds(10);

    private final MemoryProjection<M> projection;
    private final EventStore store;
    private final EventCodec codec;
    private final MemoryHandlers<M> handlers;
    private final Set<String> subjects = new HashSet<>();
    private final Signal signal = new Signal();
    private final Progress progress;
    private final long headAtStart;
    private final ClearingWish clearing = new ClearingWish();
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private M model;
    private Subscription subscription;

    /** Prepares the view; {@link #step} does the rest. */
    public MemoryView(MemoryProjection<M> projection, Ports ports) {
        this.projection = projection;
        store = ports.store();
        codec = ports.codec();
        handlers = new MemoryHandlers<>(projection, codec);
        projection.clauses().forEach(clause -> codec.types(clause.type()).forEach(
                type -> type.personal().map(EventType.Personal::subject).ifPresent(key -> subjects.add(key.name()))));
        progress = new Progress("projection '" + projection.name() + "'", ports.world(), signal);
        headAtStart = store.head().number();
        model = projection.start().get();
        subscription = subscribe();
    }

    private Subscription subscribe() {
        var from = store.subscribe(Query.types(handlers.types()), new Position(store.lineage(), 0));
        from.wake(signal);
        return from;
    }

    @Override
    public String name() {
        return projection.name();
    }

    @Override
    public Progress progress() {
        return progress;
    }

    @Override
    public long headAtStart() {
        return headAtStart;
    }

    @Override
    public List<Parked> parked() {
        return List.of();
    }

    @Override
    public Optional<Parked> parked(StoredEvent event) {
        return Optional.empty();
    }

    @Override
    public EventStore store() {
        return store;
    }

    @Override
    public boolean isAboutPersons() {
        return true; // what is not personal today may have been when it was stored
    }

    @Override
    public boolean isAbout(String name) {
        return subjects.contains(name);
    }

    @Override
    public void clear(long position, Signal whenDone) {
        clearing.want(position, whenDone);
        signal.raise();
    }

    @Override
    public long clearedUpTo() {
        return clearing.upTo();
    }

    <T> T read(Function<M, T> question) {
        lock.readLock().lock();
        try {
            return question.apply(model);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public boolean step() {
        if (progress.failure() != null) {
            return false;
        }
        try {
            if (clearing.isDue(progress.upTo())) {
                makeAnew();
                return true;
            }
            var found = subscription.poll(BATCH_EVENTS, BATCH_BYTES);
            apply(decoded(found));
            progress.finished(found.upTo().number());
            return !found.events().isEmpty();
        } catch (ThenceException e) {
            failed(e);
        } catch (RuntimeException e) {
            failed(stopped("after position " + progress.upTo(), e));
        }
        return false;
    }

    /** Makes the model of all that it has finished, from what the log says of that now. */
    private void makeAnew() {
        long upTo = progress.upTo();
        var other = projection.start().get();
        var from = subscribe();
        long reached = 0;
        while (reached < upTo) {
            var found = from.poll(BATCH_EVENTS, BATCH_BYTES);
            decoded(found).forEach(event -> handle(other, event));
            reached = found.upTo().number();
        }
        subscription.close();
        subscription = from;
        lock.writeLock().lock();
        try {
            model = other;
        } finally {
            lock.writeLock().unlock();
        }
        clearing.done(upTo);
    }

    private List<Event<?>> decoded(Subscription.Found found) {
        return found.events().stream().flatMap(event -> codec.events(event).stream()).toList();
    }

    /** Changes the model that is read. */
    private void apply(List<Event<?>> events) {
        lock.writeLock().lock();
        try {
            events.forEach(event -> handle(model, event));
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void handle(M to, Event<?> event) {
        try {
            handlers.handle(to, event.data());
        } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
            throw stopped("at event " + event.id() + ", position " + event.position().number(), e);
        }
    }

    private PartStopped stopped(String where, Throwable e) {
        return new PartStopped("projection '" + projection.name() + "' has stopped " + where + " (" + e
                + "): mend it and start again; nothing is lost", e);
    }

    private void failed(ThenceException why) {
        LOG.log(System.Logger.Level.ERROR, why.getMessage(), why);
        progress.failed(why);
    }

    @Override
    public Signal signal() {
        return signal;
    }

    @Override
    public Duration rest() {
        return REST;
    }

    @Override
    public void ended() {
        subscription.close();
    }
}
