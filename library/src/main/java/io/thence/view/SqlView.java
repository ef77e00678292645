// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Event;
import io.thence.Position;
import io.thence.Projection;
import io.thence.ThenceException;
import io.thence.ThenceException.PartStopped;
import io.thence.event.EventCodec;
import io.thence.event.Ports;
import io.thence.event.SystemEvents.Annulment;
import io.thence.store.Claim;
import io.thence.store.EventStore;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.store.Subscription;
import io.thence.world.Disk;
import io.thence.world.Machine;
import io.thence.world.Mark;
import io.thence.world.Progress;
import io.thence.world.Signal;
import io.thence.world.World;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one projection's tables up to date, as a state machine: a step takes a batch of events, writes what they change
 * and the checkpoint in one transaction, and says how far it has come.
 *
 * <p>A batch is what has come together since the last one. Where nobody waits, the view leaves four times as long as
 * the last batch took before it takes the next: with little to do it is up to date within 20 ms, and the more there is
 * the more changes of one row become one. A query that waits for a position is served at once.
 *
 * <p>At the start the checkpoint's claim is compared with the log; where the log does not have that
 * event, the database is set aside and built anew. So it is where what was taken in is annulled and cannot be undone.
 */
public final class SqlView implements Machine, ReadModel {

    private static final System.Logger LOG = System.getLogger(SqlView.class.getName());
    private static final int BATCH_EVENTS = 2_000;
    private static final long BATCH_BYTES = 4 << 20;
    private static final Duration GATHER_MIN = Duration.ofMillis(20);
    private static final Duration GATHER_MAX = Duration.ofSeconds(1);
    private static final int GATHER_TIMES_WORK = 4;
    private static final Duration SYNC = Duration.ofSeconds(1);

    private final Projection projection;
    private final World world;
    private final EventStore store;
    private final EventCodec codec;
    private final Disk disk;
    private final ViewHandlers handlers;
    private final ViewAnnulments annulments;
    private final Progress progress;
    private volatile long headAtStart;
    private ViewDatabase database;
    private TableBatch tables;
    private final ViewReaders readers;
    private final ClearingWish compaction = new ClearingWish();
    private Subscription subscription;
    private final Signal signal = new Signal();
    private long committedNanos;
    private long gatherNanos = GATHER_MIN.toNanos();
    private long syncedNanos;
    private boolean unsynced;
    private Duration rest = SYNC;

    /** Opens the view's database and checks it against the store; {@link #step} does the rest. */
    public SqlView(Projection projection, Ports ports, Disk disk) {
        this.projection = projection;
        world = ports.world();
        store = ports.store();
        codec = ports.codec();
        this.disk = disk;
        handlers = new ViewHandlers(projection);
        annulments = new ViewAnnulments(projection, ports, handlers);
        headAtStart = store.head().number();
        progress = new Progress("projection '" + projection.name() + "'", world, signal);
        committedNanos = world.nanos() - gatherNanos;
        syncedNanos = world.nanos();
        database = open();
        lookAhead();
        tables = new TableBatch(database.connection());
        readers = new ViewReaders(world, progress, signal, database.url());
        subscription = subscribe();
    }

    private ViewDatabase open() {
        try {
            var opened = ViewDatabase.open(disk, projection);
            var strange = strangeClaim(opened);
            if (strange.isEmpty()) {
                return opened;
            }
            opened.close();
            setAside("it has read up to position " + strange.get().position() + ", event " + strange.get().event()
                    + ", which this log does not have there");
        } catch (SQLException e) {
            setAside("its database does not open (" + e.getMessage() + ")");
        }
        try {
            return ViewDatabase.open(disk, projection);
        } catch (SQLException e) {
            throw stopped(e);
        }
    }

