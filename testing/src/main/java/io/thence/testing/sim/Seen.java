// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.Position;
import io.thence.Stamp;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every event that could be seen, in any life. What was visible is durable: a position that somebody saw holds the same
 * event for ever.
 */
final class Seen {

    private final List<Known> events = new ArrayList<>();

    /** What is known of an event: nothing that leads to the store of a life that is over. */
    private record Known(Position position, EventId id, String type, int version, Stamp stamp, List<KeyValue> keys,
            String data) {

        static Known of(StoredEvent event) {
            return new Known(event.position(), event.id(), event.type(), event.version(), event.stamp(), event.keys(),
                    new String(event.data(), StandardCharsets.ISO_8859_1)); // a byte is a character
        }

        @Override
        public String toString() {
            return position + " " + id + " " + type + " " + stamp + " " + keys + " "
                    + Trace.hash(data.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

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
                    + " was seen before: " + events.getLast());
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
        var now = Known.of(event);
        if (at == events.size()) {
            events.add(now);
        } else if (!events.get(at).equals(now)) {
            throw new AssertionError("what was seen as\n    " + events.get(at) + "\nis now\n    " + now);
        }
    }
}
