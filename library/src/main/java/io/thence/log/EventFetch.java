// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.ThenceException.Corrupt;
import io.thence.log.FrameScan.Found;
import io.thence.store.StoredEvent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fetches single events by position; keeps the last batch, since neighbours are often asked for together. */
final class EventFetch {

    private static final int SMALL = 4 << 10;

    private final LogView view;
    private final FrameScan scan;
    private final FrameFinder finder;
    private @Nullable Frame frame;
    private @Nullable BatchHead head;
    private int[] starts = {};
    private int walked;

    EventFetch(LogView view) {
        this.view = view;
        scan = new FrameScan(view.segments(), SMALL);
        finder = new FrameFinder(view, scan);
    }

    /** The event at {@code position}, which is at or below the durable head; empty if it is gone. */
    Optional<StoredEvent> at(long position) {
        var batch = frame;
        if (batch == null || position < batch.header().first()
                || position >= batch.header().first() + batch.header().count()) {
            batch = load(finder.find(position));
        }
        if (!batch.isBatch() || position < batch.header().first()) {
            return Optional.empty();
        }
        try {
            return event(batch, (int) (position - batch.header().first()));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw batch.nonsense(view.segments(), e);
        }
    }

    private Optional<StoredEvent> event(Frame batch, int ordinal) {
        int at = start(batch, ordinal);
        if (BatchRecord.isGone(batch.bytes(), at)) {
            return Optional.empty();
        }
        var known = head;
        if (known == null) {
            known = batch.head();
            head = known;
        }
        return Optional.of(batch.event(BatchRecord.read(batch.bytes(), at), known, ordinal, view));
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
            head = null;
            walked = 0;
            if (found.isBatch() && starts.length < found.header().count()) {
                starts = new int[found.header().count()];
            }
            return found;
        }
        throw new Corrupt(view.segments().get(place.segment()).file().name() + " at offset " + place.offset()
                + ": damaged since it was opened; run verify, and restore the file from a backup");
    }
}
