// SPDX-License-Identifier: Apache-2.0
package io.thence.log.state;

import io.thence.ThenceException.DiskFailed;
import io.thence.index.PlaceFile;
import io.thence.index.Span;
import io.thence.index.Spans;
import io.thence.log.segment.Place;
import io.thence.log.segment.SegmentHeader;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Where batches of events lie: for each position the span of its segment that has it, in which it is found by a walk.
 * The spans of the segment that is being written are in memory, the others are in the {@link PlaceFile}. One thread
 * adds; any thread reads what lies at or below the durable head.
 */
public final class Places {

    private static final System.Logger LOG = System.getLogger(Places.class.getName());

    private final PlaceFile file;
    private final boolean writes;
    private boolean waits;
    private final CopyOnWriteArrayList<Table> tables = new CopyOnWriteArrayList<>();

    /** {@code writes}: whether tables go to the file when their segment is complete; else they stay in memory. */
    Places(PlaceFile file, boolean writes) {
        this.file = file;
        this.writes = writes;
    }

    /** The spans of one segment. */
    private static final class Table {
        private final int segment;
        private volatile Spans spans = Spans.NONE;

        Table(int segment) {
            this.segment = segment;
        }
    }

    /** A batch of events whose first has position {@code first} takes {@code length} bytes at {@code place}. */
    void add(long first, Place place, int length) {
        if (tables.isEmpty() || tables.getLast().segment != place.segment()) {
            writeDown();
            tables.add(new Table(place.segment()));
        }
        var table = tables.getLast();
        table.spans = table.spans.with(first, place.offset(), place.offset() + length);
    }

    private void writeDown() {
        if (!writes) {
            return;
        }
        try {
            for (var table : List.copyOf(tables)) {
                while (file.segments() < table.segment) {
                    file.append(Spans.NONE); // has no events
                }
                file.append(table.spans);
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

    /** The span of a segment that holds {@code position}; all of it, and beyond its end, if that is not known. */
    public Span find(int segment, long position) {
        Span found = null;
        for (var table : tables) {
            found = table.segment == segment ? table.spans.find(position) : found;
        }
        if (found == null) {
            found = file.find(segment, position);
        }
        return found == null ? new Span(SegmentHeader.BYTES, Long.MAX_VALUE) : found;
    }
}
