// SPDX-License-Identifier: Apache-2.0
package io.thence.log.write;

import io.thence.Lineage;
import io.thence.ThenceException.DiskFailed;
import io.thence.log.segment.Place;
import io.thence.log.segment.Segment;
import io.thence.log.segment.SegmentFiles;
import io.thence.log.segment.SegmentHeader;
import io.thence.log.segment.Segments;
import io.thence.log.state.LogState;
import io.thence.world.Disk;
import io.thence.world.Mark;
import io.thence.world.Signal;
import io.thence.world.World;
import java.nio.ByteBuffer;

/** The end of the log: makes room there, writes there, begins the next segment. For the writer's thread. */
public final class LogTail {

    private final World world;
    private final Disk disk;
    private final WriterSettings settings;
    private final Segments segments;
    private final NextSegment next;
    private final Flusher flusher;
    private boolean beside;
    private long ticket;
    private long end;
    private long allocated;
    private long flushing;
    private long flushed;

    public LogTail(World world, Disk disk, WriterSettings settings, Segments segments) {
        this.world = world;
        this.disk = disk;
        this.settings = settings;
        this.segments = segments;
        end = segments.last().writable().size();
        allocated = end;
        flushed = end;
        next = new NextSegment(disk, settings, end());
        flusher = new Flusher();
    }

    /** The machine that makes the next segment's file, and trims the one before. */
    public NextSegment next() {
        return next;
    }

    /** The machine that flushes beside the writer. */
    public Flusher flusher() {
        return flusher;
    }

    World world() {
        return world;
    }

    WriterSettings settings() {
        return settings;
    }

    Segments segments() {
        return segments;
    }

    Lineage lineage() {
        return segments.lineage();
    }

    /** Where the next frame goes. */
    Place end() {
        return new Place(segments.last().number(), end);
    }

    /** Offset in the last segment up to which everything is known to be flushed: a mark before the end may not be. */
    long flushed() {
        return flushed;
    }

    /** Whether anything is written that is not known to be flushed. */
    boolean isDirty() {
        return flushed < end;
    }

    /**
     * Whether the next segment begins when {@code bytes} more are to be written, as this one is full or of an older
     * format: nothing may be in flight then.
     */
    boolean isRollDue(int bytes) {
        return end > SegmentHeader.BYTES && (end + bytes > settings.segmentBytes()
                || segments.last().header().version() < SegmentHeader.VERSION);
    }

    /**
     * Makes sure that {@code bytes} can be written.
     *
     * @throws io.thence.ThenceException.DiskFull if there is no room; nothing has changed
     */
    void room(int bytes, LogState state) {
        if (isRollDue(bytes)) {
            roll(state);
        }
        if (end + bytes > allocated) {
            long to = Math.max(end + bytes, Math.min(allocated + settings.allocateBytes(), settings.segmentBytes()));
            segments.last().writable().allocate(allocated, to);
            allocated = to;
        }
    }

    private void roll(LogState state) {
        world.mark(Mark.ROLL_STARTED);
        var old = segments.last();
        if (isDirty()) {
            old.writable().flush(world); // a mark, say; and the next segment counts on all before it
        }
        var header = new SegmentHeader(old.header().lineage(), state.next(), state.checksum(), end);
        var ahead = next.take(segments.count());
        long bytes = ahead.map(NextSegment.Ahead::bytes).orElse((long) SegmentHeader.BYTES + settings.allocateBytes());
        segments.add(ahead.map(made -> begin(made, header)).orElseGet(() -> made(header, bytes)));
        segments.rest(old.number());
        next.retire(old.name(), end, allocated);
        end = SegmentHeader.BYTES;
        flushed = end;
        allocated = bytes;
    }

    /** Makes its head survive a crash, as its name does already. */
    private Segment begin(NextSegment.Ahead made, SegmentHeader header) {
        world.mark(Mark.ROLL_CREATED);
        var segment = new Segment(made.name(), header, made.file(), disk);
        SegmentFiles.writeHead(world, segment);
        return segment;
    }

    private Segment made(SegmentHeader header, long bytes) {
        var segment = SegmentFiles.create(disk, segments.count(), header, bytes);
        world.mark(Mark.ROLL_CREATED);
        SegmentFiles.begin(world, disk, segment);
        return segment;
    }

    /** Writes frames; there is room for them. */
    void write(ByteBuffer frames) {
        int bytes = frames.remaining();
        segments.last().writable().write(frames, end);
        end += bytes;
        next.reached(end());
    }

    /** Asks that all that is written survives a crash. */
    void flush() {
        flushing = end;
        beside = false;
        ticket = segments.last().writable().flush();
    }

    /** The same, on another thread: the writer may go on writing. {@code done} is raised when it is done, or failed. */
    void flushBeside(Signal done) {
        flushing = end;
        beside = true;
        flusher.ask(segments.last().writable(), done);
    }

    /**
     * Whether that is done.
     *
     * @throws DiskFailed if it failed
     */
    boolean isFlushed() {
        if (!(beside ? flusher.isDone() : segments.last().writable().flushed(ticket))) {
            return false;
        }
        flushed = flushing;
        return true;
    }

    /** Gives back the room that was not used. */
    void trim() {
        segments.last().writable().truncate(end);
    }
}
