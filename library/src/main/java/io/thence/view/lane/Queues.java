// SPDX-License-Identifier: Apache-2.0
package io.thence.view.lane;

import io.thence.KeyValue;
import io.thence.Parked;
import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import io.thence.event.Json;
import io.thence.event.Keying;
import io.thence.event.SystemEvents;
import io.thence.event.SystemEvents.Erased;
import io.thence.store.EventReader;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The events that wait for a key to be tried again, and among them those by which persons were forgotten that they are
 * about: else a row would come back that was let go of with the person.
 */
final class Queues {

    private static final int EVENTS = 500;
    private static final int LOOKED_AT = 5_000;

    private final Set<String> types;
    private final Keying keying;
    private final EventStore store;
    private final AnnulledEvents annulled;
    private final Letters letters;

    Queues(Course course, EventStore store, AnnulledEvents annulled) {
        types = course.types();
        keying = course.keying();
        letters = course.letters();
        this.store = store;
        this.annulled = annulled;
    }

    /**
     * Some that wait.
     *
     * @param passed positions of those among them whose annulment lies ahead
     * @param next   number of the position after them
     * @param end    whether these are all
     * @param held   whether the next one is not to be tried
     */
    record Waiting(List<StoredEvent> events, Set<Long> passed, long next, boolean end, boolean held) {

        /** Those before one that is {@code held}: not to be tried. */
        Waiting before(Predicate<StoredEvent> held) {
            for (int i = 0; i < events.size(); i++) {
                if (held.test(events.get(i))) {
                    return new Waiting(events.subList(0, i), passed, events.get(i).number(), false, true);
                }
            }
            return this;
        }
    }

    /** The next ones of a key, of a lane that has come to position {@code last}. */
    Waiting next(Parked parked, long last) {
        long next = parked.position();
        boolean end = false;
        var events = new ArrayList<StoredEvent>();
        try (var reader = after(Keying.query(parked.key(), types), parked.position() - 1)) {
            for (int i = 0; i < LOOKED_AT && events.size() < EVENTS && !end; i++) {
                var found = reader.next();
                end = found.isEmpty() || found.get().number() > last;
                if (!end) {
                    next = found.get().number() + 1;
                    if (keying.key(found.get()).equals(parked.key()) && !Keying.isForAll(found.get())
                            && !letters.isDiscarded(found.get().number())) {
                        events.add(found.get());
                    }
                }
            }
        }
        var rest = annulled.rest(events, last);
        var all = new ArrayList<>(rest.events());
        all.addAll(erasures(parked, end ? last : next - 1));
        all.sort(Comparator.comparingLong(StoredEvent::number));
        return new Waiting(all, rest.passed(), next, end, false);
    }

    private EventReader after(Query query, long position) {
        return store.read(query, new Position(store.lineage(), position), Direction.FORWARDS);
    }

    /** Those up to {@code last} that forget a person whom an event of the key before them is about. */
    private List<StoredEvent> erasures(Parked parked, long last) {
        var erasures = new ArrayList<StoredEvent>();
        if (!types.contains(SystemEvents.ERASED.name())) {
            return erasures;
        }
        try (var reader = after(Query.types(Set.of(SystemEvents.ERASED.name())), parked.position() - 1)) {
            for (var found = reader.next(); found.isPresent() && found.get().number() <= last; found = reader.next()) {
                if (isAbout(parked.key(), found.get())) {
                    erasures.add(found.get());
                }
            }
        }
        return erasures;
    }

    private static KeyValue subject(StoredEvent erasure) {
        return Json.read(erasure.data(), Erased.class, "the erased event at position " + erasure.number()).subject();
    }

    private boolean isAbout(KeyValue key, StoredEvent erasure) {
        var both = List.copyOf(new LinkedHashSet<>(List.of(key, subject(erasure))));
        try (var reader = after(new Query(List.of(new Query.Term(ours(), both))), 0)) {
            return reader.nextView().filter(event -> event.number() < erasure.number()).isPresent();
        }
    }

    private Set<String> ours() {
        var ours = new LinkedHashSet<>(types);
        ours.removeIf(SystemEvents::isOwn);
        return ours;
    }

    /**
     * What keeps a key parked: a person that is forgotten among its events, and that other keys have events of which
     * came later. To forget it once more would blank what those did.
     */
    Optional<Parked> cameBack(Parked parked, long last) {
        for (var erasure : erasures(parked, last).reversed()) {
            var subject = subject(erasure);
            if (hasLater(parked.key(), subject, last(subject, erasure.number(), last), last)) {
                return Optional.of(new Parked(parked.key(), parked.position(), BadRequest.class.getName(), subject
                        + ", who is forgotten, came back later under another key: what those events did would be"
                        + " blanked too; build the whole projection anew"));
            }
        }
        return Optional.empty();
    }

    /** The last position up to {@code last} where a person is erased, which it is at {@code known}. */
    private long last(KeyValue subject, long known, long last) {
        long position = known;
        try (var reader = after(new Query(List.of(new Query.Term(Set.of(SystemEvents.ERASED.name()),
                List.of(subject)))), known)) {
            for (var found = reader.nextView(); found.isPresent() && found.get().number() <= last;
                    found = reader.nextView()) {
                position = found.get().number();
            }
        }
        return position;
    }

    private boolean hasLater(KeyValue key, KeyValue subject, long position, long last) {
        try (var reader = after(new Query(List.of(new Query.Term(ours(), List.of(subject)))), position)) {
            for (var found = reader.nextView(); found.isPresent() && found.get().number() <= last;
                    found = reader.nextView()) {
                if (!keying.key(found.get()).equals(key)) {
                    return true;
                }
            }
        }
        return false;
    }
}
