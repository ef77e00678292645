// SPDX-License-Identifier: Apache-2.0
package io.thence.log.check;

import io.thence.ThenceException.Corrupt;
import io.thence.log.LogEnd;
import io.thence.log.frame.BatchRecord;
import io.thence.log.frame.Frame;
import io.thence.log.frame.FrameScan;
import io.thence.log.frame.FrameScan.Found;
import io.thence.log.segment.FrameHeader;
import io.thence.log.segment.Place;
import io.thence.log.segment.Segment;
import io.thence.log.segment.SegmentHeader;
import io.thence.log.segment.SegmentListing.Candidate;
import io.thence.log.segment.SegmentName;
import io.thence.log.segment.Segments;
import io.thence.pack.PackedCheck;
import io.thence.pack.PackedHead;
import io.thence.pack.PackedWriter;
import io.thence.pack.Summary;
import io.thence.world.ReadableFile;
import io.thence.world.World;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What can be read of one segment, and how to write it anew with holes for the rest. For one thread. */
final class Salvage implements AutoCloseable {

    private static final int HOLE = 64 << 10;

    private final Candidate candidate;
    private final Optional<ReadableFile> file;
    private final SegmentHeader header;
    private final FrameScan scan;
    private final FrameSearch search;
    private final List<Loss> losses = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private long end = SegmentHeader.BYTES;
    private long next;
    private int checksum;
    private long stamp;
    private long epoch;
    private long events;

    /**
     * Bytes of content that cannot be read.
     *
     * @param from  where they begin
     * @param to    where they end
     * @param first the first position that is lost with them
     * @param next  the position after the last one
     * @param epoch the writer epoch before them
     * @param stamp the stamp before them
     */
    record Loss(long from, long to, long first, long next, long epoch, long stamp) {}

    /**
     * Will look at a segment.
     *
     * @param candidate its file, or the name that it would have
     * @param file      what can be read of that; empty if nothing can
     * @param header    its head, or what it must have been
     */
    Salvage(Candidate candidate, Optional<ReadableFile> file, SegmentHeader header, int windowBytes) {
        this.candidate = candidate;
        this.file = file;
        this.header = header;
        scan = new FrameScan(file.map(found ->
                Segments.alone(new Segment(candidate.name(), header, found, candidate.disk())))
                .orElseGet(Segments::new), windowBytes);
        search = new FrameSearch(scan);
        next = header.first();
        checksum = header.previous();
    }

    /** Comes after this segment. */
    void after(Salvage before) {
        epoch = before.epoch;
        stamp = before.stamp;
    }

    /** Notes what is wrong beside what is lost. */
    void wrong(String what) {
        wrong.add(what);
    }

    /** Looks at all of a segment, after which one with this head comes. */
    void lookUpTo(SegmentHeader after) {
        checkStored();
        walk(after.previousEnd(), Optional.of(after.first()));
        boolean packed = file.isPresent() && file.get() instanceof PackedCheck;
        if (losses.isEmpty() && !packed && checksum != after.previous()) {
            wrong("the next segment does not follow on its last frame");
        }
        if (losses.isEmpty() && packed && summary().map(s -> s.lastChecksum() != after.previous()
                || s.end() != after.previousEnd() || s.next() != after.first()).orElse(false)) {
            wrong("the next segment does not follow on it");
        }
        checksum = after.previous();
    }

    /** Looks at all of a segment after which nothing is known to come. */
    void look() {
        checkStored();
        if (file.isEmpty()) {
            return;
        }
        long size = file.get().size();
        long flushed = file.get() instanceof PackedCheck ? size : search.flushed(size);
        walk(flushed, summary().map(Summary::next));
        while (scan.at(new Place(0, end), size) instanceof Found.Good(Frame frame) && frame.header().first() == next
                && frame.header().flushed() <= end) {
            end = take(frame); // what was written last may have been acknowledged, though nothing says so
        }
        summary().ifPresent(s -> checksum = s.lastChecksum());
    }

    private void checkStored() {
        if (file.isPresent() && file.get() instanceof PackedCheck packed) {
            packed.run((offset, what) -> wrong("stored offset " + offset + ": " + what));
        }
    }

    private Optional<Summary> summary() {
        return file.flatMap(found -> found instanceof PackedCheck packed
                ? Optional.of(packed.file().summary()) : Optional.empty());
    }

    private void walk(long limit, Optional<Long> nextKnown) {
        long at = SegmentHeader.BYTES;
        while (at < limit) {
            scan.forget();
            var good = file.isPresent() && scan.at(new Place(0, at), limit) instanceof Found.Good(Frame frame)
                    ? Optional.of(frame) : Optional.<Frame>empty();
            if (good.isPresent() && good.get().header().first() == next) {
                at = take(good.get());
            } else {
                at = lose(at, limit, nextKnown);
            }
        }
        end = Math.max(end, limit);
    }

