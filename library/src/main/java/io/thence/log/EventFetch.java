// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.ThenceException.Corrupt;
import io.thence.log.FrameScan.Found;
import io.thence.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/** Fetches single events by position; keeps the last batch, since neighbours are often asked for together. */
final class EventFetch {

    private static final int SMALL = 4 << 10;

    private final BatchTable batches;
    private final Segments segments;
    private final LogView view;
    private final FrameScan scan;
    private @Nullable Frame frame;
    private @Nullable BatchHead head;
    private int[] starts = {};
    private int walked;

    EventFetch(LogView view) {
        this.view = view;
        batches = view.state().batches;
        segments = view.segments();
        scan = new FrameScan(segments, SMALL);
    }

    /** The event at {@code position}, which is at or below the durable head. */
    StoredEvent at(long position) {
        var batch = frame;
        if (batch == null || position < batch.header().first()
                || position >= batch.header().first() + batch.header().count()) {
            batch = load(batches.find(position));
        }
        int ordinal = (int) (position - batch.header().first());
        var known = head;
        if (known == null) {
            known = batch.head();
            head = known;
        }
        return batch.event(BatchRecord.read(batch.bytes(), start(batch, ordinal)), known, ordinal, view);
    }

    /** Where a record starts. Found once each, or reading a large batch by a key would cost the square of its size. */
    private int start(Frame batch, int ordinal) {
        for (; walked <= ordinal; walked++) {
            starts[walked] = walked == 0 ? batch.records() : BatchRecord.next(batch.bytes(), starts[walked - 1]);
        }
        return starts[ordinal];
    }

    private Frame load(BatchTable.Entry entry) {
        var place = entry.place();
        if (scan.at(place, place.offset() + entry.length()) instanceof Found.Good(Frame found)) {
            frame = found;
            head = null;
            walked = 0;
            if (starts.length < found.header().count()) {
                starts = new int[found.header().count()];
            }
            return found;
        }
        throw new Corrupt(segments.get(place.segment()).file().name() + " at offset " + place.offset()
                + ": damaged since it was opened; run verify, and restore the file from a backup");
    }
}
