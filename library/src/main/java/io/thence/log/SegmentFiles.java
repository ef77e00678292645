// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.DiskFull;
import io.thence.ThenceException.FormatTooNew;
import io.thence.ThenceException.NoStore;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import io.thence.world.DiskFile;
import io.thence.world.Signal;
import io.thence.world.World;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** Makes and opens the segments' files. */
final class SegmentFiles {

    private static final Duration POLL = Duration.ofMillis(1);

    private SegmentFiles() {}

    /**
     * Opens all segments. A last file that never became a segment (a crash came before its head was flushed) is left
     * out, and deleted where the access writes.
     */
    static Segments open(Disk disk, Access access) {
        var segments = new Segments();
        try {
            boolean more = true;
            while (more) {
                more = openNext(disk, access, segments);
            }
            return segments;
        } catch (RuntimeException e) {
            segments.close();
            throw e;
        }
    }

    /** Opens the segment after those that are open; false if there is none, or none yet. */
    static boolean openNext(Disk disk, Access access, Segments segments) {
        int number = segments.count();
        var name = Segment.name(number);
        var names = disk.list(Segment.FOLDER).stream().filter(Segment::isName).map(Segment::path).toList();
        if (names.isEmpty() || names.getLast().compareTo(name) < 0) {
            return false;
        }
        if (!names.contains(name)) {
            throw new Corrupt(name + " is missing, and later segments are there: restore it from a backup");
        }
        boolean last = names.getLast().equals(name);
        DiskFile file;
        try {
            file = disk.open(name, access);
        } catch (NoStore e) {
            if (last && access == Access.READ) {
                return false; // its writer has taken it back meanwhile
            }
            throw e;
        }
        var header = header(file, last);
        if (header.isEmpty()) {
            file.close();
            if (!last) {
                throw new Corrupt(name + " at offset 0: the segment's head is gone; restore the file from a backup");
            }
            if (access == Access.WRITE) {
                disk.delete(name);
            }
            return false;
        }
        var segment = new Segment(number, header.get(), file);
        if (number > 0 && !header.get().lineage().log().equals(segments.last().header().lineage().log())) {
            file.close();
            throw new Corrupt(name + " belongs to another log than the segment before it: move it away");
        }
        segments.add(segment);
        return true;
    }

    /** A file's head; empty if it never became one: nothing is there, or a crash left a piece of the last file's. */
    private static Optional<SegmentHeader> header(DiskFile file, boolean last) {
        var head = ByteBuffer.allocate(SegmentHeader.BYTES);
        file.fill(head, 0);
        try {
            return SegmentHeader.read(head.flip(), file.name());
        } catch (Corrupt e) {
            if (last && !wasServed(file)) {
                return Optional.empty();
            }
            file.close();
            throw e;
        } catch (FormatTooNew e) {
            file.close();
            throw e;
        }
    }

    /** Whether some frame says that anything in this file was flushed: then its head was flushed before. */
    static boolean wasServed(DiskFile file) {
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
    static Segment create(Disk disk, int number, SegmentHeader header, long bytes) {
        var name = Segment.name(number);
        var file = disk.open(name, Access.CREATE);
        try {
            file.allocate(0, bytes);
        } catch (DiskFull e) {
            file.close();
            disk.delete(name);
            throw e;
        }
        return new Segment(number, header, file);
    }

    /**
     * Writes the head, and makes it survive a crash. The head says where the segment before ends, so from then on there
     * is no way back: whatever it vouches for is flushed before.
     */
    static void begin(World world, Disk disk, Segment segment) {
        segment.file().write(segment.header().write(), 0);
        flush(world, segment);
        disk.flushFolder(Segment.FOLDER);
    }

    /** Makes what was written to a segment survive a crash, and waits for it: only while a log is opened or rolled. */
    static void flush(World world, Segment segment) {
        long ticket = segment.file().flush();
        while (!segment.file().flushed(ticket)) {
            world.await(new Signal(), POLL);
        }
    }
}
