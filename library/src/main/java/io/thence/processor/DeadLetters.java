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
import io.thence.store.EventStore;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

    /** Those of {@code consumer} in {@code store}. */
    public DeadLetters(EventStore store, String consumer) {
        this.store = store;
        this.consumer = consumer;
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

        /** The record {@code event}, of a type of {@code codec}. */
        public static Edit of(Object event, EventCodec codec) {
            var encoded = codec.encode(event);
            return new Edit(encoded.version(), new String(encoded.data(), StandardCharsets.UTF_8));
        }
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