    /** The database's claim, if the log does not bear it out; if it does, the view goes on from there. */
    private Optional<Claim> strangeClaim(ViewDatabase opened) throws SQLException {
        try {
            var claim = opened.claim();
            var strange = claim.filter(made -> !made.stands(store));
            if (strange.isEmpty()) {
                progress.finished(claim.map(Claim::position).orElse(0L));
            }
            return strange;
        } catch (SQLException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void setAside(String why) {
        LOG.log(System.Logger.Level.WARNING, "projection " + projection.name() + " is built anew: " + why);
        disk.setAside(ViewDatabase.name(projection));
    }

    private void lookAhead() {
        try {
            annulments.open(database.connection(), progress.upTo());
        } catch (SQLException | RuntimeException e) {
            try {
                database.close();
            } catch (SQLException again) {
                e.addSuppressed(again);
            }
            throw stopped(e);
        }
    }

    private Subscription subscribe() {
        var query = Query.types(handlers.types(codec));
        var from = store.subscribe(query, new Position(store.lineage(), progress.upTo()));
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

    /** Has its file written anew, so that nothing is left in it of rows as they were before. */
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
        try {
            return work();
        } catch (ThenceException e) {
            progress.failed(e);
        } catch (SQLException | RuntimeException e) {
            progress.failed(stopped(e));
        }
        rollback();
        return false;
    }

    private boolean work() throws SQLException {
        long sinceCommit = world.nanos() - committedNanos;
        boolean waitedFor = progress.isWaitedFor() || compaction.isWanted();
        if (sinceCommit < gatherNanos && !waitedFor && !isRebuilding()) {
            rest = Duration.ofNanos(gatherNanos - sinceCommit);
            return false;
        }
        if (annulments.areOutdated()) {
            return beginAgain();
        }
        long begun = world.nanos();
        var found = subscription.poll(BATCH_EVENTS, BATCH_BYTES);
        if (annulments.outdate(found.events())) {
            return true;
        }
        if (!found.events().isEmpty()) {
            commit(found.events());
            gatherNanos = Math.clamp((committedNanos - begun) * GATHER_TIMES_WORK, GATHER_MIN.toNanos(),
                    GATHER_MAX.toNanos());
        }
        progress.finished(found.upTo().number());
        syncWhenDue();
        compactWhenDue();
        rest = unsynced ? SYNC : Duration.ofSeconds(10);
        return !found.events().isEmpty();
    }

    /** Begins again with empty tables; whether nobody who asks the old ones was in the way. */
    private boolean beginAgain() throws SQLException {
        if (!readers.shut()) {
            rest = SYNC;
            return false; // the last one to ask raises the signal
        }
        tables.close();
        database.close();
        setAside("what it has taken in was annulled, and nothing undoes it");
        progress.again();
        headAtStart = store.head().number();
        database = ViewDatabase.open(disk, projection);
        tables = new TableBatch(database.connection());
        lookAhead();
        subscription.close();
        subscription = subscribe();
        readers.open(database.url());
        return true;
    }

    private void commit(List<StoredEvent> stored) throws SQLException {
        List<Event<?>> events = stored.stream().filter(one -> !annulments.passesOver(one))
                .flatMap(one -> codec.events(one).stream()).toList();
        events.forEach(this::handle);
        tables.write();
        world.mark(Mark.VIEW_WRITTEN);
        database.claim(Claim.at(stored.getLast()));
        world.mark(Mark.VIEW_COMMITTING);
        database.connection().commit();
        committedNanos = world.nanos();
        unsynced = true;
    }

    private void handle(Event<?> event) {
        try {
            if (event.data() instanceof Annulment annulment) {
                annulments.follow(annulment, tables, database.connection());
            } else {
                tables.at(event.keys());
                handlers.handle(tables, event);
            }
        } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
            throw stopped("at event " + event.id() + ", position " + event.position().number(), e);
        }
    }

    private void syncWhenDue() throws SQLException {
        if (unsynced && world.nanos() - syncedNanos >= SYNC.toNanos()) {
            database.sync();
            syncedNanos = world.nanos();
            unsynced = false;
        }
    }

    private void compactWhenDue() throws SQLException {
        long upTo = progress.upTo();
        if (!compaction.isDue(upTo)) {
            return;
        }
        if (database.isFile()) {
            if (!readers.shut()) {
                return; // the last one to ask raises the signal
            }
            tables.close();
            database.closeCompacted();
            world.mark(Mark.VIEW_COMPACTED);
            database = ViewDatabase.open(disk, projection);
            tables = new TableBatch(database.connection());
            database.sync();
            disk.flushFolder(ViewDatabase.FOLDER);
            readers.open(database.url());
        }
        compaction.done(upTo);
    }

    private PartStopped stopped(Throwable e) {
        return stopped("after position " + progress.upTo(), e);
    }

    private PartStopped stopped(String where, Throwable e) {
        return new PartStopped("projection '" + projection.name() + "' has stopped " + where + " (" + e
                + "): mend it, raise its version and start again; nothing is lost", e);
    }

    private void rollback() {
        @Nullable ThenceException failure = progress.failure();
        LOG.log(System.Logger.Level.ERROR, failure == null ? projection.name() : failure.getMessage(), failure);
        try {
            tables.clear();
            database.connection().rollback();
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.ERROR, "projection " + projection.name() + " cannot roll back", e);
        }
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
        subscription.close();
        readers.close();
        try {
            if (unsynced) {
                database.sync();
            }
            tables.close();
            database.close();
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.WARNING, "projection " + projection.name() + " did not close in order", e);
        }
    }
}
