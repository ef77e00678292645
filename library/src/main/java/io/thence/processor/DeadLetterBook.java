// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.DeadLetter;
import io.thence.DeadLetter.Status;
import io.thence.KeyValue;
import io.thence.Position;
import io.thence.processor.DeadLetterEvent.Cleared;
import io.thence.processor.DeadLetterEvent.DeadLettered;
import io.thence.processor.DeadLetterEvent.Discarded;
import io.thence.processor.DeadLetterEvent.Edited;
import io.thence.processor.DeadLetterEvent.Replayed;
import io.thence.processor.DeadLetterEvent.Retried;
import io.thence.store.EventLog;
import io.thence.store.EventStore.Direction;
import io.thence.store.EventView;
import io.thence.store.Query;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The dead letters of one consumer, as its events say: at most one for each key. For one thread. */
final class DeadLetterBook {

    private final Map<KeyValue, Entry> entries = new LinkedHashMap<>();
    private long readUpTo;

    /**
     * A key that waits, or whose queue is being handled.
     *
     * @param key    the key
     * @param letter the event that failed; empty where the key is handled again without that
     * @param from   number of the position of the first event that is to be handled of the key
     * @param edited what is to be handled in place of the event that failed
     */
    record Entry(KeyValue key, Optional<DeadLetter> letter, long from, Optional<Edited> edited) {

        boolean isRetrying() {
            return letter.isEmpty() || letter.get().status() == Status.RETRYING;
        }

        /** Number of the first position that it needs. */
        long needsFrom() {
            return letter.map(DeadLetter::position).orElse(from);
        }

        private boolean isAbout(DeadLetterEvent event) {
            return letter.filter(waiting -> waiting.position() == event.position()).isPresent();
        }

        private Entry retrying(long position, Optional<Edited> other) {
            return new Entry(key, letter.map(DeadLetter::retrying), position, other);
        }
    }

    /** Those of {@code consumer}, as far as the log says now. */
    static DeadLetterBook of(EventLog log, String consumer) {
        var book = new DeadLetterBook();
        var query = Query.keys(DeadLetterEvent.filed(consumer));
        try (var reader = log.read(query, new Position(log.lineage(), 0), Direction.FORWARDS)) {
            for (var event = reader.nextView(); event.isPresent(); event = reader.nextView()) {
                book.apply(event.get());
            }
        }
        return book;
    }

    /** The events that failed of all consumers, as far as the log says now. */
    static List<DeadLetter> all(EventLog log) {
        var books = new TreeMap<String, DeadLetterBook>();
        var query = Query.types(DeadLetterEvent.TYPES.names());
        try (var reader = log.read(query, new Position(log.lineage(), 0), Direction.FORWARDS)) {
            for (var event = reader.nextView(); event.isPresent(); event = reader.nextView()) {
                var stored = event.get();
                DeadLetterEvent.read(stored).ifPresent(said -> books
                        .computeIfAbsent(said.consumer(), _ -> new DeadLetterBook()).apply(stored));
            }
        }
        return books.values().stream().flatMap(book -> book.letters().stream()).toList();
    }

    private void apply(EventView event) {
        readUpTo = event.number();
        DeadLetterEvent.read(event).ifPresent(said -> apply(said, event.event().stamp().instant()));
    }

    /** Number of the position of the last event that was read when it was made. */
    long readUpTo() {
        return readUpTo;
    }

    /** Takes an event in that was stored at {@code when}; whether it changed anything. */
    boolean apply(DeadLetterEvent event, Instant when) {
        var before = entries.get(event.key());
        var after = switch (event) {
            case DeadLettered given -> Optional.of(
                    new Entry(given.key(), Optional.of(letter(given, when)), given.position(), Optional.empty()));
            case Replayed replayed -> before == null
                    ? Optional.of(new Entry(replayed.key(), Optional.empty(), replayed.position(), Optional.empty()))
                    : Optional.of(before);
            case Cleared _ -> Optional.<Entry>empty();
            case Retried retried -> told(before, retried, retried.position(), Optional.empty());
            case Edited edited -> told(before, edited, edited.position(), Optional.of(edited));
            case Discarded discarded -> told(before, discarded, discarded.position() + 1, Optional.empty());
        };
        if (after.isPresent()) {
            entries.put(event.key(), after.get());
        } else {
            entries.remove(event.key());
        }
        return !Optional.ofNullable(before).equals(after);
    }

    private static Optional<Entry> told(@Nullable Entry before, DeadLetterEvent event,
            long from, Optional<Edited> edited) {
        return before == null || before.isRetrying() || !before.isAbout(event)
                ? Optional.ofNullable(before) : Optional.of(before.retrying(from, edited));
    }

    private static DeadLetter letter(DeadLettered given, Instant when) {
        return new DeadLetter(given.consumer(), given.key(), given.position(), given.event(), given.type(),
                given.attempts(), given.failure(), given.message(), given.stack(), given.code().orElse(""), when,
                Status.WAITING);
    }

    /** What waits of {@code key}. */
    Optional<Entry> of(KeyValue key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** Whether the event of {@code key} at {@code position} is handled with those that wait of it, not by itself. */
    boolean waits(KeyValue key, long position) {
        var entry = entries.isEmpty() ? null : entries.get(key);
        return entry != null && position >= entry.from();
    }

    /** All, the oldest first. */
    List<Entry> all() {
        return List.copyOf(entries.values());
    }

    /** The events that failed, the oldest first. */
    List<DeadLetter> letters() {
        return entries.values().stream().map(Entry::letter).flatMap(Optional::stream).toList();
    }
}
