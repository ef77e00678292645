// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.ThenceException;
import io.thence.ThenceException.Corrupt;
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
        boolean more = true;
        while (more) {
            more = openNext(disk, access, segments);
        }
        return segments;
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
        var header = head(file);
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

    private static Optional<SegmentHeader> head(DiskFile file) {
        var head = ByteBuffer.allocate(SegmentHeader.BYTES);
        file.read(head, 0);
        try {
            return SegmentHeader.read(head.flip(), file.name());
        } catch (ThenceException e) {
            file.close();
            throw e;
        }
    }

    /** Makes a segment's file with its head; nothing is flushed. */
    static Segment create(Disk disk, int number, SegmentHeader header) {
        var segment = createHeadless(disk, number, header);
        writeHead(segment);
        return segment;
    }

    /** Makes a segment's file without its head: until that is written, the file is none. */
    static Segment createHeadless(Disk disk, int number, SegmentHeader header) {
        return new Segment(number, header, disk.open(Segment.name(number), Access.CREATE));
    }

    static void writeHead(Segment segment) {
        segment.file().write(segment.header().write(), 0);
    }

    /** Makes what was written to a segment survive a crash, and waits for it: only while a log is opened or rolled. */
    static void flush(World world, Segment segment) {
        long ticket = segment.file().flush();
        while (!segment.file().flushed(ticket)) {
            world.await(new Signal(), POLL);
        }
    }
}
