// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Key;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.Projection;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Behind;
import io.thence.ThenceException.PartStopped;
import io.thence.ThenceException.Stopped;
import io.thence.event.Json;
import io.thence.event.Ports;
import io.thence.event.SystemEvents;
import io.thence.event.SystemEvents.Swapped;
import io.thence.processor.DeadLetterDesk;
import io.thence.store.Append;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.world.Closing;
import io.thence.world.Turn;
import io.thence.world.World;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The tables of one projection: those that answer, and at most one more set beside them, of the same version or of
 * another, which is being built or was swapped out. The log says which of them answer: an event for each swap. All
 * methods may be called from any thread.
 */
public final class ViewCopies implements AutoCloseable {

    private static final String KEY = "$projection";
    private static final Duration CATCH_UP = Duration.ofSeconds(2);

    private final Projection projection;
    private final Ports ports;
    private final ViewDatabases databases;
    private final Turn catalog;
    private final DeadLetterDesk desk;
    private final ReentrantLock swapping = new ReentrantLock();
    private volatile Pair pair;
    private boolean closed;

    /** What runs. */
    private record Pair(Running serving, Optional<Running> beside) {

        Stream<Running> all() {
            return Stream.concat(Stream.of(serving), beside.stream());
        }

        /** The same, with queries going to where they are to go. */
        Pair told() {
            beside.ifPresent(running -> running.view().serves(false));
            serving.view().serves(true);
            return this;
        }
    }

    /** A view, and what runs of it once it is started. */
    private record Running(SqlView view, List<World.Running> started) {

        Running(SqlView view) {
            this(view, new ArrayList<>());
        }

        void start() {
            started.add(view.start());
        }

        void stop() {
            started.forEach(World.Running::stop);
        }
    }

    /**
     * Starts what answers, and what is to be beside it.
     *
     * @param catalog held while databases are made or deleted, so that nobody takes one for a stray that is being made
     */
    public ViewCopies(Projection projection, Ports ports, ViewDatabases databases, Turn catalog) {
        this.projection = projection;
        this.ports = ports;
        this.databases = databases;
        this.catalog = catalog;
        desk = new DeadLetterDesk(ports.world(), ports.store(), projection.name());
        var sets = TableSets.choose(projection, swapped(), this::exists);
        var serving = opened(sets.serving());
        try {
            pair = new Pair(serving, sets.beside().map(this::opened)).told();
        } catch (RuntimeException e) {
            serving.view().ended();
            throw e;
        }
        pair.all().forEach(Running::start);
    }

    private Running opened(TableSets.TableSet set) {
        return new Running(new SqlView(set, ports, databases, desk));
    }

    private boolean exists(String database) {
        try {
            return databases.databases().exists(database);
        } catch (SQLException e) {
            throw new PartStopped("projection '" + projection.name() + "' cannot look for its databases ("
                    + e.getMessage() + "): mend that and start again; nothing is lost", e);
        }
    }

    private KeyValue key() {
        return new KeyValue(KEY, projection.name());
    }

    /** What the log says of it. */
    private Optional<Swapped> swapped() {
        var store = ports.store();
        var end = new Position(store.lineage(), store.head().number() + 1);
        var query = new Query(List.of(new Query.Term(Set.of(SystemEvents.SWAPPED.name()), List.of(key()))));
        try (var last = store.read(query, end, Direction.BACKWARDS)) {
            return last.next().map(event -> Json.read(event.data(), Swapped.class,
                    "event " + event.id()));
        }
    }

    /** A question to those that answer at any moment. */
    public ViewQuery query() {
        return new ViewQuery(this::serving, Reached.START);
    }

    /** The view that answers. */
    public SqlView serving() {
        swapping.lock();
        try {
            return pair.serving().view();
        } finally {
            swapping.unlock();
        }
    }

    /** Its projection, for who tells that something. */
    public ToldProjection told() {
        return new ToldProjection(projection.name(), desk, this::serving, this::all);
    }

    /** The views that run. */
    public List<ReadModel> all() {
        return pair.all().<ReadModel>map(Running::view).toList();
    }

    /** The databases of the views that run. */
    public List<String> databases() {
        return pair.all().map(running -> running.view().database()).toList();
    }

    /** What is beside the one that answers. */
    public Optional<Rebuild> beside() {
        return pair.beside().map(running -> new Rebuild(this, running.view()));
    }

