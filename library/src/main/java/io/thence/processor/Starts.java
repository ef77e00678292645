// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.Position;
import io.thence.Start;
import io.thence.Stretch;
import io.thence.ThenceException.BadRequest;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import java.time.Instant;
import java.util.Optional;

/** Finds the position after which a {@link Start} begins. */
public final class Starts {

    private Starts() {}

    /**
     * Number of the position after which {@code start} begins in {@code store}.
     *
     * @throws BadRequest if it names a position of another log, or one beyond the head
     */
    public static long after(EventStore store, Start start) {
        return switch (start) {
            case Start.Beginning _ -> 0;
            case Start.End _ -> store.head().number();
            case Start.After(var position) -> known(store, position);
            case Start.At(var time) -> before(store, time);
        };
    }

    /**
     * Number of the last position of {@code stretch}, which begins after {@code after}; empty where it has none.
     *
     * @throws BadRequest if that is one of another log, or beyond the head, or before the first of the stretch
     */
    static Optional<Long> last(EventStore store, Stretch stretch, long after) {
        var last = stretch.last().map(position -> known(store, position));
        if (last.isPresent() && last.get() <= after) {
            throw new BadRequest("nothing lies after position " + after + " and up to position " + last.get()
                    + ": name a later one to end with, or an earlier one to begin with");
        }
        return last;
    }

    private static long known(EventStore store, Position position) {
        var head = store.head();
        if (!position.lineage().equals(head.lineage())) {
            throw new BadRequest("position " + position + " is not of this log, which is " + head.lineage()
                    + ": name one that it has given out, or a time");
        }
        if (position.number() > head.number()) {
            throw new BadRequest("position " + position.number() + " is beyond the head, " + head.number()
                    + ": nothing has happened there yet; name the end");
        }
        return position.number();
    }

    /** The last position before the first event that was stored at {@code time}, or later: times of storing ascend. */
    private static long before(EventStore store, Instant time) {
        long low = 0; // everything up to here was stored before
        long high = store.head().number(); // everything after here was not
        while (low < high) {
            long middle = low + (high - low) / 2;
            long next = firstAfter(store, middle, high, time);
            if (next < 0) {
                high = middle;
            } else {
                low = next;
            }
        }
        return low;
    }

    /** The first event after {@code middle}, not after {@code high}, if that was stored before {@code time}; or -1. */
    private static long firstAfter(EventStore store, long middle, long high, Instant time) {
        try (var reader = store.read(Query.ALL, new Position(store.lineage(), middle), Direction.FORWARDS)) {
            return reader.nextView().filter(event -> event.number() <= high)
                    .filter(event -> event.event().stamp().instant().isBefore(time)).map(event -> event.number())
                    .orElse(-1L);
        }
    }
}
