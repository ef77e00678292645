// SPDX-License-Identifier: Apache-2.0
package io.thence.server.http;

import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import io.thence.event.Annulments;
import io.thence.event.EventJson;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The newest raw events of a store. */
final class LatestEvents {

    static final int LIMIT_MAX = 1_000;

    private final EventStore store;

    LatestEvents(EventStore store) {
        this.store = store;
    }

    /** The last events, at most {@code limit}, the oldest of them first. */
    List<StoredEvent> last(int limit) {
        var head = store.head();
        var end = new Position(head.lineage(), head.number() + 1);
        return store.read(Query.ALL, end, Direction.BACKWARDS).list(limit).reversed();
    }

    /** The first events after position {@code after}, at most {@code limit}. */
    List<StoredEvent> after(long after, int limit) {
        return store.read(Query.ALL, new Position(store.lineage(), after), Direction.FORWARDS).list(limit);
    }

    /** The newest events after position {@code after}, at most {@code limit}, the oldest of them first. */
    List<StoredEvent> since(long after, int limit) {
        long head = store.head().number();
        return head - after > limit ? last(limit) : after(after, limit);
    }

    /** {@code {"head": 12, "events": [..]}}; an event that is annulled by now is marked. */
    ObjectNode json(List<StoredEvent> events) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("head", Math.max(store.head().number(), events.isEmpty() ? 0 : events.getLast().position().number()));
        var array = json.putArray("events");
        events.forEach(event -> array.add(tree(event)));
        return json;
    }

    private ObjectNode tree(StoredEvent event) {
        var tree = EventJson.tree(event);
        Annulments.of(store, event.number()).ifPresent(annulment -> EventJson.markAnnulled(tree, annulment.number()));
        return tree;
    }

    /** A number from a query parameter. */
    static long number(String name, String text, long max) {
        try {
            long number = Long.parseLong(text);
            if (number >= 0 && number <= max) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new BadRequest("'" + name + "' is a number from 0 to " + max + ", not '" + text + "'");
    }
}
