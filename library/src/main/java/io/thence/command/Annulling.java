// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.Annulled;
import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import io.thence.event.Annulments;
import io.thence.event.Json;
import io.thence.event.SystemEvents;
import io.thence.event.SystemEvents.Annulment;
import io.thence.event.SystemEvents.Annulment.Named;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Condition;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.Query.Term;
import io.thence.store.StoredEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Annuls events: one event names them, filed under all that they are filed under, so that whatever was decided on them
 * conflicts and whatever was folded of them is folded anew. On the condition that nobody else has annulled one of them
 * meanwhile; else again, without that one.
 */
public final class Annulling {

    /** The most events that are annulled at once. */
    public static final int EVENTS_MAX = 1_000;

    /** The most keys under which they may be filed together. */
    public static final int KEYS_MAX = 10_000;

    /** The most characters of the reason, and of who says so. */
    public static final int TEXT_MAX = 2_000;

    /** What a piece of an event is named by whose type was split. */
    private static final Pattern PIECE = Pattern.compile("(.+)#[0-9]+");

    private final EventStore store;
    private final Origin origin;
    private final Consumer<List<StoredEvent>> check;

    /**
     * Which events are meant; one that is named twice is meant once.
     *
     * @param ids       by their ids
     * @param positions by numbers of their positions: an event whose id the store has made is found by that alone
     */
    public record Which(Collection<EventId> ids, Collection<Long> positions) {

        public Which {
            ids = List.copyOf(ids);
            positions = List.copyOf(positions);
        }

        /** Those with these ids. */
        public static Which of(Collection<EventId> ids) {
            return new Which(ids, List.of());
        }
    }

    /**
     * Annuls events of {@code store}.
     *
     * @param origin where the annulments are said to come from
     * @param check  throws {@link BadRequest} if one of some events may not be annulled with the others
     */
    public Annulling(EventStore store, Origin origin, Consumer<List<StoredEvent>> check) {
        this.store = store;
        this.origin = origin;
        this.check = check;
    }

    /**
     * Annuls events, all or none. Those that are annulled already stay so, and nothing is added for them.
     *
     * @param by  who says so
     * @param why the reason; it is stored in clear
     * @throws BadRequest if one is not there, is one of the library's own or may not be annulled, or a limit is passed
     */
    public Annulled annul(Which events, String by, String why) {
        checkText("who says so", by);
        checkText("the reason", why);
        int named = events.ids().size() + events.positions().size();
        if (named == 0 || named > EVENTS_MAX) {
            throw new BadRequest(named + " events cannot be annulled at once: name 1 to " + EVENTS_MAX
                    + ", the rest in another go");
        }
        var tombstoned = new HashSet<KeyValue>();
        while (true) { // each conflict is about one more that another has annulled, each tombstone about one key
            var head = store.head();
            var fresh = new ArrayList<StoredEvent>();
            var before = new ArrayList<StoredEvent>();
            long told = 0;
            for (var event : found(events)) {
                var annulment = Annulments.of(store, event.number());
                (annulment.isEmpty() ? fresh : before).add(event);
                told = Math.max(told, annulment.map(StoredEvent::number).orElse(0L));
            }
            if (fresh.isEmpty()) {
                return new Annulled(new Position(store.lineage(), told), List.of(), ids(before));
            }
            check.accept(fresh);
            var annulment = annulment(fresh, new Annulment(named(fresh), by, why), tombstoned);
            switch (store.append(Append.of(List.of(annulment), origin).on(nobodyElse(fresh, head)))) {
                case Appended.Committed(var position, _) -> {
                    return new Annulled(position, ids(fresh), ids(before));
                }
                case Appended.Tombstoned(var key, _) -> tombstoned.add(key);
                case Appended.Conflict _ -> {}
                case Appended other -> throw new AssertionError("no command, no consumer's word, but " + other);
            }
        }
    }

    private static void checkText(String what, String text) {
        if (text.isBlank() || text.length() > TEXT_MAX) {
            throw new BadRequest("an annulment says who and why for ever: " + what + " has 1 to " + TEXT_MAX
                    + " characters, not " + text.strip().length());
        }
    }

    /** In the order of the log. */
    private Collection<StoredEvent> found(Which events) {
        var found = new TreeMap<Long, StoredEvent>();
        for (var id : events.ids()) {
            var event = store.find(id).orElseThrow(() -> new BadRequest(missing(id)));
            found.put(event.number(), event);
        }
        for (var position : events.positions()) {
            found.put(position, at(position));
        }
        found.values().forEach(this::checkCounts);
        return found.values();
    }

    private void checkCounts(StoredEvent event) {
        if (SystemEvents.isOwn(event.type())) {
            throw new BadRequest("event " + event.id() + " is a " + event.type() + ", one of the library's own: only an"
                    + " application's events can be annulled");
        }
        if (!event.keys().isEmpty() && event.keys().stream().noneMatch(key -> isSeenBy(key, event))) {
            throw new BadRequest("event " + event.id() + " at position " + event.number() + " was truncated under "
                    + event.keys() + ": no fold reads it any more, and the next compaction removes it");
        }
    }

    private StoredEvent at(long position) {
        return store.at(position).orElseThrow(() -> new BadRequest("the log has no event at position " + position
                + ": it was removed, or has not happened; the head is " + store.head().number()));
    }

    private String missing(EventId id) {
        var piece = PIECE.matcher(id.text());
        if (piece.matches() && store.find(new EventId(piece.group(1))).isPresent()) {
            return "event " + id + " is a piece of event " + piece.group(1) + ", which can only be annulled as a whole:"
                    + " name that";
        }
        return "no event is found by the id " + id + ": check the id. What was removed from the log cannot be annulled;"
                + " what was appended without a command and without an id of its own is found by its position only, at"
                + " rest: thence annul --position N";
    }

    private boolean isSeenBy(KeyValue key, StoredEvent event) {
        var before = new Position(store.lineage(), event.number() - 1);
        try (var reader = store.read(Query.keys(key), before, Direction.FORWARDS)) {
            return reader.next().filter(seen -> seen.number() == event.number()).isPresent();
        }
    }

    private static List<EventId> ids(List<StoredEvent> events) {
        return events.stream().map(StoredEvent::id).toList();
    }

    private static List<Named> named(List<StoredEvent> events) {
        return events.stream().map(event -> new Named(event.id().text(), event.number(), event.type())).toList();
    }

    /** Nothing can be filed under a key with a tombstone, nor read by it. */
    private static NewEvent annulment(List<StoredEvent> events, Annulment data, Set<KeyValue> tombstoned) {
        var keys = new LinkedHashSet<KeyValue>();
        events.forEach(event -> keys.addAll(event.keys()));
        keys.removeAll(tombstoned);
        if (keys.size() > KEYS_MAX) {
            throw new BadRequest(events.size() + " events that are filed under " + keys.size() + " values of keys"
                    + " cannot be annulled at once, over " + KEYS_MAX + ": annul them in several goes");
        }
        events.forEach(event -> keys.add(Annulments.key(event.number())));
        return NewEvent.of(SystemEvents.ANNULLED.name(), 1, List.copyOf(keys), Json.write(data));
    }

    private static Condition nobodyElse(List<StoredEvent> events, Position head) {
        var terms = events.stream().map(event -> new Term(Set.of(), List.of(Annulments.key(event.number())))).toList();
        return Condition.nothingNew(terms, head);
    }
}
