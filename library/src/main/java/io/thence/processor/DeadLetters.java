// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.DeadLetter;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Undecodable;
import io.thence.event.EventCodec;
import io.thence.event.Json;
import io.thence.processor.DeadLetterBook.Entry;
import io.thence.processor.DeadLetterEvent.Discarded;
import io.thence.processor.DeadLetterEvent.Edited;
import io.thence.processor.DeadLetterEvent.Retried;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Checkpoint;
import io.thence.store.Condition;
import io.thence.store.EventLog;
import io.thence.store.EventStore;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The dead letters of one consumer, and what is done about them. What is decided here is an event that names who
 * decided it and why; the consumer does it when it runs, so this works beside it and without it. From any thread.
 */
public final class DeadLetters {

    /** The most characters of who says so, and of the reason. */
    public static final int TEXT_MAX = 2_000;

    /** So many are told in one append: far below what one may hold, however long the reason is. */
    private static final int TOGETHER_MAX = 1_000;

    private final EventStore store;
    private final String consumer;
    private final Optional<Running> running;

    /** The consumer, where it runs, and what its events are encoded by. */
    private record Running(Consumer consumer, EventCodec codec) {}

    private DeadLetters(EventStore store, String consumer, Optional<Running> running) {
        this.store = store;
        this.consumer = consumer;
        this.running = running;
    }

    /** Those of {@code consumer}, which does not run, in {@code store}. */
    public static DeadLetters atRest(EventStore store, String consumer) {
        return new DeadLetters(store, consumer, Optional.empty());
    }

    /** Those of {@code consumer}, which runs, and whose events {@code codec} encodes. */
    public static DeadLetters of(Consumer consumer, EventStore store, EventCodec codec) {
        return new DeadLetters(store, consumer.name(), Optional.of(new Running(consumer, codec)));
    }

    /** From which position on those of {@code log}, and what queues behind them, need what is filed under a key. */
    public static Map<KeyValue, Long> needs(EventLog log) {
        var all = new HashMap<KeyValue, Long>();
        DeadLetterBook.all(log).forEach(book -> book.needs().forEach((key, position) ->
                all.merge(key, position, Math::min)));
        return all;
    }

    /** Those of {@code consumer} in {@code log}, the oldest first. */
    public static List<DeadLetter> all(EventLog log, String consumer) {
        return DeadLetterBook.of(log, consumer).letters();
    }

    /** Those of all consumers of {@code log}, the oldest of each first. */
    public static List<DeadLetter> all(EventLog log) {
        return DeadLetterBook.all(log).stream().flatMap(book -> book.letters().stream()).toList();
    }

    /** All of them, the oldest first, as far as the log says now. */
    public List<DeadLetter> list() {
        return DeadLetterBook.of(store, consumer).letters();
    }

    /**
     * Has what waits of some keys tried again, with all that queues behind it: all of them, or none.
     *
     * @param keys as {@link DeadLetter#key} has them
     * @param by   who says so
     * @param why  the reason, which is stored in clear
     * @throws BadRequest if nothing waits of one of them, or it is being tried already
     */
    public void retry(Collection<KeyValue> keys, String by, String why) {
        tell(by, why, book -> keys.stream().map(key -> retried(waiting(book, key), by, why)).toList());
    }

    /** The same, of one key. */
    public void retry(KeyValue key, String by, String why) {
        retry(List.of(key), by, why);
    }

    /**
     * Has everything that waits tried again; how many keys that is. Of very many a thousand are told at a time: where
     * that ends early the others wait as before.
     */
    public int retryAll(String by, String why) {
        Told.check(by, why);
        var book = DeadLetterBook.of(store, consumer);
        var all = book.letters();
        int told = 0;
        for (int from = 0; from < all.size(); from += TOGETHER_MAX) {
            var some = all.subList(from, Math.min(all.size(), from + TOGETHER_MAX));
            told += tell(by, book, now -> some.stream().filter(letter -> isWaiting(now, letter))
                    .map(letter -> retried(letter, by, why)).toList());
        }
        return told;
    }

    private static boolean isWaiting(DeadLetterBook book, DeadLetter letter) {
        return book.waitingFor(letter.position()).isPresent();
    }

    private DeadLetterEvent retried(DeadLetter letter, String by, String why) {
        return new Retried(consumer, letter.key(), letter.position(), by, why);
    }

    /**
     * Passes over the events that failed under some keys, for ever; what queues behind each goes on.
     *
     * @throws BadRequest as {@link #retry(Collection, String, String)} does
     */
    public void discard(Collection<KeyValue> keys, String by, String why) {
        tell(by, why, book -> keys.stream().map(key -> waiting(book, key)).<DeadLetterEvent>map(letter ->
                new Discarded(consumer, letter.key(), letter.position(), by, why)).toList());
    }

    /** The same, of one key. */
    public void discard(KeyValue key, String by, String why) {
        discard(List.of(key), by, why);
    }

    /**
     * Passes over the event at {@code position}, for ever, where that is what waits under {@code key}; what else waits
     * there stays.
     */
    public void discardAt(KeyValue key, long position, String by, String why) {
        tell(by, why, book -> book.waitingFor(position).filter(entry -> entry.key().equals(key)).stream()
                .map(_ -> new Discarded(consumer, key, position, by, why)).toList());
    }

