// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.DeadLetter;
import io.thence.Handling;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.PartStopped;
import io.thence.ThenceException.Undecodable;
import io.thence.event.EventCodec;
import io.thence.processor.ConsumerWord.Writer;
import io.thence.processor.ControlEvent.ResetReached;
import io.thence.processor.DeadLetterBook.Entry;
import io.thence.processor.DeadLetterBook.Kind;
import io.thence.processor.DeadLetterEvent.Cleared;
import io.thence.processor.DeadLetterEvent.DeadLettered;
import io.thence.processor.DeadLetterEvent.Deferred;
import io.thence.processor.DeadLetterEvent.Discarded;
import io.thence.processor.DeadLetterEvent.Erased;
import io.thence.processor.Lanes.GivenUp;
import io.thence.processor.Processor.Course;
import io.thence.store.Appended.Committed;
import io.thence.store.Checkpoint;
import io.thence.store.EventStore;
import io.thence.store.Finished;
import io.thence.store.NewEvent;
import io.thence.store.StoredEvent;
import io.thence.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * What a processor writes down in the log: how far it is, and its dead letters. What is given up and the word that it
 * is finished are one append: no crash has one without the other. For the processor's thread, but for
 * what is said.
 */
final class ProcessorLog {

    private static final System.Logger LOG = System.getLogger(ProcessorLog.class.getName());
    private static final Duration APART = Duration.ofMillis(Processor.APART_MILLIS);

    private final Course course;
    private final World world;
    private final EventStore store;
    private final DeadLetterBook book;
    private final AtomicLong told = new AtomicLong();
    private volatile long known;
    private volatile Controls controls;
    private final ConsumerWord word;
    private long writtenNanos;
    private long writtenChanges;
    private final List<DeadLetterEvent> unsaid = new ArrayList<>();

    ProcessorLog(Course course, World world, EventStore store) {
        this.course = course;
        this.world = world;
        this.store = store;
        word = ConsumerWord.takeOver(store, new Writer(course.name(), course.who(), Origin.of(course.name())),
                () -> Starts.after(store, course.start()));
        writtenNanos = world.nanos() - APART.toNanos();
        book = DeadLetterBook.of(store, course.name());
        controls = Controls.of(store, course.name());
    }

    /** It is told something as a whole, which is in the log. From any thread. */
    void controlled() {
        told.incrementAndGet();
    }

    /** What it is told as a whole. */
    Controls controls() {
        long upTo = told.get();
        if (known != upTo) {
            controls = Controls.of(store, course.name());
            known = upTo; // after it is known: who asks whether all is done must not see the time between
        }
        return controls;
    }

    /** Number of the first position that it comes back to; the highest where there is none. From any thread. */
    long needsFrom() {
        var latest = isKnown() ? controls : Controls.of(store, course.name()); // it may not run just now
        return latest.reset().map(reset -> reset.after() + 1).orElse(Long.MAX_VALUE);
    }

    /** Whether it knows all that it was told as a whole. From any thread. */
    boolean isKnown() {
        return known == told.get();
    }

    /** Whether it is paused, as far as it knows. From any thread. */
    boolean isPaused() {
        return controls.paused().isPresent();
    }

    /** Whether it has done what it was told of where to go on, and no key is being handled again. From any thread. */
    boolean isSettled() {
        return isKnown() && controls.reset().isEmpty() && book.count(Kind.RETRIED, Kind.ERASED, Kind.REPLAYED) == 0;
    }

    /**
     * What those look at who wait for dead letters, or for what it was told: when it is another, they look again.
     *
     * @param told      how often it was told something as a whole that it knows
     * @param changes   how often its dead letters have changed
     * @param isSettled {@link #isSettled}
     * @param isPaused  whether nothing more is begun
     */
    record Standing(long told, long changes, boolean isSettled, boolean isPaused) {}

    /** How that is now. */
    Standing standing(boolean isPaused) {
        return new Standing(known, book.changes(), isSettled(), isPaused);
    }

    /** Writes down how much is done of a reset; of one that is done, with how far everything is. */
    void reached(ResetReached reached, Work work) {
        write(List.of(reached.stored()), reached.isAll() ? word(work.extent()) : Optional.empty());
        controls = controls.with(reached);
    }

    /** How far it is, as the log says. */
    Checkpoint checkpoint() {
        return word.written();
    }

    DeadLetterBook book() {
        return book;
    }

