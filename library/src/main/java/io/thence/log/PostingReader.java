// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.log.Index.Walk;
import io.thence.store.EventReader;
import io.thence.store.EventStore.Direction;
import io.thence.store.StoredEvent;
import java.util.List;
import java.util.Optional;

/** Reads what a query's posting lists say: the union of its walks, each position once, in order. */
final class PostingReader implements EventReader {

    /**
     * Which positions are read.
     *
     * @param from      exclusive
     * @param head      positions above it are not there yet
     * @param direction the order
     */
    record Range(long from, long head, Direction direction) {}

    private final List<Walk> walks;
    private final int[] at;
    private final boolean forwards;
    private final long last;
    private final EventFetch fetch;
    private long done;

    /**
     * Prepares a reading of {@code walks}.
     *
     * @param fetch gets the events
     */
    PostingReader(List<Walk> walks, Range range, EventFetch fetch) {
        this.walks = walks;
        this.fetch = fetch;
        forwards = range.direction() == Direction.FORWARDS;
        last = forwards ? range.head() : 0;
        done = forwards ? range.from() : Math.min(range.from(), range.head() + 1);
        at = new int[walks.size()];
        for (int i = 0; i < at.length; i++) {
            at[i] = forwards ? walks.get(i).list().after(done) : walks.get(i).list().after(done - 1) - 1;
        }
    }

    @Override
    public Optional<StoredEvent> next() {
        long best = -1;
        for (int i = 0; i < at.length; i++) {
            long candidate = candidate(i);
            if (candidate >= 0 && (best < 0 || (forwards ? candidate < best : candidate > best))) {
                best = candidate;
            }
        }
        if (best < 0) {
            return Optional.empty();
        }
        done = best;
        return Optional.of(fetch.at(best));
    }

    /** The next position of a walk that is not done and matches; -1 if there is none. */
    private long candidate(int i) {
        var walk = walks.get(i);
        int size = walk.list().size();
        for (; at[i] >= 0 && at[i] < size; at[i] += forwards ? 1 : -1) {
            long position = walk.list().position(at[i]);
            if (forwards ? position > last : position <= last) {
                return -1;
            }
            if ((forwards ? position > done : position < done) && walk.matches(at[i])) {
                return position;
            }
        }
        return -1;
    }
}
