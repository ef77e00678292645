// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Filing;
import io.thence.Key;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.Problem;
import io.thence.ThenceException.InUse;
import io.thence.ThenceException.StartRefused;
import io.thence.event.Json;
import io.thence.event.SystemEvents;
import io.thence.event.SystemEvents.Erased;
import io.thence.event.SystemEvents.Keys;
import io.thence.personal.Privacy;
import io.thence.personal.Vault;
import io.thence.run.Erasures.Erasure;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.world.Turn;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a log has of persons: its keys, and the list of those who were forgotten. The log names its keys in an event, so
 * that neither is ever used with another one's.
 *
 * <p>Opening it makes log, keys and list agree, before anything is served: whoever is on the list or is said by the log
 * to be erased has no key, and the log says so of everyone on the list. So a log from an older backup forgets again.
 */
final class PersonalData implements AutoCloseable {

    private static final Origin ORIGIN = Origin.of("thence");

    /** What erased events are filed under besides the person: so none goes when the person's stream is truncated. */
    private static final KeyValue TOLD = new KeyValue("thence", "erased");

    private final EventStore store;
    private final Vault vault;
    private final Erasures erasures;
    /** Who has it may use the list. */
    private final Turn turn;
    /** The number up to which the log says of all on the list that they are erased; for who has the turn. */
    private long told;

    private PersonalData(Engine engine, EventStore store, Vault vault, Erasures erasures) {
        this.store = store;
        this.vault = vault;
        this.erasures = erasures;
        turn = new Turn(engine.world());
    }

    /**
     * Opens what belongs to the log {@code store}.
     *
     * @throws io.thence.ThenceException.KeysMissing if the log's keys are not there
     * @throws InUse                                 if another process has them
     */
    static PersonalData open(Engine engine, EventStore store) {
        var known = keys(store);
        var erasures = Erasures.open(engine.world(), engine.keys());
        try {
            var vault = Vault.open(engine.world(), engine.keys(), store.lineage().log(), known.map(Keys::id));
            try {
                var data = new PersonalData(engine, store, vault, erasures);
                if (known.isEmpty()) {
                    data.append(new Keys(vault.id(), List.of(), List.of()));
                }
                data.agree();
                return data;
            } catch (RuntimeException e) {
                vault.close();
                throw e;
            }
        } catch (RuntimeException e) {
            erasures.close();
            throw e;
        }
    }

    /** Opens it where {@code application} declares something personal, or the log has; {@code closings} close it. */
    static Optional<PersonalData> of(Application application, Engine engine, EventStore store, Closings closings) {
        boolean declared = !application.personalKeys().isEmpty() || !application.subjectKeys().isEmpty();
        if (!declared && keys(store).isEmpty()) {
            return Optional.empty();
        }
        closings.push(engine.keys()::close);
        var data = open(engine, store);
        closings.push(data::close);
        data.declare(application);
        return Optional.of(data);
    }

    /** What a log says of its keys, if it has any. */
    static Optional<Keys> keys(EventStore store) {
        return last(store, SystemEvents.KEYS.name(), List.of())
                .map(event -> Json.read(event.data(), Keys.class, "the log's word of its keys"));
    }

    private static Optional<StoredEvent> last(EventStore store, String type, List<KeyValue> keys) {
        var query = new Query(List.of(new Query.Term(Set.of(type), keys)));
        try (var events = store.read(query, new Position(store.lineage(), Long.MAX_VALUE), Direction.BACKWARDS)) {
            return events.next();
        }
    }

    private static Erased erased(StoredEvent event) {
        return SystemEvents.erased(event);
    }

    private void append(Keys keys) {
        append(NewEvent.of(SystemEvents.KEYS.name(), 1, List.of(), Json.write(keys)));
    }

    private void append(NewEvent event) {
        switch (store.append(Append.of(List.of(event), ORIGIN))) {
            case Appended.Committed _ -> {}
            case Appended.Tombstoned _ -> append(NewEvent.of(event.type(), event.version(), List.of(TOLD),
                    event.data()));
            case Appended other -> throw new AssertionError("on no condition, and without an id: " + other);
        }
    }

    /**
     * Says in the log what is personal in {@code application}, if it does not say so yet.
     *
     * @throws StartRefused if a key has become personal, or plain, under which events are filed by the other rule
     */
    void declare(Application application) {
        var known = keys(store).orElseThrow();
        var now = now(application, known);
        if (now.equals(known)) {
            return;
        }
        var problems = application.events().stream().flatMap(events -> events.types().stream())
                .flatMap(type -> type.filings().stream().map(Filing::key)
                        .filter(key -> key.isPersonal() != known.personal().contains(key.name()))
                        .filter(_ -> hasEvents(type.name())).map(key -> turned(key, type.name())))
                .distinct().toList();
        if (!problems.isEmpty()) {
            throw new StartRefused(application.name(), problems);
        }
        append(now);
    }

    /** What {@code application} says of keys that it knows; what was said of others stays: they are another one's. */
    private static Keys now(Application application, Keys known) {
        var keys = application.events().stream().flatMap(events -> events.types().stream())
                .flatMap(type -> type.filings().stream()).map(filing -> filing.key().name())
                .collect(Collectors.toSet());
        return new Keys(known.id(), with(application.personalKeys(), known.personal(), keys),
                with(application.subjectKeys(), known.subjects(), keys));
    }

