// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.KeyValue;
import io.thence.Position;
import io.thence.event.SystemEvents.Annulment;
import io.thence.event.SystemEvents.Annulment.Named;
import io.thence.store.EventLog;
import io.thence.store.EventStore.Direction;
import io.thence.store.EventView;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;

/** What a log says of annulled events. An annulled event is named by its position, which nothing else ever has. */
public final class Annulments {

    /** What each annulment is filed under besides: a program's keys have no {@code $}, so nobody truncates it. */
    private static final String KEY = "$annulled";

    private Annulments() {}

    /** What the annulment of the event at {@code position} is filed under. */
    public static KeyValue key(long position) {
        return new KeyValue(KEY, Long.toString(position));
    }

    /** Whether an event is an annulment. */
    public static boolean isOne(EventView event) {
        return event.type().equals(SystemEvents.ANNULLED.name());
    }

    /** The positions of what an annulment annuls, as it is filed: its data need not be read. */
    public static List<Long> positions(EventView annulment) {
        return annulment.keys().stream().filter(key -> key.key().equals(KEY)).map(key -> Long.valueOf(key.value()))
                .toList();
    }

    /** What an annulment says. */
    public static Annulment read(EventView event) {
        return Json.read(event.event().data(), Annulment.class, EventCodec.what(event));
    }

    /** The annulment of the event at {@code position}, if it is annulled. */
    public static Optional<StoredEvent> of(EventLog log, long position) {
        var after = new Position(log.lineage(), position);
        try (var reader = log.read(query(List.of(key(position))), after, Direction.FORWARDS)) {
            return reader.next();
        }
    }

    /** An annulment as it is written to another log, where events have other positions; 0 for one that is not there. */
    public static NewEvent moved(NewEvent annulment, LongUnaryOperator position) {
        var data = Json.read(annulment.data(), Annulment.class, "an annulment");
        var named = data.events().stream()
                .map(one -> new Named(one.id(), position.applyAsLong(one.position()), one.type()))
                .filter(one -> one.position() > 0).toList();
        var keys = new LinkedHashSet<KeyValue>();
        annulment.keys().stream().filter(key -> !key.key().equals(KEY)).forEach(keys::add);
        named.forEach(one -> keys.add(key(one.position())));
        return new NewEvent(annulment.type(), annulment.version(), List.copyOf(keys),
                Json.write(new Annulment(named, data.by(), data.why())), annulment.id(), annulment.occurred());
    }

    private static Query query(List<KeyValue> keys) {
        return new Query(List.of(new Query.Term(Set.of(SystemEvents.ANNULLED.name()), keys)));
    }

    /** The positions of what is annulled under {@code filed}, as far as those annulments say that count. */
    public static Set<Long> under(EventLog log, KeyValue filed, Predicate<EventView> counts) {
        return positions(log, query(List.of(filed)), counts);
    }

    /** The positions of all that is annulled, as far as those annulments say that count. */
    public static Set<Long> all(EventLog log, Predicate<EventView> counts) {
        return positions(log, query(List.of()), counts);
    }

    private static Set<Long> positions(EventLog log, Query query, Predicate<EventView> counts) {
        var positions = new HashSet<Long>();
        each(log, query, 0, event -> {
            if (counts.test(event)) {
                read(event).events().forEach(named -> positions.add(named.position()));
            }
        });
        return positions;
    }

    /** Tells the annulments after position {@code after}, as far as the log says now; a view is good until the next. */
    public static void after(EventLog log, long after, Consumer<EventView> told) {
        each(log, query(List.of()), after, told);
    }

    private static void each(EventLog log, Query query, long after, Consumer<EventView> told) {
        try (var reader = log.read(query, new Position(log.lineage(), after), Direction.FORWARDS)) {
            for (var event = reader.nextView(); event.isPresent(); event = reader.nextView()) {
                told.accept(event.get());
            }
        }
    }

    /** The annulments under {@code filed}, by the positions of what they annul. */
    public static Map<Long, StoredEvent> byPosition(EventLog log, KeyValue filed) {
        var annulments = new HashMap<Long, StoredEvent>();
        each(log, query(List.of(filed)), 0, event -> {
            var kept = event.event();
            read(kept).events().forEach(named -> annulments.putIfAbsent(named.position(), kept));
        });
        return annulments;
    }

    /** Tells what is annulled after position {@code after}, as far as the log says now. */
    public static void ahead(EventLog log, long after, Consumer<Named> told) {
        after(log, after, event -> read(event).events().stream()
                .filter(named -> named.position() > after).forEach(told));
    }
}
