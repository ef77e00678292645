// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Key;
import io.thence.KeyValue;
import io.thence.Parked;
import io.thence.Projection;
import io.thence.ThenceException.PartStopped;
import io.thence.event.Keying;
import io.thence.event.Ports;
import io.thence.processor.DeadLetterDesk;
import io.thence.store.EventStore;
import io.thence.store.StoredEvent;
import io.thence.view.lane.Course;
import io.thence.view.lane.EventLane;
import io.thence.view.lane.Letters;
import io.thence.view.lane.Target;
import io.thence.view.sql.Blueprint;
import io.thence.view.sql.Checkpoints;
import io.thence.view.sql.ViewDatabase;
import io.thence.world.Closing;
import io.thence.world.Machine;
import io.thence.world.Progress;
import io.thence.world.Signal;
import io.thence.world.World;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Keeps one projection's tables up to date. Each lane is a machine of its own; that of the first also takes care of the
 * database.
 *
 * <p>At the start the claims of its checkpoints are compared with the log; where the log does not have such an event,
 * the database is set aside and built anew. Its tables are made anew, too, where they hold what is annulled later.
 */
public final class SqlView implements ReadModel {

    private final Projection projection;
    private final Blueprint blueprint;
    private final Ports ports;
    private final Set<String> types;
    private final Signal signal = new Signal();
    private final Gate gate = new Gate(signal);
    private final Progress progress;
    private final ViewHealth health;
    private final LaneProgress laneProgress;
    private final ViewTables tables;
    private final Upkeep upkeep;
    private final TableLanes lanes;
    private final DeadLetterDesk desk;
    private final Letters letters;
    private final Pace.Speed speed;
    private volatile long headAtStart;
    private volatile long answersFrom;
    private Duration rest = Upkeep.REST;

    /** Opens the view's database and checks it against the store; {@link #start} does the rest. */
    public SqlView(Projection projection, Ports ports, ViewDatabases databases) {
        this(TableSets.TableSet.first(projection), ports, databases,
                new DeadLetterDesk(ports.world(), ports.store(), projection.name()));
    }

    /** A view of some tables, of whose projection {@code desk} has the dead letters. */
    SqlView(TableSets.TableSet set, Ports ports, ViewDatabases databases, DeadLetterDesk desk) {
        projection = set.version();
        this.desk = desk;
        this.ports = ports;
        blueprint = new Blueprint(projection.name(), set.database(), projection.tables(), projection.lanes(),
                ViewCode.of(projection, ports.codec()));
        var handlers = new ViewHandlers(projection);
        types = handlers.types(ports.codec());
        headAtStart = ports.store().head().number();
        progress = new Progress(who(), ports.world(), signal);
        health = ViewHealth.of(name(), "mend it, raise its version", progress, ports.supervisor());
        letters = handlers.letters(desk, ports.codec(), progress);
        laneProgress = new LaneProgress(progress, projection.lanes());
        lanes = new TableLanes(laneProgress);
        tables = ViewTables.open(blueprint, ports, databases, handlers);
        upkeep = new Upkeep(world(), tables, gate, health);
        prepareLanes();
        speed = new Pace.Speed(progress.upTo(), world().nanos());
    }

    private String who() {
        return "projection '" + projection.name() + "'";
    }

    private World world() {
        return ports.world();
    }

    private void prepareLanes() {
        try {
            addLanes();
        } catch (Target.OutOfReach e) {
            var why = new PartStopped(who() + " cannot be opened (" + e.getMessage()
                    + "): mend that and start again; nothing is lost", e);
            tables.closeAfter(why);
            throw why;
        } catch (RuntimeException e) {
            tables.closeAfter(e);
            throw e;
        }
    }

    private void addLanes() {
        var by = projection.parallelBy().map(Key::name);
        var following = new Following(projection, ports.codec());
        var targets = tables.targets();
        for (int i = 0; i < targets.size(); i++) {
            var course = new Course(name(), types, new Keying(by, i, targets.size()), following::undoes,
                    projection.policy(), letters);
            var wake = i == 0 ? signal : new Signal();
            var lane = new EventLane(course, ports, targets.get(i), wake);
            lanes.add(new LaneMachine(new Common(), world(), lane, wake));
        }
    }

    @Override
    public World.Running start() {
        letters.begin();
        var machine = "view-" + database();
        var running = new ArrayList<World.Running>();
        running.add(world().start(machine, new FirstLane()));
        for (var lane : lanes.further()) {
            running.add(world().start(machine + "-" + running.size(), lane));
        }
        return () -> Closing.all(running.reversed().stream() // who closes the database last
                .map(each -> health.drained(each, lanes::cutShort)::stop));
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
        return Math.max(headAtStart, answersFrom);
    }

    @Override
    public Set<String> types() {
        return types;
    }

    @Override
    public List<Parked> parked() {
        return lanes.parked();
    }

    @Override
    public Optional<Parked> parked(StoredEvent event) {
        return lanes.parked(event);
    }

    @Override
    public EventStore store() {
        return ports.store();
    }

    @Override
    public boolean isAboutPersons() {
        return !projection.erasings().isEmpty();
    }

    @Override
    public boolean isAbout(String name) {
        return projection.erasings().stream().anyMatch(erasing -> erasing.key().name().equals(name));
    }