    /**
     * What waits of a key is found by that key, in the order of its events.
     *
     * @throws BadRequest if events of one that waits are handled under another now: nobody would come to them
     */
    void refuseOtherKeys() {
        for (var entry : book.all()) {
            long first = entry.letter().map(DeadLetter::position).orElse(entry.from());
            var now = Optional.of(first).filter(_ -> entry.kind() != Kind.REPLAYED).flatMap(store::at)
                    .map(course.keying()::key).filter(key -> !key.equals(entry.key()));
            if (entry.letter().isPresent() && store.at(first).filter(event -> !course.isAbout(event)).isPresent()) {
                throw new BadRequest(course.who() + " has an event that waits at position " + first + " under "
                        + entry.key() + ", and is about others now: have it discarded (thence dead-letters), or run it"
                        + " by the values that it had until nothing waits");
            }
            if (now.isPresent()) {
                throw new BadRequest(course.who() + " has events that wait under " + entry.key() + ", from position "
                        + first + " on, and would handle that one under " + now.get() + " now: run it by the key that"
                        + " it had until nothing waits (thence dead-letters), then by this one");
            }
        }
    }

    /** Says how many dead letters other code has made, which may handle them now. */
    void tellOfOtherCode() {
        var letters = book.letters();
        if (letters.isEmpty()) {
            return; // to find out what the code is takes a moment
        }
        var code = course.code().get();
        long other = letters.stream().map(DeadLetter::code)
                .filter(made -> !made.isEmpty() && !code.isEmpty() && !made.equals(code)).count();
        if (other > 0) {
            LOG.log(System.Logger.Level.WARNING, course.who() + " has other code than what made " + other + " of its "
                    + letters.size() + " dead letters: if that mends them, have them retried");
        }
    }

    /** Somebody says what is to be done about a dead letter; what is to go on, if that is new. */
    Optional<Entry> told(DeadLetterEvent said, StoredEvent stored) {
        boolean isOwn = said instanceof DeadLettered || said instanceof Deferred || said instanceof Cleared
                || said instanceof Erased;
        if (isOwn || stored.number() <= book.readUpTo()
                || !book.apply(said, stored.number(), stored.stamp().instant())) {
            return Optional.empty(); // what the processor says itself it knows
        }
        return book.of(said.key());
    }

    /** An event is annulled: if it is a dead letter, it is passed over, and what queues behind it goes on. */
    Optional<Entry> annulled(long position) {
        return passOver(position, key -> new Discarded(course.name(), key, position, "thence", "annulled"));
    }

    /** A dead letter can be handled no more: that is its end, and what queues behind it goes on. */
    Optional<Entry> erased(long position, String why) {
        return passOver(position, key -> new Erased(course.name(), key, position, why));
    }

    private Optional<Entry> passOver(long position, Function<KeyValue, DeadLetterEvent> said) {
        return book.waitingFor(position).flatMap(entry -> {
            append(List.of(said.apply(entry.key())), Optional.empty());
            return book.of(entry.key());
        });
    }

    /**
     * Events are given up, which {@code work} has as finished.
     *
     * @throws PartStopped if there are more than the policy allows; nothing is written then
     */
    void giveUp(List<GivenUp> all, Work work) {
        var letters = all.stream().map(this::letter).toList();
        long fresh = letters.stream().map(DeadLettered::key)
                .filter(key -> book.of(key).filter(Entry::isCounted).isEmpty()).count();
        if (fresh > 0 && book.count(Kind.WAITING, Kind.RETRIED) + fresh > course.policy().deadLettersMax()) {
            var first = letters.getFirst();
            throw new PartStopped(course.who() + " has stopped at event " + first.event() + " (position "
                    + first.position() + ": " + first.failure() + (first.message().isEmpty() ? "" : ": ")
                    + first.message() + "): it would have more dead letters than the "
                    + course.policy().deadLettersMax()
                    + " of its policy: mend it and start again, or have some retried or discarded at rest, by thence"
                    + " dead-letters; nothing is lost", all.getFirst().failure());
        }
        append(letters, word(work.extent()));
        all.forEach(one -> about(one, () -> tell(one.item().key())));
    }

    private void tell(KeyValue key) {
        book.of(key).flatMap(Entry::letter).ifPresent(waiting -> LOG.log(System.Logger.Level.WARNING, "dead letter: "
                + waiting + "; its key waits, others go on: mend it, and have it retried"));
    }