    private static List<String> with(SortedSet<String> said, List<String> before, Set<String> known) {
        var all = new TreeSet<>(said);
        before.stream().filter(key -> !known.contains(key)).forEach(all::add);
        return List.copyOf(all);
    }

    private static Problem turned(Key<?> key, String type) {
        var now = key.isPersonal() ? "personal" : "plain";
        return new Problem("key " + key.name(), "it is " + now + " now, and events of " + type
                + " are stored that were filed under it when it was not: they would not be found",
                "leave it as it was, or file new events under a key of another name");
    }

    private boolean hasEvents(String type) {
        return last(store, type, List.of()).isPresent();
    }

    private void agree() {
        told = last(store, SystemEvents.ERASED.name(), List.of()).map(event -> erased(event).number()).orElse(0L);
        var missing = new ArrayDeque<StoredEvent>();
        if (told > erasures.count()) {
            collect(missing);
        }
        for (var event : missing) {
            erasures.add(erased(event).subject(), erased(event).generation());
        }
        carryOutAfter(Math.min(told, Math.min(erasures.finished(), vault.erased())));
    }

    /** Carries out what is on the list after {@code number}. */
    private void carryOutAfter(long number) {
        if (number == erasures.count()) {
            return;
        }
        try (var list = erasures.after(number)) {
            for (var erasure = list.next(); erasure.isPresent(); erasure = list.next()) {
                carryOut(erasure.get());
            }
        }
    }

    /** The log's erased events that the list does not have, which is older: in the order of the log. */
    private void collect(ArrayDeque<StoredEvent> missing) {
        var query = Query.types(Set.of(SystemEvents.ERASED.name()));
        try (var events = store.read(query, new Position(store.lineage(), Long.MAX_VALUE), Direction.BACKWARDS)) {
            var event = events.next();
            while (event.isPresent() && erased(event.get()).number() > erasures.count()) {
                missing.addFirst(event.get());
                event = events.next();
            }
        }
    }

    /** Destroys the key, and says so in the log if that does not: the log has all numbers, in their order. */
    private void carryOut(Erasure erasure) {
        vault.erase(erasure.subject(), erasure.generation(), erasure.number());
        if (erasure.number() > told) {
            var data = Json.write(new Erased(erasure.number(), erasure.generation(), erasure.subject()));
            append(NewEvent.of(SystemEvents.ERASED.name(), 1, List.of(erasure.subject(), TOLD), data));
            told = erasure.number();
        }
    }

    /** How values and texts are stored, where keys of these names are personal. */
    Privacy privacy(Set<String> personalKeys) {
        return Privacy.of(personalKeys, vault);
    }

    /**
     * What was done about a person.
     *
     * @param number   of the erasure
     * @param position of the event that says so
     * @param repeated whether that was before
     */
    record Done(long number, Position position, boolean repeated) {}

    /**
     * Destroys a person's key and says so in the log. What was listed before and could not be carried out, of this
     * person or another one, is carried out first: so a number that the log has stands for all below it.
     */
    Done erase(KeyValue subject) {
        turn.take();
        try {
            long before = told;
            int generation = Math.max(1, vault.latest(subject));
            var erasure = erasures.last(subject).filter(listed -> listed.generation() == generation)
                    .orElseGet(() -> erasures.add(subject, generation));
            carryOutAfter(before);
            return new Done(erasure.number(), position(subject), erasure.number() <= before);
        } finally {
            turn.give();
        }
    }

    /** How many events are filed under a person, without those of the library's own. */
    long events(KeyValue subject) {
        long count = 0;
        try (var events = store.read(Query.keys(subject), new Position(store.lineage(), 0), Direction.FORWARDS)) {
            for (var event = events.nextView(); event.isPresent(); event = events.nextView()) {
                count += SystemEvents.isOwn(event.get().type()) ? 0 : 1;
            }
        }
        return count;
    }

    /** Whether a person was ever here: has or had a key, is on the list, or has events filed under it. */
    boolean isKnown(KeyValue subject) {
        turn.take();
        try {
            return vault.latest(subject) > 0 || erasures.last(subject).isPresent() || events(subject) > 0;
        } finally {
            turn.give();
        }
    }

    /** Where the log says that a person is erased; where a tombstone lets nothing be found under it, the head. */
    private Position position(KeyValue subject) {
        return last(store, SystemEvents.ERASED.name(), List.of(subject)).map(StoredEvent::position)
                .orElseGet(store::head);
    }

    /** The last erasure, and where the log says so, if views and files may still have something of it. */
    Optional<Done> unfinished() {
        turn.take();
        try {
            if (erasures.count() == erasures.finished()) {
                return Optional.empty();
            }
            return last(store, SystemEvents.ERASED.name(), List.of())
                    .map(event -> new Done(erased(event).number(), event.position(), true));
        } finally {
            turn.give();
        }
    }

    /** Nothing is left of those up to {@code number}. */
    void finished(long number) {
        turn.take();
        try {
            erasures.finished(number);
        } finally {
            turn.give();
        }
    }

    @Override
    public void close() {
        vault.close();
        erasures.close();
    }
}
