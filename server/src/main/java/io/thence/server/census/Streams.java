// SPDX-License-Identifier: Apache-2.0
package io.thence.server.census;

import io.thence.KeyValue;
import io.thence.ThenceException.BadRequest;
import io.thence.server.EventRequest;
import io.thence.server.Operations;
import io.thence.store.EventView;
import io.thence.world.Watch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The values of a key, each with its events. Exact, whatever their number, and in little memory:
 *
 * <ul>
 *   <li>By value: one reading of the log, that keeps the smallest values it has seen. A value is never counted from the
 *       middle on: what is dropped is greater than all that is kept, and what is kept only gets smaller.
 *   <li>By number of events: values are counted in as many parts, by their hash, as are needed to have less than
 *       {@value #VALUES_MAX} at once, a reading of the log for each part.
 * </ul>
 */
public final class Streams {

    /** The most values that are counted at once. */
    public static final int VALUES_MAX = 1_000_000;

    /** The most values that are given out at once. */
    public static final int LIMIT_MAX = 100_000;

    private final Operations operations;
    private final Watch watch;
    private final int valuesMax;

    /** Of the store that {@code operations} look at; {@code watch} is told of positions. */
    public Streams(Operations operations, Watch watch) {
        this(operations, watch, VALUES_MAX);
    }

    Streams(Operations operations, Watch watch, int valuesMax) {
        this.operations = operations;
        this.watch = watch;
        this.valuesMax = valuesMax;
    }

    /**
     * Which values are wanted.
     *
     * @param key    the key's name
     * @param prefix what they begin with
     * @param after  they come after this one, by their characters; "" for all
     * @param limit  how many at most
     */
    public record Wanted(String key, String prefix, String after, int limit) {
        public Wanted {
            if (limit < 1 || limit > LIMIT_MAX) {
                throw new BadRequest("from 1 to " + LIMIT_MAX + " values are given out at once, not " + limit);
            }
        }

        boolean has(KeyValue value) {
            return value.key().equals(key) && value.value().startsWith(prefix) && value.value().compareTo(after) > 0;
        }
    }

    /** One value of a key, with its events. */
    public record Stream(String value, Tally tally) {}

    /** What is done with an event that is filed under a value that is wanted. */
    private interface Count {
        /** Takes it in; false ends the reading. */
        boolean add(String value, EventView event);
    }

    /** The first ones in the order of their characters. */
    public List<Stream> byValue(Wanted wanted) {
        var kept = new TreeMap<String, Tally>();
        read(wanted::has, (value, event) -> {
            var tally = kept.get(value);
            if (tally == null && (kept.size() < wanted.limit() || value.compareTo(kept.lastKey()) < 0)) {
                tally = new Tally();
                kept.put(value, tally);
                dropLast(kept, wanted.limit());
            }
            if (tally != null) {
                tally.add(event);
            }
            return true;
        });
        return kept.entrySet().stream().map(entry -> new Stream(entry.getKey(), entry.getValue())).toList();
    }

    private static void dropLast(NavigableMap<String, Tally> kept, int limit) {
        if (kept.size() > limit) {
            kept.pollLastEntry();
        }
    }

    /** Those with the most events; among equals in the order of their characters. */
    public List<Stream> byEvents(Wanted wanted) {
        for (int parts = 1; ; parts *= 4) {
            var most = new ArrayList<Stream>();
            int part = 0;
            while (part < parts && addMost(wanted, most, new Part(part, parts))) {
                part++;
            }
            if (part == parts) {
                return most;
            }
        }
    }

    /** Some of the values, by their hash. */
    private record Part(int number, int of) {
        boolean has(String value) {
            return Math.floorMod((value.hashCode() * 0x9E3779B9) >>> 7, of) == number;
        }
    }

    /** Adds those of a part; false if they are too many for the memory. */
    private boolean addMost(Wanted wanted, List<Stream> most, Part part) {
        Map<String, Tally> all = new HashMap<>();
        boolean whole = read(value -> wanted.has(value) && part.has(value.value()), (value, event) -> {
            if (all.size() >= valuesMax && !all.containsKey(value)) {
                return false;
            }
            all.computeIfAbsent(value, _ -> new Tally()).add(event);
            return true;
        });
        all.forEach((value, tally) -> most.add(new Stream(value, tally)));
        Collections.sort(most, Comparator.comparingLong((Stream stream) -> -stream.tally().events())
                .thenComparing(Stream::value));
        if (most.size() > wanted.limit()) {
            most.subList(wanted.limit(), most.size()).clear();
        }
        return whole;
    }

    private boolean read(Predicate<KeyValue> wanted, Count count) {
        long head = operations.head().number();
        try (var events = operations.read(EventRequest.ALL)) {
            for (var event = events.nextView(); event.isPresent(); event = events.nextView()) {
                for (var value : event.get().keys()) {
                    if (wanted.test(value) && !count.add(value.value(), event.get())) {
                        return false;
                    }
                }
                watch.at(event.get().number(), head);
            }
        }
        return true;
    }
}
