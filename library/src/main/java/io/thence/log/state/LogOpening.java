// SPDX-License-Identifier: Apache-2.0
package io.thence.log.state;

import io.thence.ThenceException.Corrupt;
import io.thence.index.IndexSettings;
import io.thence.index.InvertedIndex;
import io.thence.log.frame.Frame;
import io.thence.log.frame.FrameScan;
import io.thence.log.frame.FrameScan.Found;
import io.thence.log.segment.Place;
import io.thence.log.segment.Segment;
import io.thence.log.segment.SegmentFiles;
import io.thence.log.segment.SegmentHeader;
import io.thence.log.segment.Segments;
import io.thence.pack.PackedFile;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import io.thence.world.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what the files of the index already say of a log, so that only the rest need be read. Files that do not fit the
 * log, as after it was restored, are of no use: then all of it is read, and the index is made anew.
 */
public final class LogOpening {

    private static final System.Logger LOG = System.getLogger(LogOpening.class.getName());

    private static final int COMMAND_BYTES = 4 << 10;

    private final Optional<World> world;
    private final Disk disk;
    private final Segments segments;
    private final Sizes sizes;

    /** For the writer of the log, {@code world} is there; for a reader beside it, it is not. */
    public LogOpening(Optional<World> world, Disk disk, Segments segments, Sizes sizes) {
        this.world = world;
        this.disk = disk;
        this.segments = segments;
        this.sizes = sizes;
    }

    /**
     * How much memory is taken.
     *
     * @param readBytes a reader's buffer
     * @param indexRows lists that the index gathers in memory; a power of two
     */
    public record Sizes(int readBytes, int indexRows) {}

    /**
     * What is known without reading the log.
     *
     * @param state what follows from the frames before {@code next}
     * @param next  the first frame that it does not know of
     */
    public record Known(LogState state, Place next) {}

    public Known open() {
        var index = index(false);
        try {
            var bookmark = bookmark(index);
            if (bookmark.isEmpty()) {
                return new Known(new LogState(index, beginning(), world.isPresent()), Place.START);
            }
            if (fits(bookmark.get())) {
                var state = new LogState(index, bookmark.get(), world.isPresent());
                addPlaces(state.places(), index.places().segments(), bookmark.get().next());
                return new Known(state, bookmark.get().next());
            }
            LOG.log(System.Logger.Level.WARNING, () -> disk.place()
                    + ": the index is not of this log, or damaged; it is made anew from the log");
        } catch (RuntimeException e) {
            index.close();
            throw e;
        }
        index.close();
        return new Known(new LogState(index(true), beginning(), world.isPresent()), Place.START);
    }

    private InvertedIndex index(boolean anew) {
        var opening = new InvertedIndex.Opening(segments.lineage().log(), IndexSettings.of(sizes.indexRows()), anew);
        var index = InvertedIndex.open(world, disk, opening);
        var scan = new FrameScan(segments, COMMAND_BYTES);
        index.forgetting(place -> isForgotten(scan, Place.of(place)));
        return index;
    }

    /** Whether the batch of a command was removed: asked by the one who merges files of the index. */
    private boolean isForgotten(FrameScan scan, Place place) {
        if (segments.get(place.segment()).packed().isEmpty()) {
            return false;
        }
        scan.forget();
        try {
            return scan.at(place, segments.get(place.segment()).file().size()) instanceof Found.Good(Frame frame)
                    && frame.isHole();
        } catch (Corrupt _) {
            return false; // the log's damage, not that of the index: reading there reports it
        }
    }

    private static Optional<Bookmark> bookmark(InvertedIndex index) {
        try {
            return Bookmark.read(index.bookmark());
        } catch (IndexOutOfBoundsException | IllegalArgumentException _) {
            return Optional.of(Bookmark.UNREADABLE);
        }
    }

    private Bookmark beginning() {
        return new Bookmark(Place.START, Place.START, 1, 0, 0, segments.get(0).header().previous(), List.of(),
                Map.of());
    }

    /**
     * Whether something was removed from a segment: a {@link io.thence.log.frame.Remnant} is attached to it. Then what
     * follows from it is known only when all of it was read: a bookmark in its midst may be from before or after that.
     */
    static boolean hasRemnant(Segment segment) {
        return segment.packed().filter(PackedFile::hasAttachment).isPresent();
    }

    /** Whether the last frame that a bookmark knows of is where it says, and the same. */
    private boolean fits(Bookmark bookmark) {
        var last = bookmark.last();
        while (last.segment() >= segments.count() && SegmentFiles.openNext(disk, Access.READ, segments)) {}
        if (last.segment() >= segments.count()) {
            return false;
        }
        boolean isLast = last.segment() == segments.count() - 1;
        long end = isLast ? segments.last().file().size() : segments.end(last.segment());
        if (hasRemnant(segments.get(last.segment())) && bookmark.next().offset() < end) {
            return false;
        }
        return new FrameScan(segments, sizes.readBytes()).at(last, end) instanceof Found.Good(Frame frame)
                && frame.header().checksum() == bookmark.checksum()
                && new Place(last.segment(), frame.end()).equals(bookmark.next());
    }

    /** Finds the places of batches from segment {@code from} on, up to {@code end}, which no file has. */
    private void addPlaces(Places places, int from, Place end) {
        var scan = new FrameScan(segments, sizes.readBytes());
        for (int number = from; number <= end.segment(); number++) {
            long limit = number == end.segment() ? end.offset() : segments.end(number);
            var place = new Place(number, SegmentHeader.BYTES);
            while (place.offset() < limit) {
                var header = scan.header(place, limit);
                if (header.isEmpty()) {
                    break; // what cannot be found so is found by a longer walk, which says what is damaged
                }
                if (header.get().count() > 0) {
                    places.add(header.get().first(), place, header.get().length());
                }
                place = new Place(number, place.offset() + header.get().length());
            }
        }
    }
}
