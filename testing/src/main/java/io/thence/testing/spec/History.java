// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.ThenceException.BadRequest;
import io.thence.event.Annulments;
import io.thence.event.EventCodec;
import io.thence.event.EventJson;
import io.thence.event.EventJson.Recorded;
import io.thence.event.Json;
import io.thence.event.SystemEvents;
import io.thence.processor.DeadLetterEvent;
import io.thence.store.NewEvent;
import io.thence.store.Truncation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * A recorded history: a file of events as lines of JSON, as {@code export} writes them.
 *
 * @param file   where it was read
 * @param events in their order
 */
record History(Path file, List<Recorded> events) {

    /** What a log says of keys that it does not take with it. */
    private static final Set<String> OF_ITS_STORE = Set.of(SystemEvents.KEYS.name(), SystemEvents.ERASED.name());

    private static final int BATCH_MAX = 1_000;

    /** The position of an event that the history does not have. */
    private static final long GONE = 0;

    /** Dead letters name positions of their log, and no consumer runs here. */
    private static boolean isOfItsStore(String type) {
        return OF_ITS_STORE.contains(type) || DeadLetterEvent.TYPES.has(type);
    }

    /**
     * Reads a file.
     *
     * @throws BadRequest                           if something in it is personal
     * @throws io.thence.ThenceException.Undecodable if a line is no event
     */
    static History of(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the history " + file.toAbsolutePath() + " cannot be read", e);
        }
        var events = new ArrayList<Recorded>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                var where = "line " + (i + 1) + " of " + file;
                var recorded = EventJson.read(lines.get(i), where);
                refuseSealed(recorded, where);
                events.add(recorded);
            }
        }
        return new History(file, events.stream().filter(e -> !isOfItsStore(e.event().type())).toList());
    }

    private static void refuseSealed(Recorded recorded, String where) {
        if (EventCodec.isSealed(recorded.event().data())) {
            throw new BadRequest(where + " has personal data, sealed under a key that stays with the store that it was"
                    + " exported from: leave its type out by export --type, or give such events in the test itself");
        }
    }

    /** Has all of it happen; how many events that are. */
    int replay(Sandbox sandbox) {
        NavigableMap<Long, Long> places = new TreeMap<>();
        long place = sandbox.head().number();
        var batch = new ArrayList<Recorded>();
        for (var recorded : events) {
            if (!batch.isEmpty() && (batch.size() == BATCH_MAX || !isTogether(batch.getLast(), recorded))) {
                append(batch, places, sandbox);
                batch.clear();
            }
            batch.add(recorded);
            places.put(recorded.position(), ++place);
        }
        if (!batch.isEmpty()) {
            append(batch, places, sandbox);
        }
        return events.size();
    }

    private static boolean isTogether(Recorded one, Recorded next) {
        return one.time().equals(next.time()) && one.origin().equals(next.origin());
    }

    private static void append(List<Recorded> batch, NavigableMap<Long, Long> places, Sandbox sandbox) {
        var first = batch.getFirst();
        sandbox.at(first.time());
        sandbox.append(batch.stream().map(recorded -> moved(recorded.event(), places)).toList(), first.origin());
    }

    /** Truncations and annulments name positions of their own log: here they are those of the same events. */
    private static NewEvent moved(NewEvent event, NavigableMap<Long, Long> places) {
        if (event.type().equals(SystemEvents.ANNULLED.name())) {
            return Annulments.moved(event, position -> places.getOrDefault(position, GONE));
        }
        if (!event.type().equals(Truncation.TRUNCATED)) {
            return event;
        }
        long before = Json.tree(event.data(), event.type()).path("before").asLong(Truncation.ITSELF);
        if (before == Truncation.ITSELF) {
            return event;
        }
        var stays = places.ceilingEntry(before);
        long here = stays == null ? Truncation.ITSELF : stays.getValue();
        return new NewEvent(event.type(), event.version(), event.keys(),
                ("{\"before\":" + here + "}").getBytes(StandardCharsets.UTF_8), event.id(), event.occurred());
    }
}
