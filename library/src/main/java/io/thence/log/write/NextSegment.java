// SPDX-License-Identifier: Apache-2.0
package io.thence.log.write;

import io.thence.ThenceException;
import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.DiskFull;
import io.thence.ThenceException.NoStore;
import io.thence.log.segment.Place;
import io.thence.log.segment.Segment;
import io.thence.log.segment.SegmentHeader;
import io.thence.log.segment.SegmentName;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import io.thence.world.DiskFile;
import io.thence.world.Machine;
import io.thence.world.Signal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes the file of the next segment while the one before it fills, as a machine, so that no append waits for room. It
 * does so in small pieces with pauses between: it would hold up the writer by a large flush, and by taking the
 * processor for long where new pages are dear. A file that was not begun is no segment: what a crash leaves of it goes
 * at the next opening. It also gives back the room that a segment did not use when the next one has begun, if it is
 * worth it; what a crash leaves of that stays unused.
 */
final class NextSegment implements Machine {

    private static final System.Logger LOG = System.getLogger(NextSegment.class.getName());
    private static final int PIECE = 64 << 10;
    private static final int FLUSHED_AT_ONCE = 256 << 10; // the writer's flush waits for one that goes on
    private static final int LATE = 4 << 20; // few flushes where the log is fast
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(PIECE).asReadOnlyBuffer();
    private static final int TRIMMED = 64; // less than that part of a segment is not worth giving back
    private static final int UNTOUCHED = 8; // an eighth of a segment is filled before the next one is made
    private static final double LEAD = 1.25;
    private static final Duration PAUSE = Duration.ofNanos(50_000);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration REST = Duration.ofSeconds(10);

    private final Disk disk;
    private final int segmentBytes;
    private final ConcurrentLinkedQueue<Retired> retired = new ConcurrentLinkedQueue<>();
    private final Signal signal = new Signal();
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Ahead ahead;
    private long unflushed;
    private long ticket;
    private boolean flushing;
    private boolean pausing;
    private boolean failed;
    private volatile Place end;
    private long wakeAt;

    /** In a log that ends at {@code end}. */
    NextSegment(Disk disk, WriterSettings settings, Place end) {
        this.disk = disk;
        this.end = end;
        segmentBytes = settings.segmentBytes();
        wakeAt = segmentBytes / UNTOUCHED;
    }

    /**
     * A file that is no segment yet.
     *
     * @param name  the segment that it is for
     * @param file  the open file
     * @param bytes how much room it has
     */
    record Ahead(SegmentName name, DiskFile file, long bytes) {}

    private record Retired(SegmentName name, long end) {}

    // For the writer.

    /** Says how far the log has come. */
    void reached(Place place) {
        if (place.offset() >= wakeAt) {
            wakeAt = place.offset() + 2 * PIECE;
            end = place;
            signal.raise();
        }
    }

    /**
     * Gives the file for segment {@code number} away, which begins now; none if there is none with room for more than a
     * head: then the writer makes it.
     */
    Optional<Ahead> take(int number) {
        lock.lock();
        try {
            end = new Place(number, 0);
            wakeAt = segmentBytes / UNTOUCHED;
            var made = ahead;
            forget();
            if (made == null || (made.name().number() == number && made.bytes() > SegmentHeader.BYTES)) {
                return Optional.ofNullable(made);
            }
            drop(made);
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Says that the next segment has begun, and that the content of the one named so ends at {@code at} and its room at
     * {@code room}.
     */
    void retire(SegmentName name, long at, long room) {
        if (room - at > segmentBytes / TRIMMED) {
            retired.add(new Retired(name, at));
            signal.raise();
        }
    }

    // The machine.

    @Override
    public boolean step() {
        return trim() || prepare();
    }

    private boolean trim() {
        var old = retired.poll();
        if (old == null) {
            return false;
        }
        try (var file = disk.open(old.name().path(), Access.WRITE)) {
            file.truncate(old.end());
        } catch (DiskFailed | NoStore e) {
            LOG.log(System.Logger.Level.DEBUG, "unused room stays with a segment, or that was packed by now", e);
        }
        return true;
    }

    private boolean prepare() {
        lock.lock();
        try {
            failed = false;
            return grow();
        } catch (DiskFull | DiskFailed e) {
            LOG.log(System.Logger.Level.DEBUG, "the next segment waits", e); // who needs it finds out the same
            failed = true;
            giveUpWhatIsNotFlushed();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** After a flush that failed, what was written may never reach the device, whatever is written again. */
    private void giveUpWhatIsNotFlushed() {
        var made = ahead;
        if (flushing && made != null) {
            forget();
            drop(made);
        }
    }

    private void forget() {
        ahead = null;
        unflushed = 0;
        flushing = false;
    }

    private boolean grow() {
        var reached = end;
        long wanted = wanted(reached.offset());
        if (wanted == 0) {
            return false;
        }
        var made = ahead;
        if (made == null) {
            var name = new SegmentName(reached.segment() + 1, 0);
            made = named(new Ahead(name, disk.open(name.path(), Access.CREATE), 0));
            ahead = made;
            pausing = true;
        }
        return flushing ? isFlushed(made) : write(made, wanted - made.bytes());
    }

    private boolean isFlushed(Ahead made) {
        flushing = !made.file().flushed(ticket);
        return !flushing;
    }

    /** Writes a piece, if that is wanted, after a pause. */
    private boolean write(Ahead made, long behind) {
        pausing = !pausing && behind > 0 && behind < LATE;
        if (pausing || behind <= 0) {
            return false;
        }
        int bytes = (int) Math.min(PIECE, segmentBytes - made.bytes());
        made.file().write(ZEROS.duplicate().limit(bytes), made.bytes());
        ahead = new Ahead(made.name(), made.file(), made.bytes() + bytes);
        unflushed += bytes;
        if (made.bytes() + bytes == segmentBytes || unflushed >= (behind < LATE ? FLUSHED_AT_ONCE : LATE)) {
            unflushed = 0;
            flushing = true;
            ticket = made.file().flush();
        }
        return true;
    }

    /** Makes sure that its name survives a crash. */
    private Ahead named(Ahead made) {
        try {
            disk.flushFolder(Segment.FOLDER);
            return made;
        } catch (DiskFailed e) {
            drop(made);
            throw e;
        }
    }

    /** How much room the next segment should have: none while this one is new, then ever more. */
    private long wanted(long offset) {
        long first = segmentBytes / UNTOUCHED;
        return offset < first ? 0 : Math.min(segmentBytes,
                (long) ((offset - first) * LEAD * UNTOUCHED / (UNTOUCHED - 1)) + FLUSHED_AT_ONCE);
    }

    private void drop(Ahead made) {
        attempt(made.file()::close);
        attempt(() -> disk.delete(made.name().path())); // also of a file that does not close: another gets its name
    }

    private static void attempt(Runnable cleaning) {
        try {
            cleaning.run();
        } catch (ThenceException e) {
            LOG.log(System.Logger.Level.DEBUG, "left over until the next opening", e);
        }
    }

    @Override
    public Signal signal() {
        return signal;
    }

    @Override
    public Duration rest() {
        if (failed) {
            return AFTER_FAILURE;
        }
        return flushing || pausing ? PAUSE : REST;
    }

    /** Deletes what nobody took. */
    @Override
    public void ended() {
        while (trim()) {
            // the store is closed: all that is to do
        }
        lock.lock();
        try {
            if (ahead != null) {
                drop(ahead);
                ahead = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