    @Override
    public ToldProjection told() {
        return ToldProjection.of(this, desk);
    }

    @Override
    public void wake() {
        lanes.all().forEach(lane -> lane.signal().raise());
    }

    /** Asks its database. */
    <T> T ask(Duration limit, ViewDatabase.Question<T> question) throws SQLException {
        return upkeep.ask(limit, question);
    }

    /** How many keys were about to be built anew. */
    long clearings() {
        return lanes.clearings();
    }

    /** How many events of its types were removed from the log before it came to them. */
    long missed() {
        return lanes.missed();
    }

    /** The projection that it keeps. */
    public Projection projection() {
        return projection;
    }

    /** Builds the rows of one key anew. */
    KeyRebuild rebuild(KeyValue key) {
        int lane = lanes.of(key);
        return new KeyRebuild(key, lanes.all().get(lane), tables.targets().get(lane), progress);
    }

    /** Whether queries go to it; else it is built, or kept, beside another, and gives way to what there is to do. */
    void serves(boolean whether) {
        letters.serves(whether);
        wake();
    }

    /** Number of the last position of which anything shows in its tables: of the lane that is ahead. */
    long shows() {
        return Math.max(progress.upTo(), lanes.farthest());
    }

    /** Others have answered up to {@code position}: it answers when it is there, so that nothing is taken back. */
    void answersFrom(long position) {
        answersFrom = Math.max(answersFrom, position);
    }

    /** Whether it has had all that was there when it was opened or began again. */
    boolean isBuilt() {
        return progress.upTo() >= headAtStart;
    }

    /** How long it takes from {@code upTo} to {@code head}, at the speed that it has had since its start. */
    Optional<Duration> left(long upTo, long head) {
        return speed.left(upTo, head, world().nanos());
    }

    /** The name of its database. */
    public String database() {
        return blueprint.name();
    }

    /** Has its database written anew, so that nothing is left in it of rows as they were before. */
    @Override
    public void clear(long position, Signal whenDone) {
        upkeep.compaction().want(position, whenDone);
        signal.raise();
    }

    @Override
    public long clearedUpTo() {
        return upkeep.compaction().upTo();
    }

    /** One step of each lane, for who turns them by hand instead of {@link #start}; whether any did something. */
    public boolean step() {
        boolean moved = stepFirst();
        for (var lane : lanes.further()) {
            moved |= lane.step();
        }
        return moved;
    }

    private boolean stepFirst() {
        if (health.hasFailed()) {
            rest = Upkeep.REST;
            return false;
        }
        var first = lanes.first();
        boolean moved = first.step();
        if (progress.isWaitedFor() || upkeep.waitsForLanes()) {
            lanes.further().forEach(lane -> lane.signal().raise());
        }
        moved |= upkeep.step(progress.upTo(), new Renewed());
        rest = upkeep.rest(first.rest());
        return moved;
    }

    /** What its lanes do when their tables are others. */
    private final class Renewed implements Upkeep.Lanes {

        @Override
        public void beginAgain() {
            headAtStart = store().head().number();
            lanes.beginAgain();
        }

        @Override
        public void goOn() {
            lanes.all().forEach(LaneMachine::connectAnew);
        }
    }

    /** Closes its database; all that {@link #start} has started does so when it is stopped. */
    public void ended() {
        health.closed();
        lanes.all().forEach(LaneMachine::close);
        upkeep.end(signal);
    }

    /** Turns the first lane, and takes care of the database, which it closes after the other lanes have ended. */
    private final class FirstLane implements Machine {

        @Override
        public boolean step() {
            return stepFirst();
        }

        @Override
        public Signal signal() {
            return signal;
        }

        @Override
        public Duration rest() {
            return rest;
        }

        @Override
        public void ended() {
            SqlView.this.ended();
        }
    }

    /** What its lanes have in common. */
    private final class Common implements LaneMachine.Lanes {

        @Override
        public ViewHealth health() {
            return health;
        }

        @Override
        public String target() {
            return "its database";
        }

        @Override
        public long head() {
            return store().head().number();
        }

        @Override
        public Pace.Hurry hurry(BooleanSupplier grows) {
            if (progress.isWaitedFor() || upkeep.waitsForLanes() || lanes.areAnyWished()) {
                return Pace.Hurry.NOW;
            }
            if (!isRebuilding()) {
                return Pace.Hurry.GATHER;
            }
            return !letters.serves() && grows.getAsBoolean() ? Pace.Hurry.YIELD : Pace.Hurry.NOW;
        }

        @Override
        public boolean enter(Signal lane) {
            return gate.enter(lane);
        }

        @Override
        public void leave() {
            gate.leave();
        }

        @Override
        public void moved(int lane, long reached) {
            laneProgress.moved(lane, reached);
        }

        @Override
        public void lost(int lane, long position) {
            laneProgress.again(lane, position);
        }

        @Override
        public boolean mayComeBack(Target.OutOfReach failure) {
            return tables.database().isRemote() && !(failure.getCause() instanceof Checkpoints.CheckpointLost);
        }

        @Override
        public void outdated(String why) {
            upkeep.outdated(why);
        }

        @Override
        public void closed() {
            upkeep.closed();
        }

        @Override
        public boolean isOutdated() {
            return upkeep.isOutdated();
        }
    }
}
