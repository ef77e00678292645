// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.DeadLetter;
import io.thence.DeadLetter.Status;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.processor.DeadLetterBook.Kind;
import io.thence.processor.DeadLetterEvent.Cleared;
import io.thence.processor.DeadLetterEvent.DeadLettered;
import io.thence.processor.DeadLetterEvent.Discarded;
import io.thence.processor.DeadLetterEvent.Retried;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Condition;
import io.thence.store.EventStore;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.world.Turn;
import io.thence.world.World;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The dead letters of a consumer that keeps how far it is outside of the log, as a projection does in its tables, and
 * whether it is paused. They are the same events as those of a processor. What such a consumer does about one is not
 * one append with how far it is; so it says only what its own checkpoint bears out, and says it again until it is said:
 * a repeat adds nothing.
 *
 * <p>It has a number for each event that was ever discarded, some 60 bytes: those are passed over also where all is
 * built anew. When it is told something it reads what the log says since, and copies the letters that there are, not
 * the discards. From any thread.
 */
public final class DeadLetterDesk {

    private static final System.Logger LOG = System.getLogger(DeadLetterDesk.class.getName());

    private final EventStore store;
    private final String consumer;
    private final Turn turn;
    private final DeadLetterBook book;
    private final Set<Long> discards = ConcurrentHashMap.newKeySet();
    private final AtomicLong told = new AtomicLong();
    private Controls controls = Controls.NONE;
    private long goneOn;
    private volatile Said said;

    /** What was said, as far as {@code told} goes. */
    private record Said(long told, long goneOn, Map<KeyValue, DeadLetter> letters, Optional<String> paused) {}

    /** An event of {@code key} that is given up; {@code tells} says whether what was thrown may be stored. */
    public record Failed(KeyValue key, StoredEvent event, int attempts, Throwable failure, boolean tells,
            String code) {

        private DeadLettered letter(String consumer) {
            var thrown = Failure.of(failure, tells);
            return new DeadLettered(consumer, key, event.number(), event.id().text(), event.type(), attempts,
                    thrown.type(), thrown.message(), thrown.stack(), Optional.of(code).filter(text -> !text.isEmpty()));
        }
    }

    /** What {@code failure} says, not too long; empty if that is nothing, or it fails to say it. */
    public static String said(Throwable failure) {
        return Failure.said(failure);
    }

    /** That of {@code consumer}, as far as the log says now. */
    public DeadLetterDesk(World world, EventStore store, String consumer) {
        this.store = store;
        this.consumer = consumer;
        turn = new Turn(world);
        book = DeadLetterBook.of(store, consumer, this::note);
        controls = controls.readOn(store, consumer, 0, book.readUpTo());
        said = read(0);
    }

    private void note(DeadLetterEvent event) {
        if (event instanceof Discarded discarded) {
            discards.add(discarded.position());
        }
        if (!(event instanceof DeadLettered || event instanceof Cleared)) { // those two it says itself
            goneOn++;
        }
    }

    private Said read(long upTo) {
        var letters = new HashMap<KeyValue, DeadLetter>();
        book.letters().forEach(letter -> letters.put(letter.key(), letter));
        return new Said(upTo, goneOn, Map.copyOf(letters), controls.pausedBy());
    }

    private void readOn() {
        long upTo = told.get();
        long before = book.readUpTo();
        book.readOn(store, this::note);
        controls = controls.readOn(store, consumer, before, book.readUpTo());
        said = read(upTo);
    }

    /** It was told something, which is in the log. */
    public void told() {
        told.incrementAndGet();
    }

    /**
     * How often a dead letter was retried or discarded, as it knows: what was told until now it knows from here on.
     * What it says itself does not count, nor what the consumer is told as a whole.
     */
    public long heard() {
        if (said.told() != told.get()) {
            turn.take();
            try {
                readOn();
            } finally {
                turn.give();
            }
        }
        return said.goneOn();
    }

    /** By whom it was paused, and why, for messages; empty if it is not. What was told until now counts. */
    public Optional<String> paused() {
        heard();
        return said.paused();
    }

    /** Whether the event at {@code position} is passed over for ever. */
    public boolean isDiscarded(long position) {
        return discards.contains(position);
    }

    /** What waits of {@code key}, or is being tried again. */
    public Optional<DeadLetter> of(KeyValue key) {
        return Optional.ofNullable(said.letters().get(key));
    }

    /** How many there are. */
    public int count() {
        return said.letters().size();
    }

    /** Whether none is being tried again, of all that was told until now. */
    public boolean isThrough() {
        heard();
        return said.letters().values().stream().allMatch(letter -> letter.status() == Status.WAITING);
    }

    /** An event is given up, if that is not said already. */
    public void giveUp(Failed one) {
        say(now -> now.of(one.key()).filter(entry -> entry.kind() == Kind.WAITING
                && entry.needsFrom() == one.event().number()).isPresent() ? List.of()
                : List.of(one.letter(consumer)));
    }

    /**
     * Of those that {@code over} is true of nothing waits any more, in what has come to the position {@code upTo};
     * whether there are any.
     */
    public boolean clear(Predicate<DeadLetter> over, long upTo) {
        boolean areAny = said.letters().values().stream().anyMatch(over);
        if (areAny) {
            say(now -> now.letters().stream().filter(over)
                    .map(letter -> new Cleared(consumer, letter.key(), upTo)).toList());
        }
        return areAny;
    }

    /** Has those tried again that other code has made than {@code code}; where one of them is not known, it waits. */
    public void retryOfOtherCode(String code) {
        Predicate<DeadLetter> isOther = letter -> letter.status() == Status.WAITING && !code.isEmpty()
                && !letter.code().isEmpty() && !letter.code().equals(code);
        if (said.letters().values().stream().anyMatch(isOther)) {
            say(now -> now.letters().stream().filter(isOther)
                    .map(letter -> new Retried(consumer, letter.key(), letter.position(), "thence",
                            "its code has changed")).toList());
            told();
            LOG.log(System.Logger.Level.INFO, "'" + consumer + "' has other code than what made some of its dead"
                    + " letters: those are tried again");
        }
    }

    private void say(Function<DeadLetterBook, List<? extends DeadLetterEvent>> what) {
        var own = List.of(new Query.Term(DeadLetterEvent.TYPES.names(), List.of(DeadLetterEvent.filed(consumer))));
        turn.take();
        try {
            while (true) { // each conflict is about something else that was said of this consumer meanwhile
                var head = store.head();
                readOn();
                var events = what.apply(book).stream().map(DeadLetterEvent::stored).toList();
                var append = Append.of(events, Origin.of(consumer)).on(Condition.nothingNew(own, head));
                if (events.isEmpty() || store.append(append) instanceof Appended.Committed) {
                    readOn();
                    return;
                }
            }
        } finally {
            turn.give();
        }
    }
}
