// SPDX-License-Identifier: Apache-2.0
package io.thence.view.lane;

import io.thence.DeadLetter;
import io.thence.DeadLetter.Status;
import io.thence.KeyValue;
import io.thence.Parked;
import io.thence.ThenceException.DiskFull;
import io.thence.event.Keying;
import io.thence.processor.DeadLetterDesk;
import io.thence.processor.DeadLetterDesk.Failed;
import io.thence.store.EventView;
import io.thence.store.StoredEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The dead letters of a projection, as one of its views sees them. What answers says what becomes of them. What is
 * built beside it says nothing, and tries what waits there, since it is there to be other; but it passes over what is
 * discarded too. From any thread.
 */
public final class Letters {

    private final DeadLetterDesk desk;
    private final Predicate<String> tells;
    private final Supplier<String> code;
    private final Runnable changed;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean serving = true;

    /**
     * Those of a view.
     *
     * @param tells whether what an exception says may be stored, of events of a type: it may name a person
     * @param code  what its handlers do, as a short text that is another one for other code; empty where that is not
     *              known
     * @param changed told when the view has said something of them
     */
    public Letters(DeadLetterDesk desk, Predicate<String> tells, Supplier<String> code, Runnable changed) {
        this.desk = desk;
        this.tells = tells;
        this.code = code;
        this.changed = changed;
    }

    /**
     * What waits for the event of {@code key} at {@code position}, which has failed. Its message is never empty: that
     * would be one that is not to be told any more.
     */
    public static Parked parked(KeyValue key, long position, Throwable failure) {
        var said = DeadLetterDesk.said(failure);
        return new Parked(key, position, failure.getClass().getName(), said.isEmpty() ? "null" : said);
    }

    /** Questions go to the view from here on, or do not. */
    public void serves(boolean whether) {
        serving = whether;
    }

    /** Whether questions go to the view. */
    public boolean serves() {
        return serving;
    }

    /** Whether there are any that it says anything about. */
    public boolean areAny() {
        return serving && desk.count() > 0;
    }

    /** What waits of {@code key}, or is being tried again. */
    Optional<DeadLetter> of(KeyValue key) {
        return desk.of(key);
    }

    /** By whom the projection was paused, and why, for messages; empty if it is not. */
    public Optional<String> paused() {
        return desk.paused();
    }

    /** How often a dead letter was retried or discarded, as is known here. */
    public long heard() {
        begin();
        return desk.heard();
    }

    /** Has those tried again that other code has made; once. */
    public void begin() {
        if (serving && !begun.get() && begun.compareAndSet(false, true) && areAny()) {
            try {
                desk.retryOfOtherCode(code.get());
            } catch (DiskFull _) {
                begun.set(false); // when there is room
            }
        }
    }

    /** Whether the event at {@code position} is passed over for ever. */
    public boolean isDiscarded(long position) {
        return desk.isDiscarded(position);
    }

    /** The dead letter that an event is, which is not tried until somebody says so. */
    public Optional<DeadLetter> waiting(KeyValue key, EventView event) {
        return serving ? desk.of(key).filter(letter -> letter.status() == Status.WAITING
                && letter.position() == event.number()) : Optional.empty();
    }

    /** What waits where {@code events} begin, of the keys of those among them that are dead letters. */
    List<Parked> waiting(Keying keying, List<StoredEvent> events) {
        var waiting = new LinkedHashMap<KeyValue, Parked>();
        for (var event : events) {
            waiting(keying.key(event), event).ifPresent(letter -> events.stream()
                    .filter(first -> keying.key(first).equals(letter.key())).findFirst()
                    .ifPresent(first -> waiting.put(letter.key(), new Parked(letter.key(), first.number(),
                            letter.failure(), letter.message()))));
        }
        return List.copyOf(waiting.values());
    }

    /** Whether what waits of {@code key} is to be tried again. */
    boolean isRetried(KeyValue key) {
        return !serving || desk.of(key).filter(letter -> letter.status() == Status.RETRYING).isPresent();
    }

    /** An event was tried so often, and is given up; whether that is said. */
    boolean giveUp(KeyValue key, StoredEvent event, int attempts, Throwable failure) {
        boolean says = serving;
        if (says) {
            desk.giveUp(new Failed(key, event, attempts, failure, tells.test(event.type()), code.get()));
            changed.run();
        }
        return says;
    }

    /** Of those that {@code waits} is not true of, up to the position {@code upTo}, nothing waits any more. */
    void clear(Keying keying, Predicate<KeyValue> waits, long upTo) {
        if (serving) {
            boolean says = desk.clear(letter -> letter.position() <= upTo && keying.isMine(letter.key())
                    && !waits.test(letter.key()), upTo);
            if (says) {
                changed.run();
            }
        }
    }
}
