// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.ThenceException.Corrupt;
import io.thence.log.FrameScan.Found;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the events of a log in order, from a place up to the durable end as it is at the time, and on when that
 * has moved: history and live are one reading, without a hand-over. What does not match is passed over undecoded.
 */
final class LogScan {

    private final Segments segments;
    private final Supplier<Durable> limit;
    private final Query query;
    private final LogView view;
    private final FrameScan scan;
    private Place next;
    private long seen;
    private @Nullable Frame frame;
    private @Nullable BatchHead head;
    private int ordinal;
    private int at;

    LogScan(LogView view, Supplier<Durable> limit, Query query) {
        segments = view.segments();
        this.limit = limit;
        this.query = query;
        this.view = view;
        scan = new FrameScan(segments, view.readBytes());
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
    Optional<StoredEvent> next() {
        var upTo = limit.get();
        while (true) {
            while (frame != null) {
                var batch = frame;
                try {
                    var event = nextOf(batch);
                    if (event.isPresent()) {
                        return event;
                    }
                } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
                    throw batch.nonsense(segments, e);
                }
            }
            if (!advance(upTo)) {
                seen = Math.max(seen, upTo.head());
                return Optional.empty();
            }
        }
    }

    private Optional<StoredEvent> nextOf(Frame batch) {
        if (ordinal == batch.header().count()) {
            frame = null;
            return Optional.empty();
        }
        int record = at;
        int number = ordinal++;
        at = BatchRecord.next(batch.bytes(), record);
        long position = batch.header().first() + number;
        if (position <= seen) {
            return Optional.empty();
        }
        seen = position;
        if (!mayMatch(BatchRecord.type(batch.bytes(), record))) {
            return Optional.empty();
        }
        var stored = BatchRecord.read(batch.bytes(), record);
        if (!query.matches(stored.type(), stored.keys())) {
            return Optional.empty();
        }
        if (head == null) {
            head = batch.head();
        }
        return Optional.of(batch.event(stored, head, number, view));
    }

    private boolean mayMatch(String type) {
        if (query.terms().isEmpty()) {
            return true;
        }
        for (var term : query.terms()) {
            if (term.types().isEmpty() || term.types().contains(type)) {
                return true;
            }
        }
        return false;
    }

    /** Goes to the next frame; false at the durable end. */
    private boolean advance(Durable upTo) {
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
            if (found.header().count() > 0) {
                frame = found;
                head = null;
                ordinal = 0;
                at = found.records();
                return true;
            }
        }
        return false;
    }
}