    /** Runs {@code logging}: who writes lines down knows which event they are about. */
    private void about(GivenUp one, Runnable logging) {
        var item = one.item();
        Handling.together(List.of(item.event().handledBy(course.name(), item.key())), logging);
    }

    /** The dead letters that {@code given} have become. */
    List<DeadLetter> waiting(List<GivenUp> given) {
        return given.stream().map(one -> book.waitingFor(one.item().position())).flatMap(Optional::stream)
                .map(Entry::letter).flatMap(Optional::stream).toList();
    }

    /** Of a key that was to be handled again the rest is not, where one is given up: its queue is the letter's. */
    void tellOfReplay(GivenUp one) {
        book.of(one.item().key()).filter(entry -> entry.kind() == Kind.REPLAYED).ifPresent(replayed -> about(one,
                () -> LOG.log(System.Logger.Level.WARNING, course.who() + " ends the replay of " + replayed.key()
                        + " from position " + replayed.from() + " at event " + one.item().event().id() + ", which is"
                        + " given up: have that retried or discarded, and the key replayed once more")));
    }

    private DeadLettered letter(GivenUp one) {
        var event = one.item().event();
        var failure = failure(one);
        return new DeadLettered(course.name(), one.item().key(), event.number(), event.id().text(), event.type(),
                one.attempts(), failure.type(), failure.message(), failure.stack(),
                Optional.of(course.code().get()).filter(code -> !code.isEmpty()));
    }

    /** Where what cannot be read was put in place of the event, that is at fault, and not what is stored. */
    private Failure failure(GivenUp one) {
        var event = one.item().event();
        var failure = Failure.of(one.failure(), course.tells().test(event.type()));
        var what = EventCodec.what(event);
        if (one.failure() instanceof Undecodable && Failure.said(one.failure()).startsWith(what)) {
            return book.of(one.item().key()).flatMap(Entry::edited)
                    .filter(edited -> edited.position() == event.number())
                    .map(edited -> failure.inPlaceOf(what, edited.by())).orElse(failure);
        }
        return failure;
    }

    /**
     * Nothing of {@code keys} waits any more: all that the processor has seen of them is handled. In one append with
     * the word that says up to where that is: a later start must not come to what was discarded.
     */
    void cleared(List<KeyValue> keys, Work work) {
        append(keys.stream().map(key -> new Cleared(course.name(), key, work.seen())).toList(), word(work.extent()));
    }

    /**
     * Events of a key, from {@code from} on, are not in hand any more, and wait for those before. That is said with the
     * next word: until then the log has them open.
     */
    Optional<Entry> deferred(KeyValue key, long from) {
        var said = new Deferred(course.name(), key, from);
        unsaid.add(said);
        book.apply(said, 0, world.now());
        return book.of(key);
    }

    /** Whether there is something to write down. */
    boolean isDue(Work work) {
        return work.changes() != writtenChanges;
    }

    /** Writes down how far everything is, if that is new and the last time is long enough ago. */
    void writeDown(Work work) {
        if (isDue(work) && world.nanos() - writtenNanos >= APART.toNanos()) {
            writeDownNow(work);
        }
    }

    /** Writes down how far everything is, if that is new. */
    void writeDownNow(Work work) {
        long changes = work.changes();
        var word = word(work.extent());
        if (word.isPresent()) {
            append(List.of(), word);
        }
        writtenChanges = changes;
    }

    private Optional<Finished> word(Extent reached) {
        return word.of(reached.upTo(), reached.open());
    }

    private void append(List<? extends DeadLetterEvent> events, Optional<Finished> word) {
        var first = write(events.stream().map(DeadLetterEvent::stored).toList(), word);
        if (!events.isEmpty() && first.isPresent()) {
            var when = store.at(first.get().number()).orElseThrow().stamp().instant();
            events.forEach(event -> book.apply(event, 0, when));
        }
    }

    /** Appends both, or neither; the position of the first event. */
    private Optional<Position> write(List<NewEvent> events, Optional<Finished> finished) {
        var all = new ArrayList<>(unsaid.stream().map(DeadLetterEvent::stored).toList());
        all.addAll(events);
        var committed = word.append(all, finished);
        unsaid.clear();
        writtenNanos = finished.isPresent() ? world.nanos() : writtenNanos;
        return committed.map(Committed::first);
    }
}
