// SPDX-License-Identifier: Apache-2.0
package io.thence.server.census;

import io.thence.Position;
import io.thence.server.EventRequest;
import io.thence.server.Operations;
import io.thence.store.EventView;
import io.thence.world.Watch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What there is in a store, in numbers.
 *
 * @param head    position of the last event
 * @param all     all events
 * @param annulled how many of them are annulled, and so do not count any more
 * @param types   events by type, sorted by name
 * @param keys    events by each key's name that they are filed under, sorted; one that is filed under two values of a
 *                key counts once
 * @param latest  how many events were appended in the last minute, hour and day before the last one
 * @param appended when the first and the last one were appended, if there are any
 * @param files   what it takes on disk
 */
public record StoreStats(
        Position head,
        Tally all,
        long annulled,
        Map<String, Tally> types,
        Map<String, Tally> keys,
        Map<Duration, Long> latest,
        Optional<Span> appended,
        FileStats files) {

    private static final Duration[] WINDOWS = {Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1)};

    /** Two moments. */
    public record Span(Instant first, Instant last) {
        /** How many of {@code events} there were in a second between them. */
        public double perSecond(long events) {
            double seconds = Duration.between(first, last).toNanos() / 1e9;
            return seconds <= 0 ? events : events / seconds;
        }
    }

    /** Counts what is in the store in {@code directory}, also while an application runs there. */
    public static StoreStats of(Path directory, Operations operations, Watch watch) {
        var all = new Tally();
        var types = new TreeMap<String, Tally>();
        var keys = new TreeMap<String, Tally>();
        var head = operations.head();
        long annulled = 0;
        try (var events = operations.read(EventRequest.ALL.between(0, head.number() + 1))) {
            for (var event = events.nextView(); event.isPresent(); event = events.nextView()) {
                var view = event.get();
                all.add(view);
                annulled += operations.annulledAt(view.number()).isPresent() ? 1 : 0;
                types.computeIfAbsent(view.type(), _ -> new Tally()).add(view);
                names(view).forEach((name, _) -> keys.computeIfAbsent(name, _ -> new Tally()).add(view));
                watch.at(view.number(), head.number());
            }
        }
        var span = all.events() == 0 ? Optional.<Span>empty()
                : Optional.of(new Span(stamp(operations, all.first() - 1), stamp(operations, all.last() - 1)));
        var latest = new LinkedHashMap<Duration, Long>();
        span.ifPresent(appended -> {
            for (var window : WINDOWS) {
                latest.put(window, since(operations, all, appended.last().minus(window)));
            }
        });
        return new StoreStats(head, all, annulled, types, keys, latest, span, FileStats.of(directory));
    }

    private static Map<String, Boolean> names(EventView event) {
        var names = new LinkedHashMap<String, Boolean>();
        event.keys().forEach(key -> names.put(key.key(), true));
        return names;
    }

    /** When the first event after a position was appended. */
    private static Instant stamp(Operations operations, long after) {
        try (var events = operations.read(EventRequest.ALL.between(after, Long.MAX_VALUE).atMost(1))) {
            return events.next().orElseThrow().stamp().instant();
        }
    }

    /** How many positions have events that were appended after {@code time}: stamps rise with positions. */
    private static long since(Operations operations, Tally all, Instant time) {
        long low = all.first();
        long high = all.last();
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (stamp(operations, middle - 1).isAfter(time)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return all.last() - low + 1;
    }
}
