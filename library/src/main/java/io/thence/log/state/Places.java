// SPDX-License-Identifier: Apache-2.0
package io.thence.log.state;

import io.thence.ThenceException.DiskFailed;
import io.thence.index.PlaceFile;
import io.thence.log.segment.Place;
import io.thence.log.segment.SegmentHeader;
import io.thence.log.segment.Segments;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Where batches of events lie: one place in about every 4 KiB of the log; the others are found by a walk from there.
 * The table of the segment that is being written is in memory, the others are in the {@link PlaceFile}. One thread
 * adds; any thread reads what lies at or below the durable head.
 */
public final class Places {

    private static final System.Logger LOG = System.getLogger(Places.class.getName());
    private static final int SPACING = 4 << 10;

    private final PlaceFile file;
    private final boolean writes;
    private boolean waits;
    private final CopyOnWriteArrayList<Table> tables = new CopyOnWriteArrayList<>();

    /** {@code writes}: whether tables go to the file when their segment is complete; else they stay in memory. */
    Places(PlaceFile file, boolean writes) {
        this.file = file;
        this.writes = writes;
    }

    /** The places in one segment. */
    private static final class Table {
        private final int segment;
        private volatile Columns columns = new Columns(new long[64], new long[64], 0);

        Table(int segment) {
            this.segment = segment;
        }

        record Columns(long[] positions, long[] offsets, int size) {}

        void add(long position, long offset) {
            var now = columns;
            int size = now.size;
            if (size > 0 && offset - now.offsets[size - 1] < SPACING) {
                return;
            }
            var positions = now.positions;
            var offsets = now.offsets;
            if (size == positions.length) {
                positions = Arrays.copyOf(positions, 2 * size);
                offsets = Arrays.copyOf(offsets, 2 * size);
            }
            positions[size] = position;
            offsets[size] = offset;
            columns = new Columns(positions, offsets, size + 1);
        }

        long find(long position) {
            var now = columns;
            int found = Arrays.binarySearch(now.positions, 0, now.size, position);
            int at = found >= 0 ? found : -found - 2;
            return at < 0 ? PlaceFile.UNKNOWN : now.offsets[at];
        }
    }

    /** A batch of events whose first has position {@code first} lies at {@code place}, after all before. */
    void add(long first, Place place) {
        if (tables.isEmpty() || tables.getLast().segment != place.segment()) {
            writeDown();
            tables.add(new Table(place.segment()));
        }
        tables.getLast().add(first, place.offset());
    }

    private void writeDown() {
        if (!writes) {
            return;
        }
        try {
            for (var table : List.copyOf(tables)) {
                while (file.segments() < table.segment) {
                    file.append(new long[0], new long[0], 0); // has no events
                }
                var columns = table.columns;
                file.append(columns.positions, columns.offsets, columns.size);
                tables.remove(table);
            }
            waits = false;
        } catch (DiskFailed e) {
            if (!waits) {
                waits = true;
                LOG.log(System.Logger.Level.WARNING, () -> "places of positions in the log stay in memory until they"
                        + " can be written down: " + e.getMessage());
            }
        }
    }

    /** The place of a batch at or before the one that holds {@code position}, in the same segment, and near it. */
    public Place find(long position, Segments segments) {
        int segment = segments.of(position);
        long offset = PlaceFile.UNKNOWN;
        for (var table : tables) {
            offset = table.segment == segment ? table.find(position) : offset;
        }
        if (offset == PlaceFile.UNKNOWN) {
            offset = file.find(segment, position);
        }
        return new Place(segment, offset == PlaceFile.UNKNOWN ? SegmentHeader.BYTES : offset);
    }
}