    private long take(Frame frame) {
        var h = frame.header();
        if (h.previous() != checksum && losses.isEmpty()) {
            wrong("the frame at " + frame.offset() + " does not follow on the one before it");
        }
        checksum = h.checksum();
        stamp = Math.max(stamp, h.stamp());
        epoch = Math.max(epoch, h.epoch());
        next += h.count();
        if (frame.isBatch()) {
            int at = frame.records();
            for (int i = 0; i < h.count(); i++) {
                events += BatchRecord.isGone(frame.bytes(), at) ? 0 : 1;
                at = BatchRecord.next(frame.bytes(), at);
            }
        }
        return frame.end();
    }

    private long lose(long from, long limit, Optional<Long> nextKnown) {
        var found = file.isEmpty() ? Optional.<Frame>empty() : search.next(from + FrameHeader.BYTES, limit);
        while (found.isPresent() && found.get().header().first() < next) {
            found = search.next(found.get().end(), limit);
        }
        long to = found.map(Frame::offset).orElse(limit);
        long after = found.map(frame -> frame.header().first()).orElse(nextKnown.orElse(next));
        losses.add(new Loss(from, to, next, Math.max(next, after), epoch, stamp));
        next = Math.max(next, after);
        return to;
    }

    /** Whether it need not be written anew. */
    boolean isSound() {
        return file.isPresent() && losses.isEmpty() && wrong.isEmpty();
    }

    /** What is lost. */
    List<Loss> losses() {
        return losses;
    }

    /** What is wrong beside that. */
    List<String> wrong() {
        return wrong;
    }

    Candidate candidate() {
        return candidate;
    }

    SegmentHeader header() {
        return header;
    }

    /** Events that can be read. */
    long events() {
        return events;
    }

    /** Where a log ends that ends with this segment. */
    LogEnd end() {
        return new LogEnd(header.lineage(), candidate.name().number(), end, next - 1, checksum);
    }

    /** Writes it anew, as {@code name}; its folder is not flushed. */
    void write(World world, SegmentName name) {
        var head = new PackedHead(header.lineage(), name.number(), name.generation(), header.write().array());
        var out = new PackedWriter(candidate.disk(), name.path(), head, new byte[0]);
        try {
            int previous = header.previous();
            long at = SegmentHeader.BYTES;
            scan.forget();
            for (var loss : losses) {
                previous = copy(out, at, loss.from(), previous);
                previous = hole(out, loss, previous);
                at = loss.to();
            }
            copy(out, at, end, previous);
            long lost = losses.stream().mapToLong(loss -> loss.next() - loss.first()).sum();
            long highest = losses.stream().filter(loss -> loss.next() > loss.first()).mapToLong(loss -> loss.next() - 1)
                    .max().orElse(0);
            out.finish(world, new Summary(end, next,
                    Math.max(highest, summary().map(Summary::highestRemoved).orElse(0L)),
                    lost + summary().map(Summary::removed).orElse(0L), checksum), remnant());
        } catch (RuntimeException e) {
            out.abandon();
            throw e;
        }
    }

    private byte[] remnant() {
        return attachment().orElse(new byte[0]);
    }

    /** Whether what outlived the batches that were removed from it cannot be read. */
    boolean isRemnantLost() {
        return attachment().isEmpty();
    }

    /** What is attached to a packed file, nothing to another one; empty if it is damaged. */
    private Optional<byte[]> attachment() {
        try {
            return Optional.of(file.isPresent() && file.get() instanceof PackedCheck packed
                    ? packed.file().attachment() : new byte[0]);
        } catch (Corrupt _) {
            return Optional.empty();
        }
    }

    private int copy(PackedWriter out, long from, long to, int previous) {
        int chain = previous;
        for (long at = from; at < to; ) {
            if (!(scan.at(new Place(0, at), to) instanceof Found.Good(Frame frame))) {
                throw new IllegalStateException("the segment reads differently than a moment ago, at " + at);
            }
            chain = write(out, frame.header(), frame.body(), chain);
            at = frame.end();
        }
        return chain;
    }

    private int hole(PackedWriter out, Loss loss, int previous) {
        int chain = previous;
        long first = loss.first();
        for (long at = loss.from(); at < loss.to(); ) {
            long left = loss.to() - at;
            int length = (int) (left < HOLE + FrameHeader.BYTES ? left : HOLE);
            var header = new FrameHeader(length, 0, FrameHeader.HOLE, (int) (loss.next() - first), first, loss.epoch(),
                    0, 0, SegmentHeader.BYTES, loss.stamp());
            chain = write(out, header, new byte[length - FrameHeader.BYTES], chain);
            first = loss.next();
            at += length;
        }
        return chain;
    }

    private static int write(PackedWriter out, FrameHeader h, byte[] body, int previous) {
        var bytes = ByteBuffer.allocate(h.length());
        int checksum = h.after(previous, h.flushed()).write(bytes, body);
        out.frame(bytes.flip());
        return checksum;
    }

    @Override
    public void close() {
        file.ifPresent(ReadableFile::close);
    }
}
