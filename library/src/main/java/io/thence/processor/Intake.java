// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.DeadLetter;
import io.thence.Position;
import io.thence.event.AnnulledAhead;
import io.thence.event.Annulments;
import io.thence.event.SystemEvents;
import io.thence.event.SystemEvents.Annulment;
import io.thence.processor.Processor.Course;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.store.Subscription;
import io.thence.world.Signal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a processor takes in: the events that it is to handle, each with its key. It does what the events say that are
 * about the processor itself. It can be moved: back, and what was handled before is handled again; or forth, and what
 * lies between is passed over. For the processor's thread.
 */
final class Intake implements AutoCloseable {

    private static final int POLL_EVENTS = 1_024;
    private static final long POLL_BYTES = 1 << 20;

    private final Course course;
    private final EventStore store;
    private final Work work;
    private final Drains drains;
    private final ProcessorLog log;
    private Signal signal = new Signal();
    private final ArrayDeque<Long> annulled = new ArrayDeque<>();
    private final ArrayDeque<Erased> erased = new ArrayDeque<>();
    private final Erasing erasing;
    private AnnulledAhead ahead;
    private Subscription subscription;
    private long readUpTo;
    private long againUpTo;
    private long until = Long.MAX_VALUE;
    private int freed;

    /**
     * A dead letter of which the event can be handled no more.
     *
     * @param position of the event
     * @param why      the reason
     */
    record Erased(long position, String why) {}

    Intake(Course course, EventStore store, Work work, ProcessorLog log) {
        this.course = course;
        this.store = store;
        this.work = work;
        this.log = log;
        drains = new Drains(store, course, work);
        erasing = new Erasing(store);
        var checkpoint = log.checkpoint();
        readUpTo = checkpoint.upTo();
        ahead = AnnulledAhead.of(store, checkpoint.wholeUpTo(), course.types());
        work.add(dispatched(checkpoint.open().stream().map(store::at).flatMap(Optional::stream).toList()));
        log.book().all().stream().filter(DeadLetterBook.Entry::isGoingOn).forEach(drains::begin);
        addPassedOver();
        subscription = subscribe();
    }

    private Subscription subscribe() {
        var besides = new LinkedHashSet<>(Erasing.TYPES);
        besides.add(SystemEvents.ANNULLED.name());
        var wanted = new ArrayList<>(course.terms());
        wanted.add(new Query.Term(besides, List.of()));
        wanted.add(new Query.Term(DeadLetterEvent.TYPES.names(), List.of(DeadLetterEvent.filed(course.name()))));
        var subscribed = store.subscribe(new Query(wanted), new Position(store.lineage(), readUpTo));
        subscribed.wake(signal);
        return subscribed;
    }

    /** Raises {@code other} whenever there may be more. */
    void wake(Signal other) {
        signal = other;
        subscription.wake(signal);
    }

    /** The queues behind dead letters. */
    Drains drains() {
        return drains;
    }

    /** The next positions of what was annulled, of which the log has not been told yet. */
    ArrayDeque<Long> annulled() {
        return annulled;
    }

    /** The next dead letters that can be handled no more, of which the log has not been told yet. */
    ArrayDeque<Erased> erased() {
        return erased;
    }

    /** Looks which of {@code letters} can be handled no more. */
    void erase(List<DeadLetter> letters) {
        var gone = erasing.among(letters);
        letters.stream().map(DeadLetter::position).filter(gone::containsKey)
                .forEach(position -> erased.add(new Erased(position, Objects.requireNonNull(gone.get(position)))));
    }

    /** Up to where it has read. */
    long readUpTo() {
        return readUpTo;
    }

    /** Everything up to here was taken in once. */
    long takenUpTo() {
        return Math.max(againUpTo, readUpTo);
    }

    /** Everything up to here that it takes in was handled before. */
    long againUpTo() {
        return againUpTo;
    }

    /**
     * Goes on after another position. Nothing is in hand, and everything that it has come to is finished.
     *
     * @param last from where it goes on where it was, when it has come there
     */
    void move(long after, long last) {
        if (after > readUpTo) {
            passOver(after);
        }
        againUpTo = takenUpTo();
        until = last < againUpTo ? last : Long.MAX_VALUE;
        goOnAfter(after);
    }

