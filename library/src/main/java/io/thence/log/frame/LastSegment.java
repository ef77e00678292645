// SPDX-License-Identifier: Apache-2.0
package io.thence.log.frame;

import io.thence.ThenceException.Corrupt;
import io.thence.log.frame.FrameScan.Found;
import io.thence.log.frame.TailWalk.Link;
import io.thence.log.segment.Place;
import io.thence.log.segment.Segment;
import io.thence.log.segment.SegmentFiles;
import io.thence.log.segment.Segments;
import io.thence.world.Disk;
import org.jspecify.annotations.Nullable;

/** The segment that a writer may be writing to, seen from outside: how far is it known to be flushed? */
public final class LastSegment {

    private final Segments segments;
    private final FrameScan scan;
    private int number = -1;
    private @Nullable Link link;
    private long stuckAt;
    private int stuck;

    public LastSegment(Segments segments, int windowBytes) {
        this.segments = segments;
        scan = new FrameScan(segments, windowBytes);
    }

    /** Whether its first frame is there. */
    public boolean hasBegun() {
        scan.forget();
        return follows(TailWalk.start(segments.last()));
    }

    private boolean follows(Link before) {
        var segment = segments.last();
        return scan.at(new Place(segment.number(), before.end()), segment.file().size())
                        instanceof Found.Good(Frame frame)
                && frame.header().previous() == before.checksum();
    }

    /** Where the last frame ends that is written and good, whether it is flushed or not. */
    public long writtenEnd() {
        scan.forget();
        var segment = segments.last();
        return segment.packed().isPresent() ? segment.file().size() : TailWalk.of(scan, segment).last().end();
    }

    /** Where it ends by what the head of a next one without frames says; 0 if there is none. */
    public long recordedBySuccessor(Disk disk) {
        if (!SegmentFiles.openNext(disk, Disk.Access.READ, segments)) {
            return 0;
        }
        long end = segments.last().header().previousEnd();
        segments.dropLast();
        return end;
    }

    /**
     * Where the last frame ends that is known to be flushed; at least {@code recorded}, which is known from elsewhere.
     *
     * @throws Corrupt if something before that is damaged
     */
    public long flushedEnd(long recorded) {
        scan.forget();
        var segment = segments.last();
        if (segment.packed().isPresent()) {
            return segment.file().size(); // all of it was flushed before it was packed
        }
        var known = segment.number() == number ? link : null;
        boolean isNew = known == null;
        var walk = known == null ? TailWalk.of(scan, segment) : TailWalk.of(scan, segment, known);
        if (isNew || isStuck(walk)) {
            refuseDamage(walk, segment);
        }
        number = segment.number();
        link = walk.lastUpTo(Math.max(walk.flushed(), recorded));
        return Math.max(link.end(), recorded);
    }

    /** Whether it is time to look why nothing comes: something stands there, and has stood there before. */
    private boolean isStuck(TailWalk walk) {
        long end = walk.last().end();
        var segment = segments.last();
        boolean bad = scan.at(new Place(segment.number(), end), segment.file().size()) instanceof Found.Bad;
        stuck = bad && end == stuckAt ? stuck + 1 : 0;
        stuckAt = end;
        return stuck > 0 && Integer.bitCount(stuck) == 1; // ever more rarely: a torn tail stays until it is repaired
    }

    /** A frame that vouches for the bad place was written after it: if that is no damage, it can be read by now. */
    private void refuseDamage(TailWalk walk, Segment segment) {
        try {
            walk.refuseCorruption(scan, segment);
        } catch (Corrupt e) {
            scan.forget();
            if (!follows(walk.last())) {
                stuck = 0; // whoever asks again hears it again
                throw e;
            }
        }
    }
}
