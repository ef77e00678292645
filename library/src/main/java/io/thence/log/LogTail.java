// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.ThenceException.DiskFull;
import io.thence.world.Disk;
import io.thence.world.Mark;
import io.thence.world.World;
import java.nio.ByteBuffer;

/** The end of the log: makes room there, writes there, begins the next segment. For the writer's thread. */
final class LogTail {

    private final World world;
    private final Disk disk;
    private final LogSettings settings;
    private final Segments segments;
    private long end;
    private long allocated;
    private long flushedEnd;

    LogTail(World world, Disk disk, LogSettings settings, Segments segments) {
        this.world = world;
        this.disk = disk;
        this.settings = settings;
        this.segments = segments;
        end = segments.last().file().size();
        allocated = end;
        flushedEnd = end;
    }

    /** Where the next frame goes. */
    Place end() {
        return new Place(segments.last().number(), end);
    }

    /** Up to where the last segment is known to be flushed; a mark beyond it may not be. */
    long flushedEnd() {
        return flushedEnd;
    }

    /**
     * Makes sure that {@code bytes} can be written. Nothing is in flight when it is called.
     *
     * @throws DiskFull if there is no room; nothing has changed
     */
    void room(int bytes, LogState state) {
        if (end > SegmentHeader.BYTES && end + bytes > settings.segmentBytes()) {
            roll(state);
        }
        if (end + bytes > allocated) {
            long to = Math.max(end + bytes, Math.min(allocated + settings.allocateBytes(), settings.segmentBytes()));
            segments.last().file().allocate(allocated, to);
            allocated = to;
        }
    }

    private void roll(LogState state) {
        world.mark(Mark.ROLL_STARTED);
        var old = segments.last();
        SegmentFiles.flush(world, old); // the next one's head vouches for all of it, the last mark too
        var header = new SegmentHeader(old.header().lineage(), state.next(), state.checksum(), end);
        var segment = SegmentFiles.create(disk, segments.count(), header);
        try {
            segment.file().allocate(SegmentHeader.BYTES, SegmentHeader.BYTES + settings.allocateBytes());
        } catch (DiskFull e) {
            segment.file().close();
            disk.delete(segment.file().name());
            throw e;
        }
        world.mark(Mark.ROLL_CREATED);
        SegmentFiles.flush(world, segment);
        disk.flushFolder(Segment.FOLDER);
        old.file().truncate(end);
        segments.add(segment);
        end = SegmentHeader.BYTES;
        flushedEnd = end;
        allocated = end + settings.allocateBytes();
    }

    /** Writes frames; there is room for them. */
    void write(ByteBuffer frames) {
        int bytes = frames.remaining();
        segments.last().file().write(frames, end);
        end += bytes;
    }

    long flush() {
        return segments.last().file().flush();
    }

    /** Whether a flush is done; nothing has been written since it was asked for. */
    boolean flushed(long ticket) {
        boolean done = segments.last().file().flushed(ticket);
        if (done) {
            flushedEnd = end;
        }
        return done;
    }

    /** Gives back the room that was not used. */
    void trim() {
        segments.last().file().truncate(end);
    }
}
