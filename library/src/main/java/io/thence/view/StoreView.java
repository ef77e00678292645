// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Parked;
import io.thence.StoreProjection;
import io.thence.ThenceException.PartStopped;
import io.thence.event.Keying;
import io.thence.event.Ports;
import io.thence.event.SystemEvents;
import io.thence.processor.DeadLetterDesk;
import io.thence.store.EventStore;
import io.thence.store.StoredEvent;
import io.thence.view.lane.Course;
import io.thence.view.lane.EventLane;
import io.thence.view.lane.Letters;
import io.thence.view.lane.Target;
import io.thence.world.Machine;
import io.thence.world.Progress;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Keeps a store of the application's own up to date, in one lane. */
public final class StoreView implements Machine, ReadModel {

    private final StoreProjection projection;
    private final Ports ports;
    private final Set<String> types = new LinkedHashSet<>();
    private final Set<String> subjects = new HashSet<>();
    private final Signal signal = new Signal();
    private final Progress progress;
    private final long headAtStart;
    private final ClearingWish clearing = new ClearingWish();
    private final ViewHealth health;
    private final DeadLetterDesk desk;
    private final Letters letters;
    private final LaneMachine lane;
    private volatile boolean outdated;

    /**
     * Goes on where the store says it is; {@link #step} does the rest.
     *
     * @throws PartStopped if the store cannot be read, or has read what the log does not have
     */
    public StoreView(StoreProjection projection, Ports ports) {
        this.projection = projection;
        this.ports = ports;
        for (var type : projection.reads()) {
            types.addAll(ports.codec().names(type));
            subjects.addAll(ports.codec().subjects(type));
        }
        types.add(SystemEvents.ANNULLED.name());
        if (!subjects.isEmpty()) {
            types.add(SystemEvents.ERASED.name());
        }
        progress = new Progress(who(), ports.world(), signal);
        health = ViewHealth.of(name(), "mend it", progress, ports.supervisor());
        headAtStart = ports.store().head().number();
        desk = new DeadLetterDesk(ports.world(), ports.store(), name());
        var target = new StoreTarget(projection.name(), projection.store());
        requireOurs(target);
        letters = new Letters(desk, _ -> subjects.isEmpty(), () -> "", progress::changed);
        var course = new Course(name(), types, Keying.STREAMS, _ -> false, projection.policy(), letters);
        lane = new LaneMachine(new Common(), ports.world(), new EventLane(course, ports, target, signal), signal);
        progress.finished(lane.lane().upTo());
    }

    private String who() {
        return "projection '" + projection.name() + "'";
    }

    /** What others own is not thrown away by us. */
    private void requireOurs(StoreTarget target) {
        try {
            target.read().claim().filter(claim -> !claim.stands(ports.store())).ifPresent(claim -> {
                throw new PartStopped(who() + ": its store has read up to position " + claim.position() + ", event "
                        + claim.event() + ", which this log does not have there: empty it with its checkpoint, and it"
                        + " is filled anew", new IllegalStateException(claim.toString()));
            });
        } catch (Target.OutOfReach e) {
            throw new PartStopped(who() + ": its store cannot be read (" + e.getMessage()
                    + "): mend that and start again; nothing is lost", e);
        }
    }

    @Override
    public String name() {
        return projection.name();
    }

    @Override
    public World.Running start() {
        letters.begin();
        return health.drained(ports.world().start("view-" + name(), this), lane.lane()::cutShort);
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
    public Set<String> types() {
        return types;
    }

    @Override
    public List<Parked> parked() {
        return lane.lane().checkpoint().parked();
    }

    @Override
    public Optional<Parked> parked(StoredEvent event) {
        return lane.lane().checkpoint().parked(Keying.STREAMS.key(event));
    }

    @Override
    public EventStore store() {
        return ports.store();
    }

    @Override
    public boolean isAboutPersons() {
        return !subjects.isEmpty();
    }

    @Override
    public boolean isAbout(String name) {
        return subjects.contains(name);
    }

    @Override
    public ToldProjection told() {
        return ToldProjection.of(this, desk);
    }

    @Override
    public void wake() {
        signal.raise();
    }

    /** The store has let go of a person when it has written that it is forgotten. */
    @Override
    public void clear(long position, Signal whenDone) {
        clearing.want(position, whenDone);
        signal.raise();
    }

    @Override
    public long clearedUpTo() {
        return clearing.upTo();
    }

    @Override
    public boolean step() {
        boolean moved = lane.step();
        if (outdated && !health.hasFailed()) {
            health.failed(new PartStopped(who() + " has stopped: its store holds what is annulled: empty it with its"
                    + " checkpoint and start again, then it is filled without", new IllegalStateException("annulled")));
        }
        if (clearing.isDue(progress.upTo())) {
            clearing.done(progress.upTo());
        }
        return moved;
    }

    @Override
    public Signal signal() {
        return signal;
    }

    @Override
    public Duration rest() {
        return lane.rest();
    }

    @Override
    public void ended() {
        health.closed();
        lane.close();
    }

    /** What its lane asks of it. */
    private final class Common implements LaneMachine.Lanes {

        @Override
        public ViewHealth health() {
            return health;
        }

        @Override
        public String target() {
            return "its store";
        }

        @Override
        public long head() {
            return store().head().number();
        }

        @Override
        public Pace.Hurry hurry(BooleanSupplier grows) {
            return progress.isWaitedFor() || clearing.isWanted() || isRebuilding() ? Pace.Hurry.NOW
                    : Pace.Hurry.GATHER;
        }

        @Override
        public boolean enter(Signal waiting) {
            return true;
        }

        @Override
        public void leave() {}

        @Override
        public void moved(int number, long upTo) {
            progress.finished(upTo);
        }

        @Override
        public void lost(int number, long position) {
            progress.again(position);
        }

        @Override
        public boolean mayComeBack(Target.OutOfReach failure) {
            return true;
        }

        @Override
        public void outdated(String why) {
            outdated = true;
        }

        @Override
        public void closed() {}

        @Override
        public boolean isOutdated() {
            return outdated;
        }
    }
}
