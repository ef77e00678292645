// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.KeyValue;
import io.thence.Position;
import io.thence.event.Annulments;
import io.thence.event.Keying;
import io.thence.processor.DeadLetterBook.Entry;
import io.thence.processor.DeadLetterEvent.Edited;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes what queues behind dead letters that are to be tried again to the lanes, from the posting list of each key, a
 * few at a time, up to where all else has come. A key whose queue is empty then waits no more.
 */
final class Drains {

    private static final int EVENTS = 64;
    private static final long BYTES = 1 << 20;
    private static final int LOOKED_MAX = 1_000;

    private final EventStore store;
    private final Set<String> types;
    private final Keying keying;
    private final Work work;
    private final Map<KeyValue, Drain> drains = new LinkedHashMap<>();

    /**
     * One key's queue.
     *
     * @param after  everything up to here is in hand or handled
     * @param again  everything up to here was handled before, where the key is handled again
     * @param edited what is handled in place of an event
     */
    private record Drain(long after, long again, Optional<Edited> edited) {

        Item item(StoredEvent event, KeyValue key) {
            return new Item(event, key, event.number() <= again ? Item.Origin.QUEUE_AGAIN : Item.Origin.QUEUE);
        }
    }

    Drains(EventStore store, Processor.Course course, Work work) {
        this.store = store;
        types = course.types();
        keying = course.keying();
        this.work = work;
    }

    void begin(Entry entry) {
        long again = entry.letter().isEmpty() ? work.seen() : 0;
        drains.put(entry.key(), new Drain(entry.from() - 1, again, entry.edited()));
    }

    /** An event of the key was given up again, or that its queue is empty was written down. */
    void end(KeyValue key) {
        drains.remove(key);
    }

    /**
     * What a feeding came to.
     *
     * @param ready   how many keys may be taken by a lane that could not before
     * @param cleared the keys whose queues are empty: {@link #end} is due when that is written down
     * @param isMore  whether it ended early, and there is more to look at
     */
    record Fed(int ready, List<KeyValue> cleared, boolean isMore) {

        static final Fed NOTHING = new Fed(0, List.of(), false);
    }

    /** Takes the next events in of all whose events are handled, as far as there is room. */
    Fed feed() {
        int ready = 0;
        boolean isMore = false;
        var cleared = new ArrayList<KeyValue>();
        for (var drain : List.copyOf(drains.entrySet())) {
            var key = drain.getKey();
            int room = work.isFree(key) ? work.room(EVENTS) : 0;
            if (room == 0) {
                continue;
            }
            var page = next(key, drain.getValue(), room);
            var queue = drain.getValue();
            ready += work.add(page.events().stream().map(event -> queue.item(event, key)).toList());
            drain.setValue(new Drain(page.upTo(), queue.again(), queue.edited()));
            if (page.isLast() && page.events().isEmpty()) {
                cleared.add(key);
            }
            isMore |= page.events().isEmpty() && !page.isLast();
        }
        return new Fed(ready, cleared, isMore);
    }

    /** Some events of a queue; everything up to {@code upTo} is among them, or does not matter. */
    private record Page(List<StoredEvent> events, long upTo, boolean isLast) {}

    private Page next(KeyValue key, Drain drain, int room) {
        var events = new ArrayList<StoredEvent>();
        var after = new Position(store.lineage(), drain.after());
        long upTo = drain.after();
        long bytes = 0;
        long seen = work.seen();
        try (var reader = store.read(Keying.query(key, types), after, Direction.FORWARDS)) {
            for (int looked = 0; looked < LOOKED_MAX && events.size() < room && bytes < BYTES; looked++) {
                var next = reader.next().filter(event -> event.number() <= seen);
                if (next.isEmpty()) {
                    return new Page(events, upTo, true);
                }
                var event = next.get();
                upTo = event.number();
                if (keying.key(event).equals(key) && Annulments.of(store, upTo).isEmpty()) {
                    events.add(edited(event, drain.edited()));
                    bytes += event.data().length;
                }
            }
        }
        return new Page(events, upTo, false);
    }

    private static StoredEvent edited(StoredEvent event, Optional<Edited> edited) {
        return edited.filter(other -> other.position() == event.number())
                .map(other -> event.with(other.version(), other.data().getBytes(StandardCharsets.UTF_8))).orElse(event);
    }
}
