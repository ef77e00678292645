// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.DeadLetter;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.ThenceException.BadRequest;
import io.thence.event.EventCodec;
import io.thence.event.Json;
import io.thence.processor.DeadLetterBook.Entry;
import io.thence.processor.DeadLetterEvent.Discarded;
import io.thence.processor.DeadLetterEvent.Edited;
import io.thence.processor.DeadLetterEvent.Retried;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Condition;
import io.thence.store.EventLog;
import io.thence.store.EventStore;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.world.Progress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The dead letters of one consumer, and what is done about them. What is decided here is an event that names who
 * decided it and why; the consumer does it when it runs, so this works beside it and without it. From any thread.
 */
public final class DeadLetters {

    /** The most characters of who says so, and of the reason. */
    public static final int TEXT_MAX = 2_000;

    private final EventStore store;
    private final String consumer;
    private final Optional<Running> running;

    /** The consumer, where it runs, and what its events are encoded by. */
    private record Running(Progress progress, EventCodec codec) {}

    private DeadLetters(EventStore store, String consumer, Optional<Running> running) {
        this.store = store;
        this.consumer = consumer;
        this.running = running;
    }

    /** Those of {@code consumer}, which does not run, in {@code store}. */
    public static DeadLetters atRest(EventStore store, String consumer) {
        return new DeadLetters(store, consumer, Optional.empty());
    }

    /** Those of {@code processor}, whose events {@code codec} encodes. */
    public static DeadLetters of(Processor processor, EventStore store, EventCodec codec) {
        return new DeadLetters(store, processor.name(), Optional.of(new Running(processor.progress(), codec)));
    }

    /** Those of all consumers of {@code log}, the oldest of each first. */
    public static List<DeadLetter> all(EventLog log) {
        return DeadLetterBook.all(log).stream().map(Entry::letter).toList();
    }

    /** All of them, the oldest first, as far as the log says now. */
    public List<DeadLetter> list() {
        return DeadLetterBook.of(store, consumer).all().stream().map(Entry::letter).toList();
    }

    /**
     * Has what waits of {@code key} tried again, with all that queues behind it.
     *
     * @param key as {@link DeadLetter#key} has it
     * @param by  who says so
     * @param why the reason, which is stored in clear
     * @throws BadRequest if nothing waits of it, or it is being tried already
     */
    public void retry(KeyValue key, String by, String why) {
        tell(key, by, why, letter -> new Retried(consumer, key, letter.position(), by, why));
    }

    /** Has everything that waits tried again; how many keys that is. */
    public int retryAll(String by, String why) {
        var waiting = list().stream().filter(letter -> letter.status() == DeadLetter.Status.WAITING).toList();
        waiting.forEach(letter -> retry(letter.key(), by, why));
        return waiting.size();
    }

    /**
     * Passes over the event that failed under {@code key}, for ever; what queues behind it goes on.
     *
     * @throws BadRequest as {@link #retry} does
     */
    public void discard(KeyValue key, String by, String why) {
        tell(key, by, why, letter -> new Discarded(consumer, key, letter.position(), by, why));
    }

    /**
     * Has {@code data} handled in place of the event that failed under {@code key}; what queues behind it goes on. The
     * event itself stays as it is, and nobody else sees this.
     *
     * @throws BadRequest as {@link #retry} does
     */
    public void edit(KeyValue key, Edit data, String by, String why) {
        tell(key, by, why, letter -> new Edited(consumer, key, letter.position(), data.version(), data.json(), by,
                why));
    }

    /**
     * What is handled in place of an event.
     *
     * @param version the version of the event's type that it is of
     * @param json    a JSON object
     */
    public record Edit(int version, String json) {

        public Edit {
            if (!Json.tree(json.getBytes(StandardCharsets.UTF_8), "the edited event").isObject()) {
                throw new BadRequest("the edited event is no JSON object: " + json);
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
        return new Edit(encoded.version(), new String(encoded.data(), StandardCharsets.UTF_8));
    }

    private Running running() {
        return running.orElseThrow(() -> new BadRequest("consumer '" + consumer + "' does not run here: start its"
                + " application"));
    }

    /**
     * Waits until all that was told to go on has come to an end, well or as a dead letter again; whether it has, within
     * {@code limit}.
     *
     * @throws BadRequest if its application does not run
     */
    public boolean await(Duration limit) {
        return running().progress().await(() -> list().stream()
                .noneMatch(letter -> letter.status() == DeadLetter.Status.RETRYING), limit);
    }

    private void tell(KeyValue key, String by, String why, Function<DeadLetter, DeadLetterEvent> said) {
        checkText("who says so", by);
        checkText("the reason", why);
        var own = List.of(new Query.Term(DeadLetterEvent.TYPES.keySet(), List.of(DeadLetterEvent.filed(consumer))));
        while (true) { // each conflict is about something else that was said of this consumer meanwhile
            var head = store.head();
            List<NewEvent> event = List.of(said.apply(waiting(key)).stored());
            var append = Append.of(event, Origin.of(by)).on(Condition.nothingNew(own, head));
            if (store.append(append) instanceof Appended.Committed) {
                return;
            }
        }
    }

    private DeadLetter waiting(KeyValue key) {
        var letter = DeadLetterBook.of(store, consumer).of(key).map(Entry::letter)
                .orElseThrow(() -> new BadRequest("nothing waits of " + key + " in '" + consumer + "': list the dead"
                        + " letters, and name a key as it stands there"));
        if (letter.status() != DeadLetter.Status.WAITING) {
            throw new BadRequest("dead letter " + letter + " is being handled: wait until that has ended");
        }
        return letter;
    }

    private static void checkText(String what, String text) {
        if (text.isBlank() || text.length() > TEXT_MAX) {
            throw new BadRequest("what is done about a dead letter is kept for ever: " + what + " has 1 to " + TEXT_MAX
                    + " characters, not " + text.strip().length());
        }
    }
}
