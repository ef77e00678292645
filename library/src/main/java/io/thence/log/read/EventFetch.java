// SPDX-License-Identifier: Apache-2.0
package io.thence.log.read;

import io.thence.ThenceException.Corrupt;
import io.thence.log.frame.BatchRecord;
import io.thence.log.frame.Frame;
import io.thence.log.frame.FrameScan;
import io.thence.log.frame.FrameScan.Found;
import io.thence.log.segment.Place;
import io.thence.store.Query;
import org.jspecify.annotations.Nullable;

/** Fetches single events by position; keeps the last batch, since neighbours are often asked for together. */
final class EventFetch {

    /** A longer frame is read in two pieces. */
    private static final int WINDOW_MAX = 64 << 10;

    private final LogView view;
    private final FrameScan scan;
    private final FrameFinder finder;
    private final RecordView record;
    private @Nullable Frame frame;
    private int[] starts = {};
    private int walked;

    EventFetch(LogView view) {
        this(view, WINDOW_MAX);
    }

    /** One that reads so much at once, where that is enough. */
    EventFetch(LogView view, int window) {
        this.view = view;
        scan = new FrameScan(view.segments(), window);
        finder = new FrameFinder(view, scan);
        record = new RecordView(view);
    }

    /** Goes to the event at {@code position}, at or below the durable head; false if it is gone, or does not match. */
    boolean goTo(long position, Query query) {
        var batch = frame;
        if (batch == null || position < batch.header().first()
                || position >= batch.header().first() + batch.header().count()) {
            batch = load(finder.find(position));
        }
        if (!batch.isBatch() || position < batch.header().first()) {
            return false;
        }
        try {
            int ordinal = (int) (position - batch.header().first());
            return record.goTo(ordinal, start(batch, ordinal)) && query.matches(record);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw batch.nonsense(view.segments(), e);
        }
    }

    /** The event that it went to, where it lies. */
    RecordView record() {
        return record;
    }

    /** Where a record starts. Found once each, or reading a large batch by a key would cost the square of its size. */
    private int start(Frame batch, int ordinal) {
        for (; walked <= ordinal; walked++) {
            starts[walked] = walked == 0 ? batch.records() : BatchRecord.next(batch.bytes(), starts[walked - 1]);
        }
        return starts[ordinal];
    }

    private Frame load(Place place) {
        if (scan.at(place, view.end(place.segment())) instanceof Found.Good(Frame found)) {
            frame = found;
            walked = 0;
            if (found.isBatch()) {
                record.begin(found);
                starts = starts.length < found.header().count() ? new int[found.header().count()] : starts;
            }
            return found;
        }
        throw new Corrupt(view.segments().get(place.segment()).file().name() + " at offset " + place.offset()
                + ": damaged since it was opened; run verify, and restore the file from a backup");
    }
}