    private void goOnAfter(long after) {
        readUpTo = after;
        ahead = AnnulledAhead.of(store, after, course.types());
        subscription.close();
        subscription = subscribe();
    }

    /** Does what its own events say that it does not come to, and those that annul what waits. */
    private void passOver(long after) {
        var own = new Query(List.of(
                new Query.Term(DeadLetterEvent.TYPES.names(), List.of(DeadLetterEvent.filed(course.name())))));
        try (var reader = store.read(own, new Position(store.lineage(), readUpTo), Direction.FORWARDS)) {
            for (var event = reader.next(); event.isPresent() && event.get().number() <= after; event = reader.next()) {
                told(event.get());
            }
        }
        addPassedOver();
    }

    private void addPassedOver() {
        log.book().letters().stream().map(DeadLetter::position)
                .filter(position -> Annulments.of(store, position).isPresent()).forEach(annulled::add);
        erase(log.book().letters());
    }

    /**
     * What a taking in came to.
     *
     * @param isAny whether there was any event
     * @param ready how many keys may be taken by a lane that could not before
     */
    record Taken(boolean isAny, int ready) {

        static final Taken NOTHING = new Taken(false, 0);
    }

    /** Takes in the next events, as far as there is room. */
    Taken takeIn() {
        int room = work.room(POLL_EVENTS);
        if (room == 0) {
            return Taken.NOTHING;
        }
        var found = subscription.poll(room, POLL_BYTES);
        found.events().stream().filter(Annulments::isOne).map(Annulments::read).forEach(ahead::add);
        freed = 0;
        int ready = work.add(dispatched(upToEnd(found.events())));
        readUpTo = found.upTo().number();
        boolean isThrough = readUpTo >= until;
        if (isThrough) {
            until = Long.MAX_VALUE;
            goOnAfter(againUpTo); // what was found beyond the end is not taken in yet
        }
        work.seen(readUpTo);
        return new Taken(isThrough || !found.events().isEmpty(), ready + freed);
    }

    private List<StoredEvent> upToEnd(List<StoredEvent> events) {
        return until == Long.MAX_VALUE ? events : events.stream().filter(event -> event.number() <= until).toList();
    }

    /** Does what its own events say, and leaves those that are to be handled, each with its key. */
    private List<Item> dispatched(List<StoredEvent> events) {
        var items = new ArrayList<Item>();
        for (var event : events) {
            boolean isDone = SystemEvents.isOwn(event.type()) && isDone(event);
            if (!isDone && !ahead.passesOver(event)) {
                var key = course.keying().key(event);
                if (!log.book().waits(key, event.number())) {
                    items.add(new Item(event, key, isAgain(event) ? Item.Origin.AGAIN : Item.Origin.LOG));
                }
            }
        }
        return items;
    }

    /** Does what one of the library's events says, if it is not one that is handled. */
    private boolean isDone(StoredEvent event) {
        if (Annulments.isOne(event)) {
            annulled(Annulments.read(event));
        } else if (Erasing.TYPES.contains(event.type())) {
            erase(log.book().letters().stream().filter(letter -> Erasing.isAbout(event, letter.key())).toList());
        } else if (DeadLetterEvent.TYPES.has(event.type())) {
            told(event);
        } else {
            return false;
        }
        return true;
    }

    private boolean isAgain(StoredEvent event) {
        return event.number() <= againUpTo;
    }

    private void told(StoredEvent event) {
        if (!isAgain(event)) {
            DeadLetterEvent.read(event).flatMap(said -> log.told(said, event)).ifPresent(drains::begin);
        }
    }

    /** What is in hand of it is let go of; a key that waits for one of them goes on. */
    private void annulled(Annulment annulment) {
        var positions = annulment.events().stream().map(Annulment.Named::position).toList();
        freed += work.drop(positions);
        annulled.addAll(positions);
        ahead.met(annulment);
    }

    @Override
    public void close() {
        subscription.close();
    }
}
