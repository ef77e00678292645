// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.CommandId;
import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.Lineage;
import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.NoStore;
import io.thence.log.frame.LastSegment;
import io.thence.log.read.LogView;
import io.thence.log.segment.Place;
import io.thence.log.segment.SegmentFiles;
import io.thence.log.segment.Segments;
import io.thence.log.state.Durable;
import io.thence.log.state.Listeners;
import io.thence.log.state.LogOpening;
import io.thence.log.state.LogReplay;
import io.thence.log.state.LogState;
import io.thence.store.Checkpoint;
import io.thence.store.EventLog;
import io.thence.store.EventReader;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.Remembered;
import io.thence.store.StoredEvent;
import io.thence.store.Subscription;
import io.thence.world.Closing;
import io.thence.world.Disk;
import io.thence.world.World;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log beside its writer, in another process or after it: takes no lock and changes nothing of it.
 *
 * <p>It sees up to the highest flush that the log itself records: in the heads of frames, in marks, and in the head of
 * the next segment. The writer leaves a mark when it idles, so the last events show within some milliseconds. What is
 * written and not known to be flushed is not shown: it may be gone after a crash.
 *
 * <p>The writer does not know of it. So what looks damaged may only be half written, or be room that was just given
 * back: it is read again before it is called {@link Corrupt}. What is below a recorded flush never changes.
 *
 * <p>{@link #refresh} is for one thread at a time; readings may be made and used by others.
 */
public final class LogFollower implements EventLog, AutoCloseable {

    private static final int ATTEMPTS = 3;

    /** A writer that gets on with its index leaves fewer than this between what it wrote down and the end. */
    private static final int SEALED_MAX = 4;

    private final World world;
    private final Disk disk;
    private final Disk room;
    private final LogSettings settings;
    private final Segments segments = new Segments();
    private volatile @Nullable Reading reading;
    private @Nullable LogState before;
    private int sealed;
    private final LastSegment last;
    private final Listeners listeners = new Listeners();
    private volatile Durable durable = new Durable(0, Place.START);

    private LogFollower(World world, Disk disk, Disk room, LogSettings settings) {
        this.world = world;
        this.disk = disk;
        this.room = room;
        this.settings = settings;
        last = new LastSegment(segments, settings.readBytes());
        segments.whenMissing(() -> SegmentFiles.renew(disk, segments));
    }

    /**
     * What was read, and how.
     *
     * @param begun where the files of the index ended when it began
     * @param own   whether the index is the follower's own
     */
    private record Reading(LogState state, LogReplay replay, Place begun, boolean own) {

        /** Whether there is room for more lists. */
        boolean goesOn() {
            if (!own) {
                return state.index().sealed() < SEALED_MAX;
            }
            state.index().merge();
            return state.index().failure().isEmpty();
        }
    }

    /**
     * Opens the log on {@code disk} for reading and takes in all that it holds. Does not close the disks.
     *
     * @param room where it writes an index of its own, if that of the log is missing or far behind, as in a backup;
     *             empty, and for nobody else. What it writes there is the caller's to delete
     * @throws NoStore if there is no log
     * @throws Corrupt if something is damaged that was known to be safe
     * @throws DiskFailed if that index cannot be written
     */
    public static LogFollower open(World world, Disk disk, Disk room, LogSettings settings) {
        var follower = new LogFollower(world, disk, room, settings);
        try {
            follower.refresh();
            return follower;
        } catch (RuntimeException e) {
            Closing.after(e, Stream.of(follower::close));
            throw e;
        }
    }

    @Override
    public Lineage lineage() {
        return segments.get(durable.end().segment()).header().lineage();
    }

    /** The position of the last event that is known to be durable; number 0 in an empty log. */
    @Override
    public Position head() {
        return new Position(lineage(), durable.head());
    }

    /** How far each consumer has finished that has ever begun on this log, as of the last {@link #refresh}. */
    public Map<String, Checkpoint> checkpoints() {
        return Map.copyOf(state().checkpoints());
    }

    @Override
    public Checkpoint checkpoint(String consumer) {
        return state().checkpoints().getOrDefault(consumer, Checkpoint.NONE);
    }

    @Override
    public long revision(KeyValue key, Position upTo) {
        return view().revision(key, Math.min(upTo.number(), head().number()));
    }

    /** Takes in what has become durable since; whether there was any event. */
    public boolean refresh() {
        long before = durable.head();
        for (int attempt = 1; ; attempt++) {
            try {
                takeIn();
                break;
            } catch (Corrupt e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
        if (durable.head() > before) {
            listeners.wake();
        }
        return durable.head() > before;
    }

    private void takeIn() {
        openNew();
        var now = reading;
        var next = now == null ? begin(disk, false) : now;
        try {
            if (next.state().index().sealed() > sealed) {
                sealed = next.state().index().sealed();
                next = newer(next).orElse(next);
            }
            openNew();
            long end = last.flushedEnd(last.recordedBySuccessor(disk));
            while (!next.replay().upTo(end, next::goesOn)) {
                var full = next;
                next = elsewhere(full);
                drop(full, now);
            }
        } catch (RuntimeException e) {
            drop(next, now);
            throw e;
        }
        reading = next; // before anybody looks for what it has
        durable = new Durable(next.state().next() - 1, next.replay().next());
        if (isOther(next, now)) {
            replace(now);
        }
    }

    private static boolean isOther(Reading one, @Nullable Reading than) {
        return than == null || one.state() != than.state();
    }

    private static void drop(Reading dropped, @Nullable Reading used) {
        if (isOther(dropped, used)) {
            dropped.state().close();
        }
    }

    /** Readers of the old files may go on until the next time. */
    private void replace(@Nullable Reading old) {
        var older = before;
        before = old == null ? null : old.state();
        sealed = 0;
        if (older != null) {
            older.close();
        }
    }

    private Reading begin(Disk index, boolean own) {
        var known = new LogOpening(own ? Optional.of(world) : Optional.empty(), index, segments, settings.opening())
                .open();
        return new Reading(known.state(), new LogReplay(segments, known, settings.readBytes()), known.next(), own);
    }

    /**
     * Goes on from the files of the index, if the writer has written more down: else all lists that were taken in would
     * stay in memory.
     */
    private Optional<Reading> newer(Reading old) {
        if (old.own()) {
            return Optional.empty();
        }
        var found = begin(disk, false);
        if (found.begun().compareTo(old.begun()) > 0) {
            return Optional.of(found);
        }
        found.state().close(); // nothing was: again when there is one list more
        return Optional.empty();
    }

    /** Where memory is full: from newer files, or with an index of its own, from the beginning of the log. */
    private Reading elsewhere(Reading full) {
        if (full.own()) {
            var why = full.state().index().failure().orElseThrow();
            throw new DiskFailed("the log in " + disk.place() + " has no index that can be used, and one cannot be made"
                    + " in " + room.place() + " (" + why.getMessage()
                    + "): make room there, or open the store once, restored if it is a backup", why);
        }
        return newer(full).orElseGet(() -> begin(room, true));
    }

    /** The segments that are open. */
    Segments segments() {
        return segments;
    }

    /** How many lists are in memory that the index has no files of: the writer has written them down since, or will. */
    int sealed() {
        return state().index().sealed();
    }

    /** Opens the segments that have come. One without a frame may be taken back when the disk is full: it waits. */
    private void openNew() {
        SegmentFiles.renew(disk, segments);
        while (SegmentFiles.openNext(disk, Disk.Access.READ, segments)) {
            if (segments.count() > 1 && !last.hasBegun()) {
                segments.dropLast();
                return;
            }
        }
        if (segments.count() == 0) {
            throw new NoStore("there is no store in " + disk.place() + ": check the directory");
        }
    }

    @Override
    public Optional<Remembered> remembered(CommandId id) {
        return view().remembered(id);
    }

    @Override
    public Optional<StoredEvent> find(EventId id) {
        return view().find(id);
    }

    @Override
    public Optional<StoredEvent> at(long number) {
        return view().at(number);
    }

    @Override
    public EventReader read(Query query, Position from, Direction direction) {
        refuseStranger(from);
        return view().read(query, from.number(), direction);
    }

    /** Reads all that {@code query} asks for after {@code after}, without end; finds more after {@link #refresh}. */
    public Subscription subscribe(Query query, Position after) {
        refuseStranger(after);
        return view().subscribe(query, after.number(), listeners);
    }

    private LogView view() {
        return new LogView(segments, this::state, () -> durable, lineage(), settings.readBytes());
    }

    private LogState state() {
        var now = reading;
        if (now == null) {
            throw new IllegalStateException("nothing was read yet");
        }
        return now.state();
    }

    private void refuseStranger(Position position) {
        if (!position.lineage().log().equals(lineage().log())) {
            throw new BadRequest("position " + position + " is not of this log, which is " + lineage()
                    + ": read again from a position of this one");
        }
    }

    @Override
    public void close() {
        var states = Stream.of(Optional.ofNullable(reading).map(Reading::state), Optional.ofNullable(before))
                .flatMap(Optional::stream);
        Closing.all(Stream.concat(states.map(state -> state::close), Stream.of(segments::close)));
    }
}
