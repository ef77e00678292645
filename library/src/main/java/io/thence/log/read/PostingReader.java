// SPDX-License-Identifier: Apache-2.0
package io.thence.log.read;

import io.thence.index.Posting;
import io.thence.log.state.Walk;
import io.thence.store.EventReader;
import io.thence.store.EventStore.Direction;
import io.thence.store.EventView;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import java.util.List;
import java.util.Optional;

/** Reads what a query's lists say: the union of its walks, each position once, in order. */
final class PostingReader implements EventReader {

    /**
     * Which positions are read.
     *
     * @param from      exclusive
     * @param head      positions above it are not there yet
     * @param direction the order
     */
    record Range(long from, long head, Direction direction) {}

    private final Query query;
    private final List<Walk> walks;
    private final long[] next;
    private final boolean forwards;
    private final long head;
    private final EventFetch fetch;
    private long done;

    /** Reads what {@code walks} find in a range and {@code query} matches; {@code fetch} gets the events. */
    PostingReader(Query query, List<Walk> walks, Range range, EventFetch fetch) {
        this.query = query;
        this.walks = walks;
        this.fetch = fetch;
        forwards = range.direction() == Direction.FORWARDS;
        head = range.head();
        done = forwards ? range.from() : Math.min(range.from(), head + 1);
        next = new long[walks.size()];
        for (int i = 0; i < next.length; i++) {
            advance(i);
        }
    }

    private void advance(int i) {
        next[i] = forwards ? walks.get(i).after(done, head) : walks.get(i).before(done, 0);
    }

    @Override
    public Optional<StoredEvent> next() {
        return nextView().map(EventView::event);
    }

    @Override
    public Optional<? extends EventView> nextView() {
        while (true) {
            long best = Posting.NONE;
            for (long candidate : next) {
                if (candidate != Posting.NONE
                        && (best == Posting.NONE || (forwards ? candidate < best : candidate > best))) {
                    best = candidate;
                }
            }
            if (best == Posting.NONE) {
                return Optional.empty();
            }
            done = best;
            for (int i = 0; i < next.length; i++) {
                if (next[i] == best) {
                    advance(i);
                }
            }
            if (fetch.goTo(best, query)) {
                return Optional.of(fetch.record());
            }
        }
    }
}
