// SPDX-License-Identifier: Apache-2.0
package io.thence.log.state;

import io.thence.ThenceException.Corrupt;
import io.thence.log.frame.Frame;
import io.thence.log.frame.FrameScan;
import io.thence.log.frame.FrameScan.Found;
import io.thence.log.frame.Remnant;
import io.thence.log.segment.Place;
import io.thence.log.segment.Segment;
import io.thence.log.segment.SegmentHeader;
import io.thence.log.segment.Segments;
import java.util.function.BooleanSupplier;

/**
 * Takes frames from the files into a {@link LogState}, in order, and checks each against the one before: the chain of
 * checksums, positions without a gap, epochs that do not fall.
 */
public final class LogReplay {

    private static final System.Logger LOG = System.getLogger(LogReplay.class.getName());
    private static final long TOLD_EVERY = 512L << 20;

    private final Segments segments;
    private final LogState state;
    private final FrameScan scan;
    private Place next;
    private double full = 1;
    private long read;

    public LogReplay(Segments segments, LogOpening.Known known, int windowBytes) {
        this.segments = segments;
        state = known.state();
        next = known.next();
        scan = new FrameScan(segments, windowBytes);
    }

    /** Where the next frame would start. */
    public Place next() {
        return next;
    }

    /** Takes in everything up to offset {@code end} of the last segment. */
    public void upTo(long end) {
        upTo(end, () -> true);
    }

    /**
     * The same, while {@code goesOn}: asked at first, and when lists were written down; false if it is not through.
     */
    public boolean upTo(long end, BooleanSupplier goesOn) {
        while (goesOn.getAsBoolean()) {
            var segment = segments.get(next.segment());
            boolean last = segment.number() == segments.count() - 1;
            if (next.offset() == SegmentHeader.BYTES) {
                begin(segment);
            }
            takeIn(segment, last ? end : segments.end(segment.number()), goesOn);
            if (next.offset() < (last ? end : segments.end(segment.number()))) {
                return false;
            }
            if (last) {
                return true;
            }
            segment.packed().ifPresent(packed -> state.linkTo(packed.summary().lastChecksum()));
            next = new Place(segment.number() + 1, SegmentHeader.BYTES);
        }
        return false;
    }

    private void begin(Segment segment) {
        var header = segment.header();
        if (header.previous() != state.checksum() || header.first() != state.next()) {
            throw new Corrupt(segment.file().name() + " at offset 0: it does not follow on the segment before it"
                    + " (first position " + header.first() + ", expected " + state.next() + "); restore both");
        }
        segment.packed().ifPresent(packed -> state.apply(Remnant.read(packed.attachment())));
    }

    private void takeIn(Segment segment, long end, BooleanSupplier goesOn) {
        boolean anywhere = !LogOpening.hasRemnant(segment); // may be where a bookmark is
        while (next.offset() < end) {
            switch (scan.at(next, end)) {
                case Found.Good(Frame frame) -> {
                    check(segment, frame);
                    apply(frame);
                    tell(frame.header().length());
                    next = new Place(next.segment(), frame.end());
                    if (state.index().load() >= full && (anywhere || next.offset() == end)) {
                        state.writeDown(state.bookmark(next));
                        full = Math.max(1, state.index().load() + 1);
                        if (!goesOn.getAsBoolean()) {
                            return;
                        }
                    }
                }
                case Found.Nothing() ->
                    throw damaged(segment, "nothing is here, and content up to " + end + " is known");
                case Found.Bad(String what) -> throw damaged(segment, what);
            }
        }
    }

    /** Shows that something goes on where there is much to read. */
    private void tell(int bytes) {
        read += bytes;
        if (read / TOLD_EVERY > (read - bytes) / TOLD_EVERY) {
            LOG.log(System.Logger.Level.INFO, () -> "reading the log to make its index: " + (read >> 20)
                    + " MiB are read, in " + segments.get(next.segment()).file().name() + " of " + segments.count());
        }
    }

    private void apply(Frame frame) {
        try {
            state.apply(frame);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw frame.nonsense(segments, e);
        }
    }

    private void check(Segment segment, Frame frame) {
        var header = frame.header();
        if (header.previous() != state.checksum()) {
            throw damaged(segment, "the frame does not follow on the one before it");
        }
        if (header.first() != state.next()) {
            throw damaged(segment, "the frame's position is " + header.first() + ", expected " + state.next());
        }
        if (header.epoch() < state.epoch()) {
            throw damaged(segment, "the frame's writer epoch is " + header.epoch() + ", after " + state.epoch());
        }
    }

    private Corrupt damaged(Segment segment, String what) {
        return new Corrupt(segment.file().name() + " at offset " + next.offset() + ": " + what
                + "; run verify, and restore the file from a backup");
    }
}
