// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Key;
import io.thence.KeyValue;
import io.thence.Parked;
import io.thence.Projection;
import io.thence.ThenceException;
import io.thence.ThenceException.PartStopped;
import io.thence.ThenceException.Stopped;
import io.thence.event.Ports;
import io.thence.store.EventStore;
import io.thence.store.StoredEvent;
import io.thence.view.lane.EventLane;
import io.thence.view.lane.Keying;
import io.thence.view.lane.Target;
import io.thence.view.sql.Blueprint;
import io.thence.view.sql.Checkpoints;
import io.thence.view.sql.ViewDatabases;
import io.thence.world.Machine;
import io.thence.world.Mark;
import io.thence.world.Progress;
import io.thence.world.Signal;
import io.thence.world.World;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps one projection's tables up to date. It is the machine of its first lane, and of the care for the database;
 * where the projection has more lanes, {@link #furtherLanes} are machines of their own.
 *
 * <p>At the start the claims of its checkpoints are compared with the log; where the log does not have such an event,
 * the database is set aside and built anew. Its tables are made anew, too, where they hold what is annulled later.
 */
public final class SqlView implements Machine, ReadModel {

    private static final System.Logger LOG = System.getLogger(SqlView.class.getName());
    private static final Duration SYNC = Duration.ofSeconds(1);
    private static final int CLOSING_MAX = 10;

    private final Projection projection;
    private final Blueprint blueprint;
    private final Ports ports;
    private final ViewHandlers handlers;
    private final Set<String> types;
    private final Signal signal = new Signal();
    private final Gate gate = new Gate(signal);
    private final NewTables newTables = new NewTables(gate, signal);
    private final Progress progress;
    private final LaneProgress laneProgress;
    private volatile long headAtStart;
    private final ClearingWish compaction = new ClearingWish();
    private final ViewTables tables;
    private final List<LaneMachine> lanes = new ArrayList<>();
    private final ViewReaders readers;
    private final Pace.Speed speed;
    private volatile boolean unsynced;
    private volatile boolean serving = true;
    private volatile long knownHead;
    private long syncedNanos;
    private boolean shutToCompact;
    private Duration rest = SYNC;

    /** Opens the view's database and checks it against the store; {@link #step} does the rest. */
    public SqlView(Projection projection, Ports ports, ViewDatabases databases) {
        this(projection, Copy.FIRST.database(projection), ports, databases);
    }

    /** A view whose database has another name than the projection and its version. */
    public SqlView(Projection projection, String name, Ports ports, ViewDatabases databases) {
        this.projection = projection;
        this.ports = ports;
        blueprint = new Blueprint(projection.name(), name, projection.tables(), projection.lanes());
        handlers = new ViewHandlers(projection);
        types = handlers.types(ports.codec());
        headAtStart = ports.store().head().number();
        progress = new Progress("projection '" + projection.name() + "'", ports.world(), signal);
        laneProgress = new LaneProgress(progress, projection.lanes());
        syncedNanos = world().nanos();
        tables = ViewTables.open(blueprint, ports, databases, handlers);
        startLanes();
        speed = new Pace.Speed(progress.upTo(), world().nanos());
        readers = new ViewReaders(world(), progress, gate, tables.database().readers());
    }

    private World world() {
        return ports.world();
    }

    private void startLanes() {
        var by = projection.parallelBy().map(Key::name);
        var following = new Following(projection, ports.codec());
        var targets = tables.targets();
        for (int i = 0; i < targets.size(); i++) {
            var course = new EventLane.Course("projection '" + projection.name() + "'", types,
                    new Keying(by, i, targets.size()), following::undoes);
            var wake = i == 0 ? signal : new Signal();
            var lane = new EventLane(course, ports, targets.get(i), wake);
            lanes.add(new LaneMachine(new Common(), world(), lane, wake));
            laneProgress.moved(i, lane.upTo());
        }
    }

    /** The machines of its lanes but the first, to be run beside it. */
    public List<Machine> furtherLanes() {
        return List.copyOf(lanes.subList(1, lanes.size()));
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
    public Set<String> types() {
        return types;
    }

    @Override
    public List<Parked> parked() {
        return lanes.stream().flatMap(lane -> lane.lane().checkpoint().parked().stream()).toList();
    }

    @Override
    public Optional<Parked> parked(StoredEvent event) {
        return lanes.stream()
                .flatMap(lane -> lane.lane().checkpoint().parked(lane.lane().keying().key(event)).stream())
                .findFirst();
    }

    @Override
    public boolean awaitBuilt(KeyValue key, Duration limit) {
        return rebuild(key).await(world(), limit);
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

    ViewReaders readers() {
        return readers;
    }

    /** The projection that it keeps. */
    public Projection projection() {
        return projection;
    }

    /** Builds the rows of one key anew. */
    KeyRebuild rebuild(KeyValue key) {
        int lane = Keying.lane(key, lanes.size());
        return new KeyRebuild(key, lanes.get(lane), tables.targets().get(lane), progress);
    }

    /** Whether queries go to it; else it is built, or kept, beside another, and gives way to what there is to do. */
    void serves(boolean whether) {
        serving = whether;
    }

    /** Number of the last position of which anything shows in its tables: of the lane that is ahead. */
    long shows() {
        return lanes.stream().mapToLong(lane -> lane.lane().checkpoint().position()).reduce(progress.upTo(), Math::max);
    }

    /** From now on queries go to it, which others have answered up to {@code position}: it answers when it is there. */
    void servesFrom(long position) {
        headAtStart = Math.max(headAtStart, position);
        serving = true;
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
        compaction.want(position, whenDone);
        signal.raise();
    }

    @Override
    public long clearedUpTo() {
        return compaction.upTo();
    }

    @Override
    public boolean step() {
        if (progress.failure() != null) {
            rest = SYNC;
            return false;
        }
        var first = lanes.getFirst();
        boolean moved = first.step();
        if (progress.isWaitedFor() || compaction.isWanted()) {
            lanes.subList(1, lanes.size()).forEach(lane -> lane.signal().raise());
        }
        try {
            moved |= newTables.makeWhenWanted(this::beginAgain);
            syncWhenDue();
            compactWhenDue();
        } catch (ThenceException e) {
            failed(e);
        } catch (SQLException | RuntimeException e) {
            failed(stopped(e));
        }
        rest = unsynced && SYNC.compareTo(first.rest()) < 0 ? SYNC : first.rest();
        return moved;
    }

    private void syncWhenDue() throws SQLException {
        if (unsynced && world().nanos() - syncedNanos >= SYNC.toNanos()) {
            unsynced = false;
            tables.database().sync();
            syncedNanos = world().nanos();
        }
    }

    private void beginAgain() throws SQLException {
        readers.close();
        tables.empty(blueprint);
        laneProgress.again();
        headAtStart = store().head().number();
        lanes.forEach(lane -> lane.lane().resume());
        readers.renewed(tables.database().readers());
    }

    private void compactWhenDue() throws SQLException {
        long reached = progress.upTo();
        if (!compaction.isDue(reached)) {
            if (shutToCompact) { // another wish came, for which the lanes must go on first
                shutToCompact = false;
                gate.open();
            }
            return;
        }
        if (tables.database().closesToCompact()) {
            shutToCompact = true;
            if (!gate.shut()) {
                return; // the last one who leaves raises the signal
            }
            readers.close();
            tables.compact();
            readers.renewed(tables.database().readers());
            shutToCompact = false;
            gate.open();
        } else {
            tables.database().compact();
        }
        world().mark(Mark.VIEW_COMPACTED);
        compaction.done(reached);
    }

    private void failed(ThenceException why) {
        LOG.log(System.Logger.Level.ERROR, why.getMessage(), why);
        progress.failed(why);
    }

    private PartStopped stopped(Throwable e) {
        return new PartStopped("projection '" + projection.name() + "' has stopped after position " + progress.upTo()
                + " (" + e + "): mend it, raise its version and start again; nothing is lost", e);
    }

    @Override
    public Signal signal() {
        return signal;
    }

    @Override
    public Duration rest() {
        return rest;
    }

    /** After its further lanes have ended. */
    @Override
    public void ended() {
        lanes.forEach(lane -> lane.lane().close());
        if (progress.failure() == null) {
            progress.failed(new Stopped("projection '" + projection.name() + "' is asked no more, its tables "
                    + database() + " are closed: ask again if others answer by now"));
        }
        for (int i = 0; i < CLOSING_MAX && !gate.shut(); i++) {
            world().await(signal, SYNC); // the last one who leaves raises it
        }
        readers.close();
        try {
            if (unsynced) {
                tables.database().sync();
            }
            tables.close();
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.WARNING, "projection " + projection.name() + " did not close in order", e);
        }
    }

    /** What its lanes have in common. */
    private final class Common implements LaneMachine.Lanes {

        @Override
        public Pace.Hurry hurry() {
            if (progress.isWaitedFor() || compaction.isWanted()) {
                return Pace.Hurry.NOW;
            }
            if (!isRebuilding()) {
                return Pace.Hurry.GATHER;
            }
            long head = store().head().number();
            boolean grows = head > knownHead;
            knownHead = head;
            return grows && !serving ? Pace.Hurry.YIELD : Pace.Hurry.NOW;
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
        public void committed() {
            unsynced = true;
        }

        @Override
        public void moved(int lane, long reached) {
            laneProgress.moved(lane, reached);
        }

        @Override
        public void outOfReach(Target.OutOfReach failure) {
            if (!tables.database().isRemote() || failure.getCause() instanceof Checkpoints.CheckpointLost) {
                throw stopped(failure.getCause() == null ? failure : failure.getCause());
            }
            progress.note("its database is out of reach (" + failure.getMessage() + ")");
            LOG.log(System.Logger.Level.WARNING, progress + ": it is tried again");
        }

        @Override
        public void isBack() {
            progress.note("");
            LOG.log(System.Logger.Level.INFO, progress + " and goes on: its database is back");
        }

        @Override
        public NewTables newTables() {
            return newTables;
        }

        @Override
        public boolean hasFailed() {
            return progress.failure() != null;
        }

        @Override
        public void failed(ThenceException why) {
            SqlView.this.failed(why);
        }

        @Override
        public PartStopped stopped(Throwable e) {
            return SqlView.this.stopped(e);
        }
    }
}
