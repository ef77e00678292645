// SPDX-License-Identifier: Apache-2.0
package io.thence.log.compact;

import io.thence.Stamp;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.DiskFailed;
import io.thence.log.frame.Frame;
import io.thence.log.frame.FrameScan;
import io.thence.log.frame.FrameScan.Found;
import io.thence.log.segment.Archives;
import io.thence.log.segment.Place;
import io.thence.log.segment.Segment;
import io.thence.log.segment.SegmentFiles;
import io.thence.log.segment.SegmentHeader;
import io.thence.log.segment.SegmentListing;
import io.thence.log.segment.Segments;
import io.thence.pack.PackedFile;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import io.thence.world.FileCopy;
import io.thence.world.ReadableFile;
import io.thence.world.World;
import java.time.Instant;
import java.util.function.LongConsumer;

/**
 * Moves sealed segments to another directory, the oldest first, beside appends and readers. Each is copied, flushed and
 * read back before it is read from there and deleted here; so at any moment it is in one place or in both, and then the
 * one here counts.
 */
public final class Archiving {

    private static final int WINDOW = 4 << 10;

    private final World world;
    private final Disk disk;
    private final Segments segments;
    private final int newest;

    /** So many of the newest segments stay. */
    public Archiving(World world, Disk disk, Segments segments, int newest) {
        this.world = world;
        this.disk = disk;
        this.segments = segments;
        this.newest = newest;
    }

    /**
     * Moves what is to be moved; the number of segments.
     *
     * @param latest only those that were sealed no later
     * @param watch  told of each piece how many bytes it has
     * @throws BadRequest if the directory holds segments of another log
     */
    public int run(String directory, Instant latest, LongConsumer watch) {
        int moved = 0;
        var copy = new FileCopy(world, watch);
        try (var to = disk.elsewhere(directory)) {
            to.lock(); // also refuses the log's own directory, whatever its name
            refuseOther(to);
            for (int i = 0; i < segments.count() - 1 - newest && !sealed(i).isAfter(latest); i++) {
                if (segments.get(i).isOn(disk)) {
                    new Archives(disk).add(directory, copy);
                    move(segments.get(i), disk.elsewhere(directory), copy);
                    moved++;
                }
            }
        }
        return moved;
    }

    /** When a segment was sealed: when the next one was written to first. */
    private Instant sealed(int number) {
        var place = new Place(number + 1, SegmentHeader.BYTES);
        long limit = segments.get(place.segment()).file().size();
        return new FrameScan(segments, WINDOW).at(place, limit) instanceof Found.Good(Frame frame)
                ? Stamp.unpacked(frame.header().stamp()).instant() : world.now();
    }

    private void refuseOther(Disk to) {
        var there = new SegmentListing(to);
        for (int i = 0; i <= there.last(); i++) {
            for (var candidate : there.of(i)) {
                var log = SegmentFiles.log(candidate);
                if (log.isPresent() && !log.get().equals(segments.lineage().log())) {
                    throw new BadRequest(to.place() + " holds segments of log " + log.get() + ", and this is "
                            + segments.lineage().log() + ": give another directory");
                }
            }
        }
    }

    private void move(Segment segment, Disk to, FileCopy copy) {
        var name = segment.name().path();
        ReadableFile stored = segment.packed().<ReadableFile>map(PackedFile::stored).orElseGet(segment::file);
        long bytes = segment.packed().isPresent() ? stored.size() : segments.end(segment.number());
        var sha256 = copy.copy(stored, bytes, to, name);
        to.flushFolder(Segment.FOLDER);
        try (var copied = to.open(name, Access.READ)) {
            if (!copy.sha256(copied, bytes).equals(sha256)) {
                throw new DiskFailed(name + " in " + to.place() + " does not read as it was written: check that disk;"
                        + " the segment stays here", new IllegalStateException(sha256));
            }
        }
        var file = segments.files().of(to, name);
        segments.replace(new Segment(segment.name(), segment.header(),
                segment.packed().isPresent() ? PackedFile.open(file, segments.cache()) : file, to));
        disk.delete(name);
        disk.flushFolder(Segment.FOLDER);
    }
}
