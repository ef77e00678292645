// SPDX-License-Identifier: Apache-2.0
package io.thence.log.read;

import io.thence.ThenceException.Corrupt;
import io.thence.log.frame.Frame;
import io.thence.log.frame.FrameScan;
import io.thence.log.frame.FrameScan.Found;
import io.thence.log.segment.Place;
import io.thence.log.segment.SegmentHeader;
import io.thence.log.segment.Segments;
import io.thence.log.state.Durable;
import io.thence.log.state.TermLists;
import io.thence.store.EventReader;
import io.thence.store.EventView;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Goes through the events of a log in order, from a place up to the durable end as it is at the time, and on when that
 * has moved: history and live are one reading, without a hand-over. What does not match is passed over undecoded. At
 * the end it gives its buffer back, so that thousands may wait there.
 */
final class LogScan implements EventReader {

    private final Segments segments;
    private final Supplier<Durable> limit;
    private final Query query;
    private final FrameScan scan;
    private final RecordView record;
    private final Optional<RecordView> shown;
    private final LogView log;
    private final List<TermLists> terms;
    private Place next;
    private long seen;
    private boolean inFrame;

    LogScan(LogView view, Supplier<Durable> limit, Query query) {
        segments = view.segments();
        this.limit = limit;
        this.query = query;
        scan = new FrameScan(segments, view.readBytes());
        record = new RecordView(view);
        shown = Optional.of(record);
        log = view;
        terms = query.terms().stream().map(term -> TermLists.of(term, view.state().index().fingerprint())).toList();
        next = Place.START;
    }

    /** Begins after position {@code after}, whose batch, or that of the one after it, starts at {@code place}. */
    void begin(Place place, long after) {
        next = place;
        seen = after;
    }

    /** Number of the position up to which everything was given out or passed over. */
    long seen() {
        return seen;
    }

    /** The next event that matches; empty at the durable end. */
    @Override
    public Optional<StoredEvent> next() {
        return nextView().map(EventView::event);
    }

    @Override
    public Optional<? extends EventView> nextView() {
        return advance(limit.get()) ? shown : Optional.empty();
    }

    /** Goes to the next record that matches; false at the durable end. */
    private boolean advance(Durable upTo) {
        while (true) {
            if (inFrame && nextRecord(upTo)) {
                return true;
            }
            inFrame = false;
            if (!nextFrame(upTo)) {
                seen = Math.max(seen, upTo.head());
                scan.release();
                return false;
            }
        }
    }

    /** Goes to the next record of the frame that matches. */
    private boolean nextRecord(Durable upTo) {
        try {
            while (record.advance()) {
                if (record.number() > seen) {
                    seen = record.number();
                    if (query.matches(record) && isShown(upTo.head())) {
                        return true;
                    }
                }
            }
            return false;
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw record.nonsense(segments, e);
        }
    }

    /** Whether the record is above the floors of the keys that a term asks for. */
    private boolean isShown(long head) {
        if (terms.isEmpty() || !log.state().index().hasFloors()) {
            return true;
        }
        return terms.stream().anyMatch(lists ->
                lists.term().matches(record) && record.number() >= lists.floor(log.state(), head));
    }

    /** Goes to the next frame with events; false at the durable end. */
    private boolean nextFrame(Durable upTo) {
        while (next.compareTo(upTo.end()) < 0) {
            boolean last = next.segment() == upTo.end().segment();
            long end = last ? upTo.end().offset() : segments.end(next.segment());
            if (!last && next.offset() >= end) {
                next = new Place(next.segment() + 1, SegmentHeader.BYTES);
                continue;
            }
            if (!(scan.at(next, end) instanceof Found.Good(Frame found))) {
                throw new Corrupt(segments.get(next.segment()).file().name() + " at offset " + next.offset()
                        + ": damaged since it was opened; run verify, and restore the file from a backup");
            }
            next = new Place(next.segment(), found.end());
            if (found.isBatch() && found.header().count() > 0) {
                record.begin(found);
                inFrame = true;
                return true;
            }
        }
        return false;
    }
}
