// SPDX-License-Identifier: Apache-2.0
package io.thence.log.frame;

import io.thence.ThenceException.Corrupt;
import io.thence.log.frame.FrameScan.Found;
import io.thence.log.segment.FrameHeader;
import io.thence.log.segment.Place;
import io.thence.log.segment.Segment;
import io.thence.log.segment.SegmentHeader;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks the chain of frames at the end of a log and says how far it is good, and how far it is known to be flushed.
 *
 * @param from    where the walk began
 * @param frames  the good frames, in order
 * @param flushed the highest offset that is known to be flushed: at least {@code from}
 */
public record TailWalk(Link from, List<Link> frames, long flushed) {

    /**
     * A frame of the chain.
     *
     * @param offset   where it starts
     * @param end      where it ends
     * @param checksum its checksum, which the next one names
     * @param batch    whether it is a batch
     */
    public record Link(long offset, long end, int checksum, boolean batch) {}

    /** Walks a segment from its first frame. */
    public static TailWalk of(FrameScan scan, Segment segment) {
        return of(scan, segment, start(segment));
    }

    /** What stands for the frame before the first one of a segment. */
    static Link start(Segment segment) {
        long start = SegmentHeader.BYTES;
        return new Link(start, start, segment.header().previous(), false);
    }

    /** Walks a segment from the frame after {@code from}. */
    static TailWalk of(FrameScan scan, Segment segment, Link from) {
        long size = segment.file().size();
        long flushed = from.end();
        var last = from;
        var frames = new ArrayList<Link>();
        while (scan.at(new Place(segment.number(), last.end()), size) instanceof Found.Good(Frame frame)
                && frame.header().previous() == last.checksum() && frame.header().flushed() <= frame.offset()) {
            last = new Link(frame.offset(), frame.end(), frame.header().checksum(), frame.isBatch());
            flushed = Math.max(flushed, frame.header().flushed());
            frames.add(last);
        }
        return new TailWalk(from, frames, flushed);
    }

    /** The last good frame. */
    public Link last() {
        return frames.isEmpty() ? from : frames.getLast();
    }

    /** The last good frame that is known to be flushed. */
    public Link lastFlushed() {
        return lastUpTo(flushed);
    }

    /** The last good frame that ends at {@code offset} or before. */
    Link lastUpTo(long offset) {
        return frames.reversed().stream().filter(frame -> frame.end() <= offset).findFirst().orElse(from);
    }

    /** The batches that are good and not known to be flushed. */
    public List<Link> unflushedBatches() {
        return frames.stream().filter(frame -> frame.batch() && frame.end() > flushed).toList();
    }

    /**
     * Looks beyond the last good frame. A bad frame at or beyond the highest offset known to be flushed is a torn tail:
     * what a crash may leave. Below it, it is corruption. Later frames name that offset too; those of the group that
     * was torn name no more than where their group began.
     *
     * @throws Corrupt if a later frame says that the bad place was safe
     */
    public void refuseCorruption(FrameScan scan, Segment segment) {
        long end = last().end();
        long size = segment.file().size();
        for (long at = end; at + FrameHeader.BYTES <= size; at++) {
            var place = new Place(segment.number(), at);
            if (scan.isZero(place, size)) {
                at += 4; // a frame's length is not 0, and its first byte is: none starts in these five
            } else if (scan.at(place, size) instanceof Found.Good(Frame frame) && frame.header().flushed() <= at) {
                if (frame.header().flushed() > end) {
                    throw new Corrupt(segment.file().name() + " at offset " + end
                            + ": damaged, and the frame at offset " + at + " says that everything before "
                            + frame.header().flushed()
                            + " was safe; run verify, and restore the file from a backup");
                }
                at = frame.end() - 1;
            }
        }
    }
}
