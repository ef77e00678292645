// SPDX-License-Identifier: Apache-2.0
package io.thence.past;

import io.thence.Causality;
import io.thence.Causality.Known;
import io.thence.Causality.Unknown;
import io.thence.Event;
import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.Position;
import io.thence.VectorClock;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.store.Truncation;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Which of two events can have led to the other. Stamps are not asked: of two events that know nothing of each other
 * one has the lesser stamp too.
 *
 * <ul>
 *   <li>Where the records of both have a component that is a {@link VectorClock}, these say it, wherever the
 *       events are.
 *   <li>Else, of two events of one log, what the log says: an event comes after the one that it names as its cause, and
 *       after those that are before it under one of its keys; and after all that these come after. Where nothing leads
 *       from one to the other they are concurrent, unless something is missing between them. What a decider has only
 *       looked up, under keys that its events are not filed under, is not in the log.
 *   <li>Else it is unknown.
 * </ul>
 */
public final class CausalOrder {

    /** The most events that are looked at for one answer; beyond that it is unknown. */
    public static final int EVENTS_MAX = 10_000;

    private final EventStore store;

    /** That of the events of {@code store}. */
    public CausalOrder(EventStore store) {
        this.store = store;
    }

    /** How {@code one} stands to {@code other}. */
    public Causality between(Event<?> one, Event<?> other) {
        var clock = clock(one);
        var otherClock = clock(other);
        if (one.position().equals(other.position())) {
            return Known.SAME;
        }
        if (clock.isPresent() && otherClock.isPresent()) {
            var known = clock.get().compare(otherClock.get());
            return known == Known.SAME ? new Unknown("both have one vector clock: tick for each event") : known;
        }
        if (!isHere(one) || !isHere(other)) {
            return new Unknown("they are of two logs, and not both have a vector clock");
        }
        return one.position().number() < other.position().number() ? walk(one, other) : turned(walk(other, one));
    }

    private Causality walk(Event<?> earlier, Event<?> later) {
        var start = store.at(earlier.position().number());
        var end = store.at(later.position().number());
        return start.isPresent() && end.isPresent() ? new Walk(start.get()).from(end.get())
                : new Unknown("one of them was removed");
    }

    private static Causality turned(Causality causality) {
        return causality instanceof Known known ? known.turned() : causality;
    }

    private boolean isHere(Event<?> event) {
        return event.position().lineage().equals(store.lineage());
    }

    private static Optional<VectorClock> clock(Event<?> event) {
        var data = event.data();
        return Arrays.stream(data.getClass().getRecordComponents())
                .filter(component -> component.getType() == VectorClock.class).findFirst()
                .map(component -> clock(component, data));
    }

    private static VectorClock clock(RecordComponent component, Object data) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return (VectorClock) accessor.invoke(data);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("component " + component + " cannot be read", e);
        }
    }

    /** The way back from one event to an earlier one: the latest first, each once. */
    private final class Walk {

        private final StoredEvent earlier;
        private final long target;
        private final PriorityQueue<StoredEvent> open =
                new PriorityQueue<>(Comparator.comparingLong(StoredEvent::number).reversed());
        private final Set<Long> seen = new HashSet<>();
        private final Set<KeyValue> keys = new HashSet<>();
        private Optional<String> missing = Optional.empty();

        Walk(StoredEvent earlier) {
            this.earlier = earlier;
            target = earlier.number();
            if (store.highestRemoved() > target) {
                missing = Optional.of("events that came after the earlier one were removed");
            }
        }

        Causality from(StoredEvent later) {
            open(later);
            while (!open.isEmpty()) {
                var event = open.remove();
                if (event.number() == target || event.keys().stream().anyMatch(earlier.keys()::contains)) {
                    return Known.BEFORE;
                }
                cause(event);
                for (var key : event.keys()) {
                    if (keys.add(key)) { // it is the last one under this key: later ones came before it here
                        under(key, event);
                    }
                }
                if (seen.size() > EVENTS_MAX) {
                    return new Unknown("more than " + EVENTS_MAX + " events may lie between them");
                }
            }
            return missing.<Causality>map(Unknown::new).orElse(Known.CONCURRENT);
        }

        private void open(StoredEvent event) {
            if (event.number() >= target && seen.add(event.number())) {
                open.add(event);
            }
        }

        private void cause(StoredEvent event) {
            event.origin().causation().ifPresent(id -> {
                boolean isItsCommand = event.id().ofCommand().filter(of -> of.command().text().equals(id)).isPresent();
                var found = find(new EventId(id));
                found.ifPresent(this::open);
                if (found.isEmpty() && !isItsCommand) {
                    missing = Optional.of("what led to event " + event.id() + ", " + id
                            + ", is no event of this log, or not any more");
                }
            });
        }

        private Optional<StoredEvent> find(EventId id) {
            return store.find(id).or(() -> id.ofPiece().flatMap(store::find));
        }

        /** What is before an event under one of its keys, and not before the earlier one, unless it was let go of. */
        private void under(KeyValue key, StoredEvent last) {
            var cut = new Query(List.of(new Query.Term(Truncation.TYPES, List.of(key))));
            try (var cuts = store.read(cut, new Position(store.lineage(), Long.MAX_VALUE), Direction.BACKWARDS)) {
                if (cuts.next().isPresent()) {
                    missing = Optional.of("what was under key " + key + " was let go of");
                }
            }
            try (var events = store.read(Query.keys(key), last.position(), Direction.BACKWARDS)) {
                for (var event = events.next(); event.isPresent() && seen.size() <= EVENTS_MAX; event = events.next()) {
                    if (event.get().number() < target) {
                        break;
                    }
                    open(event.get());
                }
            }
        }
    }
}
