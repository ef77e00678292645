// SPDX-License-Identifier: Apache-2.0
package io.thence.log.segment;

import io.thence.ThenceException;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.DiskFull;
import io.thence.ThenceException.NoStore;
import io.thence.log.segment.SegmentListing.Candidate;
import io.thence.pack.PackedFile;
import io.thence.pack.PackedHead;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import io.thence.world.ReadableFile;
import io.thence.world.World;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/** Makes and opens the segments' files. */
public final class SegmentFiles {

    private static final int ATTEMPTS = 5;

    private SegmentFiles() {}

    /**
     * Opens all segments. A last file that never became a segment (a crash came before its head was flushed) is left
     * out, and deleted where the access writes.
     */
    public static Segments open(Disk disk, Access access) {
        return open(disk, access, new Segments());
    }

    private static Segments open(Disk disk, Access access, Segments segments) {
        try {
            while (openSome(disk, access, segments, Integer.MAX_VALUE) > 0) {
                // until a look at the folder shows nothing more
            }
            return segments;
        } catch (RuntimeException e) {
            segments.close();
            throw e;
        }
    }

    /** Opens all segments for reading, so that they stay as they are although their files are deleted meanwhile. */
    public static Segments hold(Disk disk) {
        return open(disk, Access.READ, Segments.holding());
    }

    /** Goes on with newer files of segments that were packed or moved since they were opened. */
    public static void renew(Disk disk, Segments segments) {
        var listing = SegmentListing.whole(disk);
        for (int i = 0; i < segments.count() - 1; i++) {
            var candidates = listing.of(i);
            if (!candidates.isEmpty() && !candidates.getFirst().name().equals(segments.get(i).name())) {
                new SegmentOpening(listing, Access.READ, segments).renew(candidates.getFirst());
            }
        }
    }

    /** Opens the segment after those that are open; false if there is none, or none yet. */
    public static boolean openNext(Disk disk, Access access, Segments segments) {
        return openSome(disk, access, segments, 1) > 0;
    }

    /** Opens at most so many segments of what one look at the folder shows; the number of them. */
    private static int openSome(Disk disk, Access access, Segments segments, int most) {
        int before = segments.count();
        for (int attempt = 1; ; attempt++) {
            try {
                var opening = new SegmentOpening(SegmentListing.whole(disk), access, segments);
                while (segments.count() - before < most && opening.next()) {
                    attempt = 1;
                }
                return segments.count() - before;
            } catch (NoStore e) {
                if (attempt >= ATTEMPTS) {
                    throw e; // else a packed file has come in its place since the look at the folder
                }
            }
        }
    }

    /** A file's head; empty if it never became one: nothing is there, or a crash left a piece of the last file's. */
    static Optional<SegmentHeader> header(ReadableFile file, boolean last) {
        var head = ByteBuffer.allocate(SegmentHeader.BYTES);
        file.fill(head, 0);
        try {
            return SegmentHeader.read(head.flip(), file.name());
        } catch (Corrupt e) {
            if (last && !wasServed(file)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The log that a file is of; empty if that cannot be read. */
    public static Optional<UUID> log(Candidate candidate) {
        var head = ByteBuffer.allocate(SegmentHeader.BYTES);
        var name = candidate.name().path();
        try (var file = candidate.disk().open(name, Access.READ)) {
            file.fill(head, candidate.name().isPacked() ? PackedHead.BYTES - PackedHead.OPENING : 0);
            return SegmentHeader.read(head.flip(), name).map(header -> header.lineage().log());
        } catch (ThenceException _) {
            return Optional.empty(); // it is said when the file is opened, or checked
        }
    }

    /** Whether some frame says that anything in this file was flushed: then its head was flushed before. */
    public static boolean wasServed(ReadableFile file) {
        var head = ByteBuffer.allocate(FrameHeader.BYTES);
        long at = SegmentHeader.BYTES;
        while (file.fill(head.clear(), at) == FrameHeader.BYTES) {
            var frame = FrameHeader.read(head.flip(), 0);
            if (!frame.isPlausible()) {
                return false;
            }
            if (frame.flushed() > SegmentHeader.BYTES) {
                return true;
            }
            at += frame.length();
        }
        return false;
    }

    /**
     * Makes a file with room for {@code bytes}, which is no segment before {@link #begin}.
     *
     * @throws DiskFull if there is no room; the file is gone again, or will be taken for what it is: nothing
     */
    public static Segment create(Disk disk, int number, SegmentHeader header, long bytes) {
        var name = new SegmentName(number, 0);
        var file = disk.open(name.path(), Access.CREATE);
        try {
            file.allocate(0, bytes);
        } catch (DiskFull e) {
            file.close();
            disk.delete(name.path());
            throw e;
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
        return new Segment(name, header, file, disk);
    }

    /**
     * Writes the head, and makes it survive a crash; closes the file if that fails. The head says where the segment
     * before ends, so from then on there is no way back: whatever it vouches for is flushed before.
     */
    public static void begin(World world, Disk disk, Segment segment) {
        writeHead(world, segment);
        try {
            disk.flushFolder(Segment.FOLDER);
        } catch (RuntimeException e) {
            segment.file().close();
            throw e;
        }
    }

    /** The same for a file whose name survives a crash already. */
    public static void writeHead(World world, Segment segment) {
        try {
            segment.writable().write(segment.header().write(), 0);
            segment.writable().flush(world);
        } catch (RuntimeException e) {
            segment.file().close();
            throw e;
        }
    }

    /**
     * Deletes the files in whose place packed ones have come; the folder is flushed already. A process that was killed
     * may have written a footer that the device does not have, and no flush would save it now: it is written again.
     */
    public static void sweep(World world, Disk disk, Segments segments) {
        var listing = new SegmentListing(disk);
        for (int number = 0; number < segments.count(); number++) {
            var segment = segments.get(number);
            var others = listing.of(number).stream().filter(other -> !other.name().equals(segment.name())
                    && !other.archived() && segment.isOn(disk)).toList();
            if (!others.isEmpty()) {
                segment.packed().ifPresent(packed -> writeFooter(world, disk, segment, packed));
                others.forEach(other -> disk.delete(other.name().path()));
            }
        }
    }

    private static void writeFooter(World world, Disk disk, Segment segment, PackedFile packed) {
        try (var file = disk.open(segment.name().path(), Access.WRITE)) {
            packed.writeFooter(file);
            file.flush(world);
        }
    }
}