    /**
     * Has {@code data} handled in place of the event that failed under {@code key}; what queues behind it goes on. The
     * event itself stays as it is, and nobody else sees this.
     *
     * @throws BadRequest as {@link #retry(Collection, String, String)} does, or if something in the event is personal
     *                    and nothing in {@code data} is sealed: that would be kept in clear, for ever; or if that
     *                    is known to be of another type; or if the consumer is a projection, which can be built anew
     *                    from nothing but the events themselves
     */
    public void edit(KeyValue key, Edit data, String by, String why) {
        if (store.checkpoint(consumer).equals(Checkpoint.NONE) && !list().isEmpty()) {
            throw new BadRequest("'" + consumer + "' is a projection, whose rows are built anew from the events as they"
                    + " are: append an event that puts it right, and have this one discarded; or annul it");
        }
        tell(by, why, book -> {
            var letter = waiting(book, key);
            refuseOtherType(letter, data);
            refuseInClear(letter, data);
            return List.of(new Edited(consumer, key, letter.position(), data.version(), data.json(), by, why));
        });
    }

    /**
     * The version of the event that failed under {@code key}, as it is stored.
     *
     * @throws BadRequest if nothing waits of it, or the event was removed from the log
     */
    public int version(KeyValue key) {
        var letter = waiting(DeadLetterBook.of(store, consumer), key);
        return store.at(letter.position()).map(StoredEvent::version).orElseThrow(() -> new BadRequest("event "
                + letter.event() + " of dead letter " + letter + " was removed from the log: retry it, and what is left"
                + " of its queue goes on"));
    }

    private void refuseOtherType(DeadLetter letter, Edit data) {
        var wanted = running.map(each -> each.codec().nameNow(letter.type())).orElse(letter.type());
        data.type().filter(type -> !type.equals(wanted)).ifPresent(type -> {
            throw new BadRequest("the dead letter is a " + wanted + ": not a " + type);
        });
    }

    private void refuseInClear(DeadLetter letter, Edit data) {
        boolean isPersonal = store.at(letter.position()).filter(event -> EventCodec.isSealed(event.data())).isPresent();
        if (isPersonal && !EventCodec.isSealed(data.json().getBytes(StandardCharsets.UTF_8))) {
            throw new BadRequest("event " + letter.event() + " (" + letter.type() + ") is about a person, and the JSON"
                    + " would be kept in clear, for ever: let its application seal it, by DeadLetters.as(..)");
        }
    }

    /**
     * What is handled in place of an event.
     *
     * @param version the version of the event's type that it is of
     * @param json    a JSON object
     * @param type    the name of the type that it is of, where that is known: other types are refused then
     */
    public record Edit(int version, String json, Optional<String> type) {

        /** JSON of which nobody has said of which type it is. */
        public Edit(int version, String json) {
            this(version, json, Optional.empty());
        }

        public Edit {
            if (version < 1 || !isObject(json)) {
                throw new BadRequest("an edited event has a version from 1 on, and is a JSON object: not " + version
                        + " and " + json);
            }
        }

        private static boolean isObject(String json) {
            try {
                return Json.tree(json.getBytes(StandardCharsets.UTF_8), "the edited event").isObject();
            } catch (Undecodable _) {
                return false;
            }
        }
    }

    /**
     * The record {@code event} as {@link #edit} takes it.
     *
     * @throws BadRequest if its application does not run
     */
    public Edit as(Object event) {
        var encoded = running().codec().encode(event);
        return new Edit(encoded.version(), new String(encoded.data(), StandardCharsets.UTF_8),
                Optional.of(encoded.type()));
    }

    private Running running() {
        return running.orElseThrow(() -> new BadRequest("consumer '" + consumer + "' does not run here: start its"
                + " application"));
    }

    /**
     * Waits until all that was told to go on so far has come to an end, well or as a dead letter again; whether it has,
     * within {@code limit}.
     *
     * @throws BadRequest if its application does not run
     */
    public boolean await(Duration limit) {
        var told = running().consumer();
        long head = store.head().number();
        return told.progress().await(() -> told.isThrough(head), limit);
    }

    private int tell(String by, String why, Function<DeadLetterBook, List<? extends DeadLetterEvent>> said) {
        Told.check(by, why);
        return tell(by, DeadLetterBook.of(store, consumer), said);
    }

    /** Appends what is said where {@code book} is as it says, with what the log says since. */
    private int tell(String by, DeadLetterBook book, Function<DeadLetterBook, List<? extends DeadLetterEvent>> said) {
        var own = List.of(new Query.Term(DeadLetterEvent.TYPES.names(), List.of(DeadLetterEvent.filed(consumer))));
        while (true) { // each conflict is about something else that was said of this consumer meanwhile
            var head = store.head();
            book.readOn(store);
            List<NewEvent> events = said.apply(book).stream().map(DeadLetterEvent::stored).toList();
            var append = Append.of(events, Origin.of(by)).on(Condition.nothingNew(own, head));
            if (events.isEmpty() || store.append(append) instanceof Appended.Committed) {
                running.ifPresent(each -> each.consumer().told());
                return events.size();
            }
        }
    }

    private DeadLetter waiting(DeadLetterBook book, KeyValue key) {
        var letter = book.of(key).flatMap(Entry::letter)
                .orElseThrow(() -> new BadRequest("nothing waits of " + key + " in '" + consumer + "': list the dead"
                        + " letters, and name a key as it stands there"));
        if (letter.status() != DeadLetter.Status.WAITING) {
            throw new BadRequest("dead letter " + letter + (running.isPresent()
                    ? " is being handled: wait until that has ended"
                    : " was told already what becomes of it: that is done at the next start of the application"));
        }
        return letter;
    }
}
