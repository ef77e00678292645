// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Key;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.Projection;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.PartStopped;
import io.thence.event.Json;
import io.thence.event.Ports;
import io.thence.event.SystemEvents;
import io.thence.event.SystemEvents.Swapped;
import io.thence.store.Append;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.view.sql.ViewDatabases;
import io.thence.world.Turn;
import io.thence.world.World;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The tables of one projection: those that answer, and at most one more set beside them, of the same version or of
 * another, which is being built or was swapped out. The log says which of them answer: an event for each swap. All
 * methods may be called from any thread.
 */
public final class ViewCopies implements AutoCloseable {

    private static final String KEY = "$projection";

    private final Projection projection;
    private final Ports ports;
    private final ViewDatabases databases;
    private final Turn turn;
    private volatile Running serving;
    private volatile Optional<Running> beside;
    private boolean closed;

    /** A view that runs, by its machines. */
    private record Running(SqlView view, List<World.Running> machines) {
        void stop() {
            machines.reversed().forEach(World.Running::stop); // the view itself last
        }
    }

    /** Starts what answers, and what is to be beside it. */
    public ViewCopies(Projection projection, Ports ports, ViewDatabases databases) {
        this.projection = projection;
        this.ports = ports;
        this.databases = databases;
        turn = new Turn(ports.world());
        var told = told().map(Swapped::database);
        var own = Stream.of(Copy.values()).filter(copy -> told.equals(Optional.of(copy.database(projection))))
                .findFirst();
        var before = projection.swapping().older().flatMap(older -> ofBefore(older, told));
        if (own.isEmpty() && before.isPresent()) {
            serving = before.get();
            beside = Optional.of(started(projection, Copy.FIRST));
        } else {
            var copy = own.orElse(Copy.FIRST);
            serving = started(projection, copy);
            beside = exists(copy.other().database(projection))
                    ? Optional.of(started(projection, copy.other())) : before;
        }
        serving.view().serves(true);
        beside.ifPresent(running -> running.view().serves(false));
    }

    private Optional<Running> ofBefore(Projection older, Optional<String> told) {
        return Stream.of(Copy.values())
                .sorted((one, other) -> Boolean.compare(told.equals(Optional.of(other.database(older))),
                        told.equals(Optional.of(one.database(older)))))
                .filter(copy -> exists(copy.database(older))).findFirst().map(copy -> started(older, copy));
    }

    private boolean exists(String database) {
        try {
            return databases.exists(database);
        } catch (SQLException e) {
            throw new PartStopped("projection '" + projection.name() + "' cannot look for its databases ("
                    + e.getMessage() + "): mend that and start again; nothing is lost", e);
        }
    }

    private Running started(Projection version, Copy copy) {
        var view = new SqlView(version, copy.database(version), ports, databases);
        var machines = new ArrayList<World.Running>();
        machines.add(ports.world().start("view-" + copy.database(version), view));
        for (var lane : view.furtherLanes()) {
            machines.add(ports.world().start("view-" + copy.database(version) + "-" + machines.size(), lane));
        }
        return new Running(view, machines);
    }

    private KeyValue key() {
        return new KeyValue(KEY, projection.name());
    }

    /** What the log says of it. */
    private Optional<Swapped> told() {
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
        return serving.view();
    }

    /** The views that run. */
    public List<ReadModel> all() {
        return Stream.concat(Stream.of(serving), beside.stream()).<ReadModel>map(Running::view).toList();
    }

    /** What is beside the one that answers. */
    public Optional<Rebuild> beside() {
        return beside.map(running -> new Rebuild(this, running.view()));
    }

    /**
     * Builds the tables anew, beside those that answer.
     *
     * @throws BadRequest if there are some beside them already
     */
    public Rebuild rebuild() {
        turn.take();
        try {
            requireOpen();
            if (beside.isPresent()) {
                throw new BadRequest("projection '" + projection.name() + "' has tables beside those that answer"
                        + " already, " + beside.get().view().database() + ": swap them in, or drop them");
            }
            var copy = Copy.FIRST.database(projection).equals(serving.view().database()) ? Copy.SECOND : Copy.FIRST;
            databases.drop(copy.database(projection));
            var built = started(projection, copy);
            built.view().serves(false);
            beside = Optional.of(built);
            return new Rebuild(this, built.view());
        } catch (SQLException e) {
            throw new BadRequest("projection '" + projection.name() + "' cannot be built anew (" + e.getMessage()
                    + "): mend that first");
        } finally {
            turn.give();
        }
    }

    /**
     * Builds the rows of one key anew, in the tables that answer.
     *
     * @throws BadRequest if the projection is not parallel by that key
     */
    public void rebuild(KeyValue key, Duration limit) {
        var view = serving();
        if (!view.projection().parallelBy().map(Key::name).equals(Optional.of(key.key()))) {
            throw new BadRequest("projection '" + projection.name() + "' cannot be built anew for one value of '"
                    + key.key() + "': its rows are known to belong to one only by parallelBy(..)");
        }
        view.rebuild(key).run(ports.world(), limit);
    }

    private void requireOpen() {
        if (closed) {
            throw new BadRequest("the application is closed");
        }
    }

    private Running require(SqlView view) {
        requireOpen();
        return beside.filter(running -> running.view() == view).orElseThrow(() -> new BadRequest("the tables "
                + view.database() + " are not beside those that answer any more: ask for what is there now"));
    }

    /** Has {@code view}, which is beside, answer, and the other one be beside. */
    void swap(SqlView view) {
        turn.take();
        try {
            var next = require(view);
            var obstacles = new Rebuild(this, view).obstacles();
            if (!obstacles.isEmpty()) {
                throw new BadRequest("the tables " + view.database() + " cannot take the place of "
                        + serving.view().database() + ": " + String.join("; ", obstacles));
            }
            var swapped = new Swapped(projection.name(), view.projection().version(), view.database());
            ports.store().append(Append.of(List.of(NewEvent.of(SystemEvents.SWAPPED.name(), 1, List.of(key()),
                    Json.write(swapped))), Origin.of(projection.name())));
            var before = serving;
            next.view().servesFrom(before.view().shows());
            serving = next;
            before.view().serves(false);
            beside = Optional.of(before);
        } finally {
            turn.give();
        }
    }

    /** Ends {@code view}, which is beside, and deletes its tables. */
    void drop(SqlView view) {
        turn.take();
        try {
            var gone = require(view);
            beside = Optional.empty();
            gone.stop();
            databases.drop(view.database());
        } catch (SQLException e) {
            throw new BadRequest("the tables " + view.database() + " have ended, but cannot be deleted ("
                    + e.getMessage() + "): that is done when it is built anew");
        } finally {
            turn.give();
        }
    }

    @Override
    public void close() {
        turn.take();
        try {
            closed = true;
            beside.ifPresent(Running::stop);
            serving.stop();
        } finally {
            turn.give();
        }
    }
}
