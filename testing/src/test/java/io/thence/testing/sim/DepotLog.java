// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Position;
import io.thence.event.Annulments;
import io.thence.event.EventCodec;
import io.thence.event.SystemEvents;
import io.thence.run.Thence;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.testing.sim.Depot.Shelved;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The oracle of depots: what the raw events come to, apart from the library's views. */
record DepotLog(List<Put> puts) {

    /** Never annulled. */
    static final long NEVER = Long.MAX_VALUE;

    /** One event; {@code annulled} is the position of what annuls it. */
    record Put(long position, Shelved event, long annulled) {}

    /** What is on a shelf: its items in order, their number, and all their pieces. */
    record Shelf(String items, long count, long pieces) {

        private static final Shelf EMPTY = new Shelf("", 0, 0);

        private Shelf and(Shelved event) {
            return new Shelf(items + event.item() + ";", count + 1, pieces + event.pieces());
        }
    }

    static DepotLog of(Depot depot, Thence thence) {
        var codec = new EventCodec(depot.application);
        var found = new ArrayList<Put>();
        var annulled = new HashMap<Long, Long>();
        try (var events = thence.store().read(Query.ALL, new Position(thence.store().lineage(), 0),
                Direction.FORWARDS)) {
            for (var event = events.next(); event.isPresent(); event = events.next()) {
                long position = event.get().number();
                if (Annulments.isOne(event.get())) {
                    Annulments.read(event.get()).events().forEach(named -> annulled.put(named.position(), position));
                } else if (!SystemEvents.isOwn(event.get().type())) {
                    found.add(new Put(position, (Shelved) codec.decode(event.get()).data(), NEVER));
                }
            }
        }
        return new DepotLog(found.stream().map(put -> new Put(put.position(), put.event(),
                annulled.getOrDefault(put.position(), NEVER))).toList());
    }

    /** The shelves, of the events that {@code counts} says count. */
    Map<String, Shelf> shelves(Predicate<Put> counts) {
        var shelves = new TreeMap<String, Shelf>();
        for (var put : puts) {
            if (counts.test(put)) {
                var name = put.event().shelf();
                shelves.put(name, shelves.getOrDefault(name, Shelf.EMPTY).and(put.event()));
            }
        }
        return shelves;
    }

    /** The event at a position. */
    Put at(long position) {
        return puts.stream().filter(put -> put.position() == position).findFirst()
                .orElseThrow(() -> new AssertionError("nothing was put on a shelf at position " + position));
    }
}
