// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.MemoryProjection;
import io.thence.Parked;
import io.thence.code.Fingerprint;
import io.thence.event.EventCodec;
import io.thence.event.Keying;
import io.thence.event.Ports;
import io.thence.processor.DeadLetterDesk;
import io.thence.store.EventStore;
import io.thence.store.StoredEvent;
import io.thence.supervise.Restarts;
import io.thence.view.lane.Attempts;
import io.thence.view.lane.Letters;
import io.thence.world.Machine;
import io.thence.world.Progress;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/**
 * Keeps one projection's model up to date, as a state machine: a step takes a batch of events and changes the model.
 * Where a person is forgotten, or an event annulled that the model has taken in, another model is made from the log, a
 * batch in each step. Meanwhile the one before stands still: it answers who asks for nothing newer, and others wait.
 * The same is done, after a rest, where it has failed by what is no event's fault, and where an event that has failed
 * is to be tried again.
 */
public final class MemoryView<M> implements Machine, ReadModel {

    private static final Duration REST = Duration.ofSeconds(10);

    private final MemoryProjection<M> projection;
    private final Ports ports;
    private final Set<String> subjects = new HashSet<>();
    private final Set<String> types;
    private final Signal signal = new Signal();
    private final Progress progress;
    private final ViewHealth health;
    private final Restarts restarts;
    private final long headAtStart;
    private final Attempts attempts;
    private final DeadLetterDesk desk;
    private final Letters letters;
    private long heard;
    private final ClearingWish clearing = new ClearingWish();
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private volatile MemoryModel<M> served;
    /** What is to take its place. */
    private Optional<MemoryModel<M>> next = Optional.empty();
    private volatile boolean making;

    /** Prepares the view; {@link #step} does the rest. */
    public MemoryView(MemoryProjection<M> projection, Ports ports) {
        this.projection = projection;
        this.ports = ports;
        types = new MemoryHandlers<>(projection, ports.codec()).types();
        projection.clauses().forEach(clause -> subjects.addAll(ports.codec().subjects(clause.type())));
        progress = new Progress("projection '" + name() + "'", ports.world(), signal);
        health = ViewHealth.of(name(), "mend it", progress, ports.supervisor());
        restarts = health.ofMachine();
        attempts = new Attempts(projection.policy(), ports.world());
        desk = new DeadLetterDesk(ports.world(), ports.store(), name());
        letters = new Letters(desk, _ -> subjects.isEmpty(), () -> code(projection, ports.codec()), progress::changed);
        headAtStart = ports.store().head().number();
        served = anew();
    }

    private MemoryModel<M> anew() {
        return new MemoryModel<>(projection, ports, signal, new MemoryModel.Failing(attempts, letters));
    }

    private static String code(MemoryProjection<?> projection, EventCodec codec) {
        var print = new Fingerprint(codec);
        projection.clauses().forEach(clause -> print.words(" on").code(clause.handler()).reads(clause.type()));
        return print.brief();
    }

    @Override
    public String name() {
        return projection.name();
    }

    @Override
    public World.Running start() {
        letters.begin();
        heard = letters.heard(); // its first model is made after that
        return health.drained(ports.world().start("view-" + name(), this), attempts::cutShort);
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
    public boolean isRebuilding() {
        return making || ReadModel.super.isRebuilding();
    }

    @Override
    public Set<String> types() {
        return types;
    }

    @Override
    public List<Parked> parked() {
        return List.copyOf(served.parked().values());
    }

    @Override
    public Optional<Parked> parked(StoredEvent event) {
        return Optional.ofNullable(served.parked().get(Keying.STREAMS.key(event)));
    }

    @Override
    public ToldProjection told() {
        return ToldProjection.of(this, desk);
    }

    @Override
    public void wake() {
        signal.raise();
    }

    @Override
    public EventStore store() {
        return ports.store();
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
            return question.apply(served.model());
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public boolean step() {
        if (health.hasFailed() || restarts.left().isPositive() || health.isPaused(letters.paused())) {
            return false;
        }
        try {
            if (restarts.isUnderWay()) {
                beginNext();
                health.begun(restarts);
                return true;
            }
            if (goesALetterOn()) {
                attempts.clear();
                beginNext();
                return true;
            }
            if (next.isPresent()) {
                make(next.get());
                return true;
            }
            if (clearing.isDue(progress.upTo()) || !attempts.due().isEmpty()) {
                beginNext();
                return true;
            }
            var taken = taken();
            if (taken.spoilt()) {
                beginNext();
                return true;
            }
            progress.finished(taken.upTo());
            served.tell(taken.upTo());
            return taken.events() > 0;
        } catch (RuntimeException | Error e) {
            health.failed(restarts, e);
        }
        return false;
    }

    /** Whether one was retried or discarded that the model has not met so. */
    private boolean goesALetterOn() {
        long now = letters.heard();
        boolean isNew = now != heard;
        heard = now;
        return isNew;
    }

    private void beginNext() {
        next.ifPresent(MemoryModel::close);
        next = Optional.of(anew());
        making = true;
    }

    /** Takes a batch into the next model; one that has all that there is takes the place of the one that is served. */
    private void make(MemoryModel<M> model) {
        var taken = model.take();
        if (taken.spoilt()) {
            beginNext(); // annulled since it was begun
        } else if (taken.caughtUp()) {
            serve(model);
            model.tell(taken.upTo());
            clearing.done(model.begunAt());
            progress.finished(taken.upTo());
            progress.changed(); // it shows something else, though it may have come no further
        }
    }

    /** Changes the model that is read. */
    private MemoryModel.Taken taken() {
        lock.writeLock().lock();
        try {
            return served.take();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void serve(MemoryModel<M> made) {
        lock.writeLock().lock();
        try {
            served.close();
            served = made;
        } finally {
            lock.writeLock().unlock();
        }
        attempts.retain(made.parked().keySet());
        next = Optional.empty();
        making = false;
    }

    @Override
    public Signal signal() {
        return signal;
    }

    @Override
    public Duration rest() {
        if (restarts.isUnderWay()) {
            return restarts.left();
        }
        return attempts.left().filter(left -> left.compareTo(REST) < 0).orElse(REST);
    }

    @Override
    public void ended() {
        health.closed();
        restarts.closed();
        served.close();
        next.ifPresent(MemoryModel::close);
    }
}
