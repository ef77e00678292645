// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.DeadLetter;
import io.thence.DeadLetter.Status;
import io.thence.KeyValue;
import io.thence.Position;
import io.thence.processor.DeadLetterEvent.Cleared;
import io.thence.processor.DeadLetterEvent.DeadLettered;
import io.thence.processor.DeadLetterEvent.Deferred;
import io.thence.processor.DeadLetterEvent.Discarded;
import io.thence.processor.DeadLetterEvent.Edited;
import io.thence.processor.DeadLetterEvent.Erased;
import io.thence.processor.DeadLetterEvent.Replayed;
import io.thence.processor.DeadLetterEvent.Retried;
import io.thence.store.EventLog;
import io.thence.store.EventStore.Direction;
import io.thence.store.EventView;
import io.thence.store.Query;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The dead letters of one consumer, as its events say: at most one for each key; and the keys that are handled from
 * their posting lists for another reason. One thread changes it; any may ask what is said so.
 */
final class DeadLetterBook {

    private final WaitingKeys keys = new WaitingKeys();
    private final String consumer;
    private long readUpTo;
    private long changes;

    /** Why events of a key are not handled as they come. */
    enum Kind {
        /** One has failed. */
        WAITING,
        /** One has failed, and its queue is being handled. */
        RETRIED,
        /** One has failed that can be handled no more, and its queue is being handled. */
        ERASED,
        /** They are being handled again. */
        REPLAYED,
        /** There were too many to have in hand. */
        DEFERRED
    }

    /**
     * A key that waits, or whose queue is being handled.
     *
     * @param key    the key
     * @param letter the event that failed; empty where the key is handled again without that
     * @param from   number of the position of the first event that is to be handled of the key
     * @param edited what is to be handled in place of the event that failed
     * @param kind   why
     * @param again  what of it is handled again, where somebody has said so
     */
    record Entry(KeyValue key, Optional<DeadLetter> letter, long from, Optional<Edited> edited, Kind kind,
            Again again) {

        /** That events of a key are handled from one on that comes later. */
        static Entry of(DeadLetterEvent event, Kind kind, Again again) {
            return new Entry(event.key(), Optional.empty(), event.position(), Optional.empty(), kind, again);
        }

        /** That an event has failed. */
        static Entry of(DeadLetter letter) {
            return new Entry(letter.key(), Optional.of(letter), letter.position(), Optional.empty(), Kind.WAITING,
                    Again.NOTHING);
        }

        /**
         * Whether the event at {@code position} is handled with those of the key that wait, not by itself. What came
         * before a key was told to be handled again is handled as ever, and first.
         */
        boolean has(long position) {
            return position >= (kind == Kind.REPLAYED ? again.told() : from);
        }

        boolean isGoingOn() {
            return kind != Kind.WAITING;
        }

        /** Whether somebody has had it handled again. */
        boolean isHandledAgain() {
            return kind == Kind.RETRIED || kind == Kind.REPLAYED;
        }

        /** Whether it counts among the dead letters that there may be. */
        boolean isCounted() {
            return kind == Kind.WAITING || kind == Kind.RETRIED;
        }

        /** Number of the first position that it needs. */
        long needsFrom() {
            return letter.filter(_ -> isCounted()).map(DeadLetter::position).orElse(from);
        }

        private boolean isAbout(DeadLetterEvent event) {
            return letter.filter(waiting -> waiting.position() == event.position()).isPresent();
        }

        /** That the key is handled again, and that what there were too many of is handled for the first time. */
        private Entry and(Entry deferred) {
            return new Entry(key, Optional.empty(), Math.min(from, deferred.from), Optional.empty(), kind,
                    new Again(again.until(), Math.min(again.told(), deferred.from)));
        }

        private Entry erased(long after) {
            return new Entry(key, letter.map(DeadLetter::erased), after + 1, Optional.empty(), Kind.ERASED,
                    Again.NOTHING);
        }

        private Entry retrying(long position, Optional<Edited> other) {
            return new Entry(key, letter.map(DeadLetter::retrying), position, other, Kind.RETRIED,
                    Again.NOTHING);
        }
    }

    /**
     * What of a key is handled again.
     *
     * @param until number of the last position that is
     * @param told  number of the position at which that was said, or of the first that waits for the first time: what
     *              came before is handled by the time
     */
    record Again(long until, long told) {

        static final Again NOTHING = new Again(0, 0);

        /** Whether what is at {@code position} was handled, and is not to be again. */
        boolean leavesOut(long position) {
            return position > until && position < told;
        }
    }

    private DeadLetterBook(String consumer) {
        this.consumer = consumer;
    }

    /** Those of {@code consumer}, as far as the log says now. */
    static DeadLetterBook of(EventLog log, String consumer) {
        return of(log, consumer, _ -> {});
    }

