// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.KeyValue;
import io.thence.Position;
import io.thence.event.Annulments;
import io.thence.event.Keying;
import io.thence.processor.DeadLetterBook.Entry;
import io.thence.processor.DeadLetterBook.Kind;
import io.thence.processor.DeadLetterEvent.Edited;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes what queues behind dead letters that are to be tried again, or behind what takes long, to the lanes: from the
 * posting list of each key, a few at a time, up to where all else has come. A key whose queue is empty then waits no
 * more.
 */
final class Drains {

    private static final int EVENTS = 64;
    private static final long BYTES = 1 << 20;
    private static final int LOOKED_MAX = 1_000;

    /** So many queues are looked at in one step. */
    private static final int QUEUES = 256;

    private final EventStore store;
    private final Processor.Course course;
    private final Keying keying;
    private final Work work;
    private final Map<KeyValue, Drain> drains = new HashMap<>();
    private final Set<KeyValue> due = new LinkedHashSet<>();
    private final Set<KeyValue> ahead = new LinkedHashSet<>();
    private final TreeSet<Behind> deferred = new TreeSet<>();
    private long numbers;

    /**
     * One key's queue.
     *
     * @param behind up to where all is handled, where that counts for how far the processor is
     * @param after  everything up to here is in hand or handled
     * @param entry  what it is about
     * @param isMet  whether any event of it was taken in that is handled again
     */
    private record Drain(Optional<Behind> behind, long after, Entry entry, boolean isMet) {

        /** The same, of which everything up to {@code upTo} is in hand or handled. */
        Drain at(Optional<Behind> now, long upTo, List<StoredEvent> events) {
            return new Drain(now, upTo, entry, isMet || events.stream()
                    .anyMatch(event -> event.number() <= entry.again().until()));
        }

        Item item(StoredEvent event, KeyValue key) {
            return new Item(event, key, event.number() < entry.again().told() ? Item.Origin.QUEUE_AGAIN
                    : Item.Origin.QUEUE);
        }

        /** After which position to look for more: not within what is left out. */
        long from() {
            return entry.again().leavesOut(after + 1) ? entry.again().told() : after;
        }
    }

    /** That all up to a position is handled of a queue. */
    private record Behind(long upTo, long number) implements Comparable<Behind> {
        @Override
        public int compareTo(Behind other) {
            int order = Long.compare(upTo, other.upTo);
            return order == 0 ? Long.compare(number, other.number) : order;
        }
    }

    Drains(EventStore store, Processor.Course course, Work work) {
        this.store = store;
        this.course = course;
        keying = course.keying();
        this.work = work;
    }

    void begin(Entry entry) {
        end(entry.key());
        long after = entry.from() - 1;
        var behind = Optional.of(new Behind(after, numbers++)).filter(_ -> entry.kind() == Kind.DEFERRED);
        behind.ifPresent(deferred::add);
        drains.put(entry.key(), new Drain(behind, after, entry, false));
        ahead.add(entry.key());
    }

    /** What is in hand of the key from {@code from} on was let go of: it is taken in again when its turn comes. */
    void back(KeyValue key, long from) {
        var drain = drains.get(key);
        if (drain != null) {
            drains.put(key, drain.at(drain.behind(), from - 1, List.of()));
        }
    }

    /** That the queue of the key is empty was written down. */
    void cleared(KeyValue key) {
        var drain = Objects.requireNonNull(drains.get(key));
        if (drain.entry().kind() == Kind.REPLAYED && !drain.isMet()) {
            Replays.tellOfNothing(course, key, drain.entry().from());
        }
        end(key);
    }

    /** An event of the key was given up again, or its queue is empty. */
    void end(KeyValue key) {
        var gone = drains.remove(key);
        if (gone != null) {
            gone.behind().ifPresent(deferred::remove);
            due.remove(key);
            ahead.remove(key);
        }
    }

    /** Up to here nothing queues that is to be handled in its time; {@code otherwise} where nothing does at all. */
    long upTo(long otherwise) {
        return deferred.isEmpty() ? otherwise : Math.min(otherwise, deferred.first().upTo());
    }

    /**
     * What a feeding came to.
     *
     * @param ready   how many keys may be taken by a lane that could not before
     * @param cleared the keys whose queues are empty: {@link #end} is due when that is written down
     * @param isMore  whether it ended early, and there is more to look at
     */
    record Fed(int ready, List<KeyValue> cleared, boolean isMore) {}

    /** Takes the next events in of queues whose events are handled, as far as there is room. */
    Fed feed() {
        begin(work.seen());
        work.freed().stream().filter(drains::containsKey).forEach(due::add);
        int ready = 0;
        var cleared = new ArrayList<KeyValue>();
        for (var key : due.stream().limit(QUEUES).toList()) {
            int room = work.room(EVENTS);
            if (room == 0) {
                return new Fed(ready, cleared, false); // it is told when there is some
            }
            if (!work.isFree(key)) {
                due.remove(key); // it is among those that are freed, some time
                continue;
            }
            var page = next(key, room);
            ready += page.ready();
            if (page.isLast() && page.isEmpty()) {
                cleared.add(key);
            }
        }
        return new Fed(ready, cleared, due.size() > cleared.size());
    }

    /** Those begin that were told to up to here: what came before that is in hand, or handled. */
    private void begin(long seen) {
        if (!ahead.isEmpty()) {
            var now = ahead.stream().filter(key -> entry(key).again().told() <= seen).toList();
            due.addAll(now);
            now.forEach(ahead::remove);
        }
    }

    private Entry entry(KeyValue key) {
        return Objects.requireNonNull(drains.get(key)).entry();
    }

    private Taken next(KeyValue key, int room) {
        var drain = Objects.requireNonNull(drains.get(key));
        var page = next(key, drain, room);
        var behind = drain.behind().map(before -> new Behind(drain.after(), before.number()));
        drain.behind().ifPresent(deferred::remove);
        behind.ifPresent(deferred::add);
        drains.put(key, drain.at(behind, page.upTo(), page.events()));
        int ready = work.add(page.events().stream().map(event -> drain.item(event, key)).toList());
        if (!page.events().isEmpty() && !work.isFree(key)) {
            due.remove(key);
        }
        return new Taken(ready, page.events().isEmpty(), page.isLast());
    }

    /** What was taken in of one queue. */
    private record Taken(int ready, boolean isEmpty, boolean isLast) {}

    /** Some events of a queue; everything up to {@code upTo} is among them, or does not matter. */
    private record Page(List<StoredEvent> events, long upTo, boolean isLast) {}

    private Page next(KeyValue key, Drain drain, int room) {
        var events = new ArrayList<StoredEvent>();
        var after = new Position(store.lineage(), drain.from());
        long upTo = drain.from();
        long bytes = 0;
        long seen = work.seen();
        try (var reader = store.read(course.query(key), after, Direction.FORWARDS)) {
            for (int looked = 0; looked < LOOKED_MAX && events.size() < room && bytes < BYTES; looked++) {
                var next = reader.next().filter(event -> event.number() <= seen);
                if (next.isEmpty()) {
                    return new Page(events, upTo, true);
                }
                var event = next.get();
                if (drain.entry().again().leavesOut(event.number())) {
                    return new Page(events, event.number() - 1, false);
                }
                upTo = event.number();
                if (keying.key(event).equals(key) && Annulments.of(store, upTo).isEmpty()) {
                    events.add(edited(event, drain.entry().edited()));
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