    /**
     * Builds the tables anew, beside those that answer.
     *
     * @throws BadRequest if there are some beside them already
     */
    public Rebuild rebuild() {
        catalog.take();
        try {
            requireOpen();
            var before = pair;
            before.beside().ifPresent(running -> {
                throw new BadRequest("projection '" + projection.name() + "' has tables beside those that answer"
                        + " already, " + running.view().database() + ": swap them in, or drop them");
            });
            var first = TableSets.TableSet.first(projection);
            var set = first.database().equals(serving().database()) ? first.other() : first;
            databases.databases().drop(set.database());
            var built = opened(set);
            pair = new Pair(before.serving(), Optional.of(built)).told(); // who forgets a person must know of it
            built.start();
            return new Rebuild(this, built.view());
        } catch (SQLException e) {
            throw new BadRequest("projection '" + projection.name() + "' cannot be built anew (" + e.getMessage()
                    + "): mend that first");
        } finally {
            catalog.give();
        }
    }

    /**
     * Builds the rows of one key anew, in the tables that answer.
     *
     * @throws BadRequest if the projection is not parallel by that key, or would lose what removed events did
     */
    public void rebuild(KeyValue key, Duration limit) {
        var view = serving();
        if (!view.projection().parallelBy().map(Key::name).equals(Optional.of(key.key()))) {
            throw new BadRequest("projection '" + projection.name() + "' cannot be built anew for one value of '"
                    + key.key() + "': its rows are known to belong to one only by parallelBy(..)");
        }
        requireWhole(view.projection(), key);
        view.rebuild(key).run(ports.world(), limit);
    }

    private void requireWhole(Projection built, KeyValue key) {
        var store = ports.store();
        var head = store.head();
        long left = 0;
        try (var reader = store.read(Query.keys(key), new Position(store.lineage(), 0), Direction.FORWARDS)) {
            for (var event = reader.nextView(); event.isPresent() && event.get().number() <= head.number();
                    event = reader.nextView()) {
                left++;
            }
        }
        long removed = store.revision(key, head) - left;
        if (removed > 0 && !built.swapping().lossy()) {
            throw new BadRequest(key + " cannot be built anew: " + removed + " events of it were truncated, or removed"
                    + " as they are no longer retained: what they did would be lost; leave its rows, or say"
                    + " fromWhatIsLeft() of projection '" + built.name() + "', if they are to follow the log");
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new Stopped("the application is closed: nothing is built anew, swapped or dropped");
        }
    }

    private Running require(SqlView view) {
        requireOpen();
        return pair.beside().filter(running -> running.view() == view).orElseThrow(() -> new BadRequest("the tables "
                + view.database() + " are not beside those that answer any more: ask for what is there now"));
    }

    /** Has {@code view}, which is beside, answer, and the other one be beside. */
    void swap(SqlView view) {
        awaitServed(view);
        catalog.take();
        try {
            var next = require(view);
            var obstacles = new Rebuild(this, view).obstacles();
            if (!obstacles.isEmpty()) {
                throw new BadRequest("the tables " + view.database() + " cannot take the place of "
                        + serving().database() + ": " + String.join("; ", obstacles));
            }
            var swapped = new Swapped(projection.name(), view.projection().version(), view.database());
            ports.store().append(Append.of(List.of(NewEvent.of(SystemEvents.SWAPPED.name(), 1, List.of(key()),
                    Json.write(swapped))), Origin.of(projection.name())));
            var before = pair.serving();
            swapping.lock();
            try {
                pair = new Pair(next, Optional.of(before)).told();
                next.view().answersFrom(before.view().shows()); // what it is asked for later is asked for again
            } finally {
                swapping.unlock();
            }
        } finally {
            catalog.give();
        }
    }

    /** What is kept up to date beside those that answer may be behind by what was written just now. */
    private void awaitServed(SqlView view) {
        var progress = view.progress();
        long served = serving().progress().upTo();
        if (view.isBuilt() && progress.failure() == null && !progress.await(served, CATCH_UP)) {
            throw new Behind("the tables " + view.database() + " do not catch up with those that answer, which have"
                    + " finished up to position " + served + " (" + progress + "): swap them again");
        }
    }

    /** Ends {@code view}, which is beside, and deletes its tables. */
    void drop(SqlView view) {
        catalog.take();
        try {
            var gone = require(view);
            pair = new Pair(pair.serving(), Optional.empty());
            gone.stop();
            databases.databases().drop(view.database());
        } catch (SQLException e) {
            throw new BadRequest("the tables " + view.database() + " have ended, but cannot be deleted ("
                    + e.getMessage() + "): that is done when it is built anew");
        } finally {
            catalog.give();
        }
    }

    @Override
    public void close() {
        catalog.take();
        try {
            closed = true;
            Closing.all(pair.all().toList().reversed().stream().map(running -> running::stop));
        } finally {
            catalog.give();
        }
    }
}
