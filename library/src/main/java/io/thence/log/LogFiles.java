// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.Lineage;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.NoStore;
import io.thence.log.frame.Frame;
import io.thence.log.frame.FrameScan;
import io.thence.log.frame.FrameScan.Found;
import io.thence.log.frame.LastSegment;
import io.thence.log.segment.Place;
import io.thence.log.segment.Segment;
import io.thence.log.segment.SegmentFiles;
import io.thence.log.segment.SegmentHeader;
import io.thence.log.segment.SegmentName;
import io.thence.log.segment.Segments;
import io.thence.pack.PackedFile;
import io.thence.world.Disk;
import io.thence.world.ReadableFile;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of a log as they are at one moment, with all that was acknowledged by then: what a copy of it consists of.
 * Takes no lock and writes nothing; the log may be written to and compacted meanwhile, for what is open here stays as
 * it is.
 *
 * <p>A log says of its end that it is flushed only when more comes, or when its writer idles. That is waited for. Where
 * nothing comes, as after the writer was killed, its end is what was written: what an opening would serve.
 */
public final class LogFiles implements AutoCloseable {

    /** The folder of the files. */
    public static final String FOLDER = Segment.FOLDER;

    /** Whose being there says that the log's files are not all there yet. */
    public static final String RESTORING = Segment.FOLDER + "/" + Segment.RESTORING;

    /** The folder whose files say that this is a backup, or the beginning of one. */
    public static final String BACKUP = "backup";

    private static final Duration POLL = Duration.ofMillis(10);
    private static final int POLLS = 20;

    private final Segments segments;
    private final LogEnd end;
    private final List<Part> parts = new ArrayList<>();

    /**
     * One file.
     *
     * @param name  its name on a disk
     * @param bytes how many bytes of it count
     * @param file  the open file, as it is stored
     */
    public record Part(String name, long bytes, ReadableFile file) {}

    /**
     * Refuses a disk that holds a backup, which nobody writes to but the next backup.
     *
     * @throws BadRequest if it does
     */
    public static void refuseBackup(Disk disk) {
        if (isBackup(disk)) {
            throw new BadRequest(disk.place() + " is a backup: restore it to another directory, and open that");
        }
    }

    /** Whether a disk holds a backup. */
    static boolean isBackup(Disk disk) {
        return !disk.list(BACKUP).isEmpty();
    }

    private LogFiles(Segments segments, LogEnd end) {
        this.segments = segments;
        this.end = end;
        for (int i = 0; i < segments.count(); i++) {
            var segment = segments.get(i);
            long plain = i == end.segment() ? end.offset() : segments.end(i);
            ReadableFile stored = segment.packed().<ReadableFile>map(PackedFile::stored).orElseGet(segment::file);
            parts.add(new Part(segment.name().path(), segment.packed().isPresent() ? stored.size() : plain, stored));
        }
    }

    /**
     * Opens the files of the log on {@code disk}.
     *
     * @throws NoStore if there is no log
     * @throws Corrupt if something is damaged that was known to be safe
     */
    public static LogFiles open(World world, Disk disk, LogSettings settings) {
        var segments = SegmentFiles.hold(disk);
        try {
            if (segments.count() == 0) {
                throw new NoStore("there is no store in " + disk.place() + ": check the directory");
            }
            var last = new LastSegment(segments, settings.readBytes());
            var lineage = segments.lineage(); // of the last one in any case: a restore begins one to raise the epoch
            long recorded = 0;
            if (segments.count() > 1 && !last.hasBegun()) {
                recorded = segments.last().header().previousEnd();
                segments.dropLast();
            }
            long end = settledEnd(world, disk, last, recorded);
            return new LogFiles(segments, end(segments, lineage, end, settings.readBytes()));
        } catch (RuntimeException e) {
            segments.close();
            throw e;
        }
    }

    private static long settledEnd(World world, Disk disk, LastSegment last, long recorded) {
        long written = last.writtenEnd();
        long end = last.flushedEnd(recorded);
        for (int i = 0; i < POLLS && end < written; i++) {
            world.await(new Signal(), POLL);
            end = last.flushedEnd(last.recordedBySuccessor(disk));
        }
        return Math.max(end, written);
    }

    private static LogEnd end(Segments segments, Lineage lineage, long offset, int windowBytes) {
        var segment = segments.last();
        if (segment.packed().isPresent()) {
            var summary = segment.packed().get().summary();
            return new LogEnd(lineage, segment.number(), summary.end(), summary.next() - 1,
                    summary.lastChecksum());
        }
        var scan = new FrameScan(segments, windowBytes);
        long next = segment.header().first();
        int checksum = segment.header().previous();
        for (long at = SegmentHeader.BYTES; at < offset; ) {
            if (!(scan.at(new Place(segment.number(), at), offset) instanceof Found.Good(Frame frame))) {
                throw new Corrupt(segment.file().name() + " at offset " + at
                        + ": damaged; run verify, and restore the file from a backup");
            }
            next = frame.header().first() + frame.header().count();
            checksum = frame.header().checksum();
            at = frame.end();
        }
        return new LogEnd(lineage, segment.number(), offset, next - 1, checksum);
    }

    /** Where the log ends. */
    public LogEnd end() {
        return end;
    }

    /** All files, in the order of the log. */
    public List<Part> parts() {
        return List.copyOf(parts);
    }

    /**
     * Begins the segment after {@code end}, so that the log on {@code disk} is known to be flushed up to there and goes
     * on as {@code lineage}; what lies there is replaced. It survives a crash.
     */
    public static void goOn(World world, Disk disk, LogEnd end, Lineage lineage) {
        disk.delete(new SegmentName(end.segment() + 1, 0).path());
        var header = new SegmentHeader(lineage, end.head() + 1, end.checksum(), end.offset());
        var segment = SegmentFiles.create(disk, end.segment() + 1, header, SegmentHeader.BYTES);
        try {
            SegmentFiles.begin(world, disk, segment);
        } finally {
            segment.file().close();
        }
    }

    @Override
    public void close() {
        segments.close();
    }
}
