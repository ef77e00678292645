// SPDX-License-Identifier: Apache-2.0
package io.thence.log.check;

import io.thence.ThenceException;
import io.thence.ThenceException.Corrupt;
import io.thence.log.frame.Frame;
import io.thence.log.frame.FrameScan;
import io.thence.log.frame.FrameScan.Found;
import io.thence.log.segment.Place;
import io.thence.log.segment.Segment;
import io.thence.log.segment.SegmentFiles;
import io.thence.log.segment.SegmentHeader;
import io.thence.log.segment.SegmentListing.Candidate;
import io.thence.log.segment.Segments;
import io.thence.pack.PackedCheck;
import io.thence.world.ReadableFile;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** Checks one segment's file, and goes on after damage at the next good frame. */
final class SegmentCheck {

    private final ReadableFile file;
    private final LogCensus census;
    private final FrameScan scan;
    private final FrameSearch search;
    private final long size;
    private Optional<SegmentHeader> header = Optional.empty();
    private long end = SegmentHeader.BYTES;
    private boolean absent;

    SegmentCheck(Candidate from, ReadableFile file, LogCensus census, int windowBytes) {
        this.file = file;
        this.census = census;
        size = file.size();
        var any = new SegmentHeader(SegmentHeader.NO_LOG, 1, 0, 0);
        scan = new FrameScan(Segments.alone(new Segment(from.name(), any, file, from.disk())), windowBytes);
        search = new FrameSearch(scan);
    }

    String name() {
        return file.name();
    }

    /** Whether the file never became a segment: a crash came before its head was whole, or its writer is not so far. */
    boolean isAbsent() {
        return absent;
    }

    /** Where the flushed content ends. */
    long end() {
        return end;
    }

    /** Reads the head; empty if it is not there yet, or damaged, which is noted unless {@code mayBeMissing}. */
    Optional<SegmentHeader> readHeader(boolean mayBeMissing) {
        var bytes = ByteBuffer.allocate(SegmentHeader.BYTES);
        file.fill(bytes, 0);
        bytes.flip();
        try {
            header = SegmentHeader.read(bytes, file.name());
            absent = header.isEmpty() && mayBeMissing;
            if (header.isEmpty() && !mayBeMissing) {
                census.damages.add(name(), 0, "the segment's head is gone");
            }
            if (header.isPresent() && !Arrays.equals(bytes.array(), header.get().write().array())) {
                census.damages.add(name(), 8, "the segment's head has something beside its content");
            }
        } catch (ThenceException e) {
            absent = mayBeMissing && e instanceof Corrupt && !SegmentFiles.wasServed(file);
            if (absent) {
                return header;
            }
            census.damages.add(name(), e);
        }
        return header;
    }

    /** Checks all frames, up to {@code known} or, where that is not known, to the highest flush that is recorded. */
    void run(OptionalLong known, boolean isLast, LongConsumer progress) {
        header.ifPresentOrElse(head -> census.take(head, name()), census::gap);
        if (file instanceof PackedCheck packed) {
            runPacked(packed, known, progress);
            return;
        }
        long flushed = known.isPresent() ? known.getAsLong() : search.flushed(size);
        long at = SegmentHeader.BYTES;
        while (at < flushed) {
            scan.forget();
            at = frames(at, flushed, progress);
        }
        if (known.isEmpty() && !isLast) {
            flushed = goodUpTo(at);
            frames(at, flushed, progress);
        }
        end = flushed;
        census.bytes += end;
    }

    private void runPacked(PackedCheck packed, OptionalLong known, LongConsumer progress) {
        packed.run((offset, what) -> census.damages.add(name(), offset, what));
        if (known.isPresent() && known.getAsLong() != size) {
            census.damages.add(name(), size, "the content ends here, the next segment says at " + known.getAsLong());
        }
        for (long at = SegmentHeader.BYTES; at < size; at = frames(at, size, progress)) {
            scan.forget();
        }
        census.take(packed.file().summary(), name());
        end = size;
        census.bytes += size;
    }

    /** Takes good frames in up to the first bad place, and says where to go on after that. */
    private long frames(long from, long limit, LongConsumer progress) {
        long at = from;
        while (at < limit) {
            switch (scan.at(new Place(0, at), limit)) {
                case Found.Good(Frame frame) -> {
                    census.take(frame, name());
                    at = frame.end();
                    progress.accept(at);
                }
                case Found.Nothing() -> {
                    return after(at, limit, "nothing is here");
                }
                case Found.Bad(String what) -> {
                    return after(at, limit, what);
                }
            }
        }
        return at;
    }

    private long after(long bad, long limit, String what) {
        var next = search.next(bad + 1, limit);
        long to = next.map(Frame::offset).orElse(limit);
        var lost = next.filter(frame -> frame.header().first() > census.next)
                .map(frame -> "; " + census.lost(frame.header().first())).orElse("");
        census.damages.add(name(), bad, what + "; " + (to - bad) + " bytes cannot be read" + lost);
        census.gap();
        return to;
    }

    /** Where the chain of good frames from {@code from} on ends. */
    long goodUpTo(long from) {
        scan.forget();
        long at = from;
        while (scan.at(new Place(0, at), file.size()) instanceof Found.Good(Frame frame)
                && frame.header().flushed() <= at) {
            at = frame.end();
        }
        return at;
    }

    /** How many bytes from {@code from} on are left but for zeros at the end, give or take a few. */
    long written(long from) {
        long last = from;
        for (long at = from; at < size; at += Long.BYTES) {
            if (!isZero(at)) {
                last = Math.min(at + Long.BYTES, size);
            }
        }
        return last - from;
    }

    private boolean isZero(long at) {
        if (at + Long.BYTES <= size) {
            return scan.isZero(new Place(0, at), size);
        }
        var rest = ByteBuffer.allocate(Long.BYTES);
        return file.fill(rest, at) == 0 || rest.getLong(0) == 0;
    }

    /** Looks all good frames of this segment, which has {@code number}, up in the index. */
    void lookUp(IndexCheck index, int number, LongConsumer progress) {
        scan.forget();
        long limit = index.end(number, end);
        var frame = search.next(SegmentHeader.BYTES, limit);
        while (frame.isPresent()) {
            index.look(frame.get(), new Place(number, frame.get().offset()), name(), census::isRecent);
            progress.accept(frame.get().end());
            frame = search.next(frame.get().end(), limit);
        }
    }

    void close() {
        file.close();
    }
}
