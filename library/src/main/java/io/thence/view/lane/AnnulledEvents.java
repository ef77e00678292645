// SPDX-License-Identifier: Apache-2.0
package io.thence.view.lane;

import io.thence.Event;
import io.thence.Parked;
import io.thence.ThenceException.BadRequest;
import io.thence.event.Annulments;
import io.thence.event.EventCodec;
import io.thence.event.Ports;
import io.thence.event.SystemEvents.Annulment.Named;
import io.thence.store.EventStore;
import io.thence.store.StoredEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a lane does about annulled events. What lies ahead of it and is annulled further on it passes over; the
 * checkpoint has those until the lane comes to their annulment, so that it is known then that they were not taken in.
 * What was taken in is undone there; where nothing undoes it, the lane is outdated.
 */
final class AnnulledEvents {

    private final Course course;
    private final EventStore store;
    private final EventCodec codec;

    AnnulledEvents(Course course, Ports ports) {
        this.course = course;
        store = ports.store();
        codec = ports.codec();
    }

    private boolean isRead(Named named) {
        return course.types().contains(named.type());
    }

    /** The checkpoint, knowing what is annulled ahead of it as far as the log says now. */
    Checkpoint ahead(Checkpoint checkpoint) {
        var ahead = new HashSet<Long>();
        Annulments.ahead(store, checkpoint.position(), named -> {
            if (isRead(named)) {
                ahead.add(named.position());
            }
        });
        return checkpoint.passing(ahead);
    }

    /** The checkpoint, knowing what is annulled among some events that come after {@code upTo}. */
    Checkpoint ahead(Checkpoint checkpoint, List<StoredEvent> events, long upTo) {
        var ahead = new HashSet<Long>();
        named(events).stream().filter(this::isRead).map(Named::position).filter(position -> position > upTo)
                .forEach(ahead::add);
        return checkpoint.passing(ahead);
    }

    private static List<Named> named(List<StoredEvent> events) {
        return events.stream().filter(Annulments::isOne).flatMap(one -> Annulments.read(one).events().stream())
                .toList();
    }

    /** The checkpoint when events are taken in: what is annulled there lies ahead no more. */
    Checkpoint met(Checkpoint checkpoint, List<StoredEvent> events) {
        return checkpoint.found(named(events).stream().map(Named::position).toList());
    }

    /** The keys that wait for nothing but an event that is annulled there. */
    List<Parked> freed(Checkpoint checkpoint, List<StoredEvent> events) {
        var annulled = new HashSet<Long>();
        named(events).forEach(named -> annulled.add(named.position()));
        return checkpoint.parked().stream().filter(parked -> annulled.contains(parked.position())).toList();
    }

    /**
     * Of events that wait, those that are not annulled.
     *
     * @param events in their order
     * @param passed positions of the others, as far as their annulment comes later than the lane has come
     */
    record Rest(List<StoredEvent> events, Set<Long> passed) {}

    /** Asks the log of each event once: it may be annulled meanwhile. */
    Rest rest(List<StoredEvent> waiting, long upTo) {
        var events = new ArrayList<StoredEvent>();
        var passed = new HashSet<Long>();
        for (var event : waiting) {
            var annulment = Annulments.of(store, event.number());
            if (annulment.isEmpty()) {
                events.add(event);
            } else if (annulment.get().number() > upTo) {
                passed.add(event.number());
            }
        }
        return new Rest(events, passed);
    }

    /**
     * What is to be undone because of an annulment.
     *
     * @throws Outdated if nothing undoes it
     * @throws BadRequest         if it is gone
     */
    List<Event<?>> undone(StoredEvent annulment, Checkpoint checkpoint) {
        var undone = new ArrayList<Event<?>>();
        for (var named : Annulments.read(annulment).events()) {
            if (isRead(named) && !checkpoint.passesOver(named.position())) {
                var stored = store.at(named.position());
                if (stored.isEmpty() || isTakenIn(stored.get(), checkpoint)) {
                    undone.addAll(undone(named, stored));
                }
            }
        }
        return undone;
    }

    private boolean isTakenIn(StoredEvent event, Checkpoint checkpoint) {
        return course.keying().isMine(event) && !course.letters().isDiscarded(event.number())
                && checkpoint.parked(course.keying().key(event))
                .filter(parked -> parked.position() <= event.number()).isEmpty();
    }

    private List<Event<?>> undone(Named named, Optional<StoredEvent> stored) {
        if (!course.undoes().test(named.type())) {
            throw new Outdated(course.who() + " has taken in event " + named.id() + ", position "
                    + named.position() + ", which is annulled, and nothing undoes that");
        }
        var event = stored.orElseThrow(() -> new BadRequest("event " + named.id() + ", position " + named.position()
                + ", which is to be undone, was removed from the log"));
        return codec.events(event).stream().<Event<?>>map(AnnulledEvents::undone).toList();
    }

    private static Event<Undone> undone(Event<?> event) {
        return new Event<>(event.id(), event.position(), event.type(), event.version(), event.stamp(),
                event.occurred(), event.origin(), event.keys(), event.ordinal(), new Undone(event.data()));
    }
}
