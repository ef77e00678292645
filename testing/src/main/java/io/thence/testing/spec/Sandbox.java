// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.Application;
import io.thence.Event;
import io.thence.Fold;
import io.thence.MemoryProjection;
import io.thence.Origin;
import io.thence.Outcome;
import io.thence.Position;
import io.thence.Problem;
import io.thence.Projection;
import io.thence.Question;
import io.thence.Send;
import io.thence.ThenceException.StartRefused;
import io.thence.command.CommandPath;
import io.thence.command.Folder;
import io.thence.event.Ports;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.past.Journal;
import io.thence.personal.Privacy;
import io.thence.personal.Vault;
import io.thence.query.QueryPath;
import io.thence.snapshot.SnapshotSettings;
import io.thence.snapshot.Snapshots;
import io.thence.store.Append;
import io.thence.store.EventStore;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.view.ViewDatabases;
import io.thence.view.ViewQuery;
import io.thence.world.MemoryDisk;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * An application on the engine of production, in memory, one at a time and with a clock of its own: the log, its index,
 * the codec with its keys, the command path and the folds. Reactions and sagas do not run, and a projection only
 * when it is asked, so that what a test sees is what its command did.
 */
final class Sandbox implements AutoCloseable {

    private static final long HOT_STATE_BYTES = 16 << 20;

    private final Application application;
    private final GivenWorld world = new GivenWorld();
    private final MemoryDisk disk = new MemoryDisk();
    private final Deque<Runnable> closings = new ArrayDeque<>();
    private final LogStore store;
    private final Ports ports;
    private final Folder folder;
    private final Folder cold;
    private final CommandPath commands;
    private final AskedViews views;
    private final QueryPath questions;
    private Optional<Watched> decided = Optional.empty();
    private Optional<Instant> said = Optional.empty();

    private Sandbox(Application application) {
        this.application = Watched.application(application, watched -> decided = Optional.of(watched));
        closings.push(disk::close);
        store = LogStore.open(world, disk, LogSettings.SMALL);
        closings.push(store::close);
        ports = Ports.of(application, world, store, privacy());
        var snapshots = Snapshots.open(Map.of(application, ports), disk, SnapshotSettings.of(LogSettings.SMALL));
        closings.push(snapshots::close);
        folder = new Folder(ports, HOT_STATE_BYTES, snapshots);
        cold = new Folder(ports, 0, Snapshots.none());
        commands = new CommandPath(this.application, ports, folder);
        views = new AskedViews(application, ports, ViewDatabases.embedded(disk));
        closings.push(views::close);
        questions = new QueryPath(application, world, views);
        closings.push(questions::close);
    }

    private Privacy privacy() {
        if (application.personalKeys().isEmpty() && application.subjectKeys().isEmpty()) {
            return Privacy.NONE;
        }
        var vault = Vault.open(world, new MemoryDisk(), store.lineage().log(), Optional.empty());
        closings.push(vault::close);
        return Privacy.of(application.personalKeys(), vault);
    }

    /**
     * Opens an empty one.
     *
     * @throws StartRefused if the application has problems: all are listed
     */
    static Sandbox open(Application application) {
        var problems = application.check();
        if (problems.stream().anyMatch(Problem::isError)) {
            throw new StartRefused(application.name(), problems);
        }
        return new Sandbox(application);
    }

    /** Puts the clock, and the time of what happens next. */
    void at(Instant time) {
        world.at(time);
        said = Optional.of(time);
    }

    /** Has events happen, in one batch. */
    void happen(List<?> events) {
        append(events.stream().map(this::encoded).toList(), Origin.of(application.name()));
    }

    private NewEvent encoded(Object event) {
        var encoded = ports.codec().encode(event);
        return said.map(encoded::at).orElse(encoded);
    }

    /** Appends events as they are stored, in one batch. */
    void append(List<NewEvent> events, Origin origin) {
        store.append(Append.of(events, origin));
    }

    /** Sends a command. */
    Outcome send(Object command, Send how) {
        decided = Optional.empty();
        return commands.send(command, how.time().isEmpty() && said.isPresent() ? how.at(said.get()) : how);
    }

    /** What was decided on the last command, if a decider was asked. */
    Optional<Watched> decided() {
        return decided;
    }

    /** The position of the last event. */
    Position head() {
        return store.head();
    }

    /** The events after a position, as they are read: the library's own left out. */
    List<?> events(Position after) {
        try (var events = Journal.of(ports, Query.ALL).after(after).stream()) {
            return events.map(Event::data).toList();
        }
    }

    /** The state of a fold, from what the command path has at hand. */
    <K, S> S state(Fold<K, S> fold, K key) {
        return folder.state(fold, key);
    }

    /** The state of a fold, from the log alone. */
    <K, S> S cold(Fold<K, S> fold, K key) {
        return cold.state(fold, key);
    }

    /** Asks the tables of a projection that has read everything. */
    <T> T ask(Projection projection, Function<ViewQuery, T> question) {
        return question.apply(views.query(projection).upTo(store.head()).wholePrefix());
    }

    /** Asks the model of a projection that has read everything. */
    <M, T> T ask(MemoryProjection<M> projection, Function<M, T> question) {
        return views.query(projection).upTo(store.head()).wholePrefix().read(question);
    }

    /** Asks the application's queries, whose projections have read everything. */
    <A> A ask(Question<A> question) {
        return questions.ask(question).upTo(store.head()).wholePrefix().answer();
    }

    /** The events as they are stored. */
    EventStore store() {
        return store;
    }

    @Override
    public void close() {
        while (!closings.isEmpty()) {
            closings.pop().run();
        }
    }
}
