// SPDX-License-Identifier: Apache-2.0
package io.thence.log.write;

import io.thence.ThenceException.Corrupt;
import io.thence.log.frame.Frame;
import io.thence.log.frame.FrameScan;
import io.thence.log.frame.TailWalk;
import io.thence.log.segment.Place;
import io.thence.log.segment.Segment;
import io.thence.log.segment.SegmentFiles;
import io.thence.log.segment.SegmentHeader;
import io.thence.log.segment.SegmentName;
import io.thence.log.segment.Segments;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import io.thence.world.Mark;
import io.thence.world.World;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Puts the end of a log in order before it is written to again.
 *
 * <p>What lies beyond the last flushed offset and is good is not trusted where it is: after a failed flush the page
 * cache may show what the device never got. It is copied to a new segment, which is flushed with its folder before the
 * log is served. The new segment's head says where the old one ends and is written last, when the copy is flushed: a
 * crash at any moment leaves either state, and never half a copy that counts.
 */
public final class TailRepair {

    private static final System.Logger LOG = System.getLogger(TailRepair.class.getName());

    private final World world;
    private final Disk disk;
    private final int readBytes;

    public TailRepair(World world, Disk disk, int readBytes) {
        this.world = world;
        this.disk = disk;
        this.readBytes = readBytes;
    }

    /** Opens all segments for writing, the last one repaired; none in a new log. */
    public Segments open() {
        var segments = SegmentFiles.open(disk, Access.WRITE);
        if (segments.count() == 0) {
            return segments;
        }
        try {
            repair(segments);
            return segments;
        } catch (RuntimeException e) {
            segments.close();
            throw e;
        }
    }

    private void repair(Segments segments) {
        // A process that died may have made the last segment and not got to the folder: its name could be lost yet.
        disk.flushFolder(Segment.FOLDER);
        world.mark(Mark.RECOVERY_STARTED);
        SegmentFiles.sweep(world, disk, segments);
        var last = segments.last();
        if (last.packed().isPresent() || !last.isOn(disk)) {
            throw new Corrupt(new SegmentName(last.number() + 1, 0).path() + " is missing: there must be one after "
                    + last.file().name() + ", which was packed or archived; restore it from a backup");
        }
        // Nor may it have got to flushing a cut of it: what it cut could come back, behind what is written from now on.
        last.writable().flush(world);
        var scan = new FrameScan(segments, readBytes);
        var walk = TailWalk.of(scan, last);
        walk.refuseCorruption(scan, last);
        if (walk.flushed() == SegmentHeader.BYTES) {
            // Nothing vouches for the head, and what comes next counts on it: written again, it is flushed for sure.
            last.writable().write(last.header().write(), 0);
            last.writable().flush(world);
        }
        // A mark that nothing vouches for goes: after a failed flush another would not save it, and the next frame
        // would count on it.
        long end = walk.unflushedBatches().isEmpty() ? walk.lastFlushed().end() : walk.last().end();
        long size = last.file().size();
        if (end < size) {
            LOG.log(System.Logger.Level.DEBUG, () -> last.file().name() + ": " + (size - end)
                    + " bytes of unused room or torn tail cut at offset " + end);
            // What is torn goes first: a frame there may vouch for a mark that goes, and would call it damaged.
            cut(last, walk.last().end());
            cut(last, end);
            world.mark(Mark.RECOVERY_CUT);
        }
        if (!walk.unflushedBatches().isEmpty()) {
            segments.add(copy(scan, segments, walk));
        }
    }

    private void cut(Segment last, long end) {
        if (end < last.file().size()) {
            last.writable().truncate(end);
            last.writable().flush(world);
        }
    }

    private Segment copy(FrameScan scan, Segments segments, TailWalk walk) {
        var last = segments.last();
        var kept = walk.lastFlushed();
        var tail = walk.unflushedBatches();
        long first = good(scan, last, tail.getFirst()).header().first();
        var header = new SegmentHeader(last.header().lineage(), first, kept.checksum(), kept.end());
        long room = SegmentHeader.BYTES + tail.stream().mapToLong(link -> link.end() - link.offset()).sum();
        var copy = SegmentFiles.create(disk, segments.count(), header, room);
        try {
            copy(scan, last, tail, copy);
        } catch (RuntimeException e) {
            copy.file().close();
            throw e;
        }
        world.mark(Mark.RECOVERY_COPIED);
        SegmentFiles.begin(world, disk, copy);
        return copy;
    }

    private void copy(FrameScan scan, Segment last, List<TailWalk.Link> tail, Segment copy) {
        int previous = copy.header().previous();
        long at = SegmentHeader.BYTES;
        for (var link : tail) {
            var frame = good(scan, last, link);
            var bytes = ByteBuffer.allocate(frame.header().length());
            previous = frame.header().after(previous, SegmentHeader.BYTES).write(bytes, frame.body());
            copy.writable().write(bytes.flip(), at);
            at += frame.header().length();
        }
        copy.writable().flush(world);
    }

    private static Frame good(FrameScan scan, Segment segment, TailWalk.Link link) {
        var place = new Place(segment.number(), link.offset());
        if (scan.at(place, link.end()) instanceof FrameScan.Found.Good(Frame frame)) {
            return frame;
        }
        throw new Corrupt(segment.file().name() + " at offset " + link.offset()
                + ": it reads differently than a moment ago; check the disk");
    }
}