    /** The same; {@code also} is shown each event that it is made of. */
    static DeadLetterBook of(EventLog log, String consumer, Consumer<DeadLetterEvent> also) {
        var book = new DeadLetterBook(consumer);
        book.readOn(log, also);
        return book;
    }

    /** Takes in what the log says since it was read last. */
    void readOn(EventLog log) {
        readOn(log, _ -> {});
    }

    /** The same; {@code also} is shown each event. */
    void readOn(EventLog log, Consumer<DeadLetterEvent> also) {
        var query = Query.keys(DeadLetterEvent.filed(consumer));
        try (var reader = log.read(query, new Position(log.lineage(), readUpTo), Direction.FORWARDS)) {
            for (var event = reader.nextView(); event.isPresent(); event = reader.nextView()) {
                apply(event.get());
                DeadLetterEvent.read(event.get()).ifPresent(also);
            }
        }
    }

    /** Those of all consumers, as far as the log says now. */
    static List<DeadLetterBook> all(EventLog log) {
        var books = new TreeMap<String, DeadLetterBook>();
        var query = Query.types(DeadLetterEvent.TYPES.names());
        try (var reader = log.read(query, new Position(log.lineage(), 0), Direction.FORWARDS)) {
            for (var event = reader.nextView(); event.isPresent(); event = reader.nextView()) {
                var stored = event.get();
                DeadLetterEvent.read(stored).ifPresent(said -> books
                        .computeIfAbsent(said.consumer(), DeadLetterBook::new).apply(stored));
            }
        }
        return List.copyOf(books.values());
    }

    private void apply(EventView event) {
        readUpTo = event.number();
        DeadLetterEvent.read(event).ifPresent(said -> apply(said, event.number(), event.event().stamp().instant()));
    }

    /** Number of the position of the last event that was read when it was made. */
    long readUpTo() {
        return readUpTo;
    }

    /** Takes an event in that was stored at position {@code number}, {@code when}; whether it changed anything. */
    boolean apply(DeadLetterEvent event, long number, Instant when) {
        var before = keys.of(event.key());
        var after = switch (event) {
            case DeadLettered given -> Optional.of(Entry.of(letter(given, when)));
            case Replayed replayed -> {
                var again = Entry.of(replayed, Kind.REPLAYED, new Again(replayed.until().orElse(number), number));
                yield Optional.of(before.map(entry -> entry.kind() == Kind.DEFERRED ? again.and(entry) : entry)
                        .orElse(again));
            }
            case Deferred deferred -> {
                var later = Entry.of(deferred, Kind.DEFERRED, Again.NOTHING);
                yield Optional.of(before.map(entry -> entry.kind() == Kind.REPLAYED ? entry.and(later) : entry)
                        .orElse(later));
            }
            case Cleared _ -> Optional.<Entry>empty();
            case Retried retried -> told(before, retried, retried.position(), Optional.empty());
            case Edited edited -> told(before, edited, edited.position(), Optional.of(edited));
            case Erased erased -> before.map(entry -> entry.isAbout(erased) ? entry.erased(erased.position()) : entry);
            case Discarded discarded -> told(before, discarded, discarded.position() + 1, Optional.empty());
        };
        if (before.equals(after)) {
            return false;
        }
        after.ifPresentOrElse(keys::put, () -> keys.remove(event.key()));
        changes++;
        return true;
    }

    private static Optional<Entry> told(Optional<Entry> before, DeadLetterEvent event, long from,
            Optional<Edited> edited) {
        return before.map(entry -> entry.isGoingOn() || !entry.isAbout(event) ? entry : entry.retrying(from, edited));
    }

    private static DeadLetter letter(DeadLettered given, Instant when) {
        return new DeadLetter(given.consumer(), given.key(), given.position(), given.event(), given.type(),
                given.attempts(), given.failure(), given.message(), given.stack(), given.code().orElse(""), when,
                Status.WAITING);
    }

    /** How often it has changed. */
    long changes() {
        return changes;
    }

    /** What waits of {@code key}. */
    Optional<Entry> of(KeyValue key) {
        return keys.of(key);
    }

    /** What waits for the event at {@code position}, which has failed. */
    Optional<Entry> waitingFor(long position) {
        return keys.waitingFor(position);
    }

    /** Whether the event of {@code key} at {@code position} is handled with those that wait of it, not by itself. */
    boolean waits(KeyValue key, long position) {
        return !keys.isEmpty() && keys.of(key).filter(entry -> entry.has(position)).isPresent();
    }

    /** All, the oldest first. From any thread. */
    List<Entry> all() {
        return keys.all();
    }

    /** The events that failed, the oldest first. From any thread. */
    List<DeadLetter> letters() {
        return keys.letters();
    }

    /** How many keys there are of some kinds. From any thread. */
    int count(Kind... kinds) {
        return keys.count(kinds);
    }

    /** From which position on each of the keys needs what is filed under it. From any thread. */
    Map<KeyValue, Long> needs() {
        return keys.needs();
    }
}
