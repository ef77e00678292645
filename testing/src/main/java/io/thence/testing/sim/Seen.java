// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Position;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every event that could be seen, in any life. What was visible is durable: a position that somebody saw holds the same
 * event for ever.
 */
final class Seen {

    private final List<StoredEvent> events = new ArrayList<>();

    /** How many there are. */
    int count() {
        return events.size();
    }

    /** Takes in what a store shows that is new. */
    void add(@Nullable EventStore store) {
        if (store != null) {
            compare(store, events.size());
        }
    }

    /** Compares what a store shows with what was seen, and takes in what is new. */
    void compare(EventStore store) {
        compare(store, 0);
    }

    private void compare(EventStore store, int from) {
        if (store.head().number() < events.size()) {
            throw new AssertionError("the store's head is " + store.head().number() + ", and position " + events.size()
                    + " was seen before: " + text(events.getLast()));
        }
        try (var reader = store.read(Query.ALL, new Position(store.lineage(), from), Direction.FORWARDS)) {
            for (int at = from; ; at++) {
                var event = reader.next();
                if (event.isEmpty()) {
                    break;
                }
                compare(at, event.get());
            }
        }
    }

    private void compare(int at, StoredEvent event) {
        if (event.position().number() != at + 1) {
            throw new AssertionError("the event after position " + at + " is at " + event.position());
        }
        if (at == events.size()) {
            events.add(event);
        } else if (!isSame(events.get(at), event)) {
            throw new AssertionError("what was seen as\n    " + text(events.get(at)) + "\nis now\n    " + text(event));
        }
    }

    private static boolean isSame(StoredEvent one, StoredEvent other) {
        return one.position().equals(other.position()) && one.id().equals(other.id())
                && one.type().equals(other.type()) && one.version() == other.version()
                && one.stamp().equals(other.stamp()) && one.keys().equals(other.keys())
                && Arrays.equals(one.data(), other.data());
    }

    private static String text(StoredEvent event) {
        return event.position() + " " + event.id() + " " + event.type() + " " + event.stamp() + " " + event.keys()
                + " " + Trace.hash(event.data());
    }
}
