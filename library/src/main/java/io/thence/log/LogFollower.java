// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.Lineage;
import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Corrupt;
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
import io.thence.store.EventReader;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.Subscription;
import io.thence.world.Disk;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log beside its writer, in another process or after it: takes no lock, writes nothing, changes nothing.
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
public final class LogFollower implements AutoCloseable {

    private static final int ATTEMPTS = 3;

    private final Disk disk;
    private final LogSettings settings;
    private final Segments segments = new Segments();
    private volatile @Nullable LogState state;
    private @Nullable LogState before;
    private @Nullable LogReplay replay;
    private Place begun = Place.START;
    private int sealed;
    private final LastSegment last;
    private final Listeners listeners = new Listeners();
    private volatile Durable durable = new Durable(0, Place.START);

    private LogFollower(Disk disk, LogSettings settings) {
        this.disk = disk;
        this.settings = settings;
        last = new LastSegment(segments, settings.readBytes());
        segments.whenMissing(() -> SegmentFiles.renew(disk, segments));
    }

    /**
     * Opens the log on {@code disk} for reading and takes in all that it holds. Does not close the disk.
     *
     * @throws NoStore if there is no log
     * @throws Corrupt if something is damaged that was known to be safe
     */
    public static LogFollower open(Disk disk, LogSettings settings) {
        var follower = new LogFollower(disk, settings);
        try {
            follower.refresh();
            return follower;
        } catch (RuntimeException e) {
            follower.close();
            throw e;
        }
    }

    /** The log that it is, and which life of it. */
    public Lineage lineage() {
        return segments.get(durable.end().segment()).header().lineage();
    }

    /** The position of the last event that is known to be durable; number 0 in an empty log. */
    public Position head() {
        return new Position(lineage(), durable.head());
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
        var now = state;
        if (now != null && now.index().sealed() > sealed) {
            sealed = now.index().sealed();
            renew();
        } else {
            takeIn(now == null ? begin() : now);
        }
    }

    private LogState begin() {
        openNew();
        var known = opened();
        state = known.state();
        replay = new LogReplay(segments, known, settings.readBytes());
        begun = known.next();
        return known.state();
    }

    private LogOpening.Known opened() {
        return new LogOpening(Optional.empty(), disk, segments, settings.opening()).open();
    }

    private void takeIn(LogState into) {
        openNew();
        long end = last.flushedEnd(last.recordedBySuccessor(disk));
        var reading = replay;
        if (reading == null) {
            throw new IllegalStateException("nothing was read yet");
        }
        reading.upTo(end);
        state = into; // before anybody looks for what it has
        durable = new Durable(into.next() - 1, reading.next());
    }

    /**
     * Goes on from the files of the index, if the writer has written more down: else all lists that were taken in would
     * stay in memory. Who reads by the old files may do so until the next time.
     */
    private void renew() {
        var known = opened();
        var old = state;
        if (old == null || known.next().compareTo(begun) <= 0) {
            known.state().close(); // nothing was: again when there is one list more
            takeIn(old == null ? begin() : old);
            return;
        }
        var reading = replay;
        try {
            replay = new LogReplay(segments, known, settings.readBytes());
            takeIn(known.state());
        } catch (RuntimeException e) {
            replay = reading;
            known.state().close();
            throw e;
        }
        begun = known.next();
        sealed = known.state().index().sealed();
        if (before != null) {
            before.close();
        }
        before = old;
    }

    /** The segments that are open. */
    Segments segments() {
        return segments;
    }

    /** How many lists are in memory that the index has no files of: the writer has written them down since, or will. */
    int sealed() {
        var now = state;
        return now == null ? 0 : now.index().sealed();
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

    /**
     * Reads what {@code query} asks for, up to the head at this moment, in the order of {@code direction}.
     *
     * @param from exclusive: events after it forwards, before it backwards
     */
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
        var now = state;
        if (now == null) {
            throw new IllegalStateException("nothing was read yet");
        }
        return now;
    }

    private void refuseStranger(Position position) {
        if (!position.lineage().log().equals(lineage().log())) {
            throw new BadRequest("position " + position + " is not of this log, which is " + lineage()
                    + ": read again from a position of this one");
        }
    }

    @Override
    public void close() {
        Stream.of(Optional.ofNullable(state), Optional.ofNullable(before)).flatMap(Optional::stream)
                .forEach(LogState::close);
        segments.close();
    }
}
