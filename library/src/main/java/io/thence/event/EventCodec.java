// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.Application;
import io.thence.Cases;
import io.thence.Event;
import io.thence.EventType;
import io.thence.Key;
import io.thence.KeyValue;
import io.thence.Merged;
import io.thence.Retired;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Undecodable;
import io.thence.personal.Privacy;
import io.thence.store.ContentHash;
import io.thence.store.EventView;
import io.thence.store.NewEvent;
import io.thence.store.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.node.ObjectNode;

/** Turns an application's events into what is stored and back; a stored version that is older is brought up to date. */
public final class EventCodec {

    private final Map<Class<?>, EventType<?>> byRecord = new HashMap<>();
    private final Map<String, Known<?>> byName = new HashMap<>();
    private final Privacy privacy;
    private final SealedData sealed;
    private final Map<String, Retired> retired = new LinkedHashMap<>();
    private final Pieces pieces;
    private final Merges merges;

    /** The codec for the event types of {@code application}, which has no problems and in which nothing is personal. */
    public EventCodec(Application application) {
        this(application, Privacy.NONE);
    }

    /** The same for one in which something is personal. */
    public EventCodec(Application application, Privacy privacy) {
        this(application, privacy, Companions.NONE);
    }

    /**
     * The codec for the event types of {@code application}, which has no problems.
     *
     * @param companions where to find the other one of two events that are read as one
     */
    public EventCodec(Application application, Privacy privacy, Companions companions) {
        this.privacy = privacy;
        sealed = new SealedData(privacy);
        add(SystemEvents.ANNULLED);
        add(SystemEvents.ERASED);
        add(SystemEvents.KEYS);
        add(SystemEvents.SWAPPED);
        for (var events : application.events()) {
            events.types().forEach(this::add);
            events.retired().forEach(type -> retired.put(type.name(), type));
        }
        var made = new MadeEvents(byRecord, privacy, sealed);
        pieces = new Pieces(made);
        merges = new Merges(made, retired, companions);
        application.events().forEach(events -> events.merges().forEach(
                merged -> merges.add(merged, typeOf(merged.record()))));
    }

    private void add(EventType<?> type) {
        byRecord.put(type.record(), type);
        var known = Known.of(type);
        type.names().forEach(name -> byName.put(name, known));
    }

    /** A type, and what reads its record: alone, and among others. */
    private record Known<E>(EventType<E> type, ObjectReader alone, ObjectReader inRow) {
        static <E> Known<E> of(EventType<E> type) {
            return new Known<>(type, Json.reader(type.record()), Json.readerInRow(type.record()));
        }
    }

    /** The names under which events are stored that are read as records that {@code type} stands for. */
    public Set<String> names(Class<?> type) {
        var names = new LinkedHashSet<String>();
        for (var known : types(type)) {
            names.addAll(known.names());
            retired(known).forEach(before -> names.add(before.name()));
        }
        return names;
    }

    /** The types of before whose events are read as those of {@code type}, among others. */
    public List<Retired> retired(EventType<?> type) {
        return retired.values().stream()
                .filter(before -> before.parts().stream().anyMatch(part -> part.record() == type.record())
                        || merges.of(before.name()).filter(merged -> merged.record() == type.record()).isPresent())
                .toList();
    }

    /** The pairs of types of before whose events are read as those of {@code type}, two as one. */
    public List<Merged> merges(EventType<?> type) {
        return merges.into(type.record());
    }

    /** The event that {@code stored} is read as one with; empty if it is read alone, or has none. */
    public Optional<StoredEvent> companion(StoredEvent stored) {
        return merges.of(stored.type()).flatMap(merged -> merges.companion(stored, merged));
    }

    /** The event types that {@code type} stands for. */
    public List<EventType<?>> types(Class<?> type) {
        var types = new ArrayList<EventType<?>>();
        Cases.of(type).forEach(record -> types.add(typeOf(record)));
        return types;
    }

    /** The names of the keys whose values are the persons that something personal in such events is about. */
    public Set<String> subjects(Class<?> type) {
        var subjects = new LinkedHashSet<String>();
        types(type).forEach(known -> known.personal().ifPresent(personal -> subjects.add(personal.subject().name())));
        return subjects;
    }

    /** The name that events are stored under now which were stored as {@code type}; that one where it is not known. */
    public String nameNow(String type) {
        var known = byName.get(type);
        return known == null ? type : known.type().name();
    }

    private EventType<?> typeOf(Class<?> record) {
        var type = byRecord.get(record);
        if (type == null) {
            throw new Undecodable(record.getName() + " is no event type of the application: add it to its Events");
        }
        return type;
    }

    /**
     * Whether data may have a part that is sealed under the keys of a store; a text in them that looks so counts too.
     */
    public static boolean isSealed(byte[] data) {
        return SealedData.isMentionedIn(data);
    }

    /** The person whom what is sealed in an event is about; empty if nothing is. */
    public static Optional<KeyValue> subject(StoredEvent event) {
        return SealedData.subject(event.data(), event.keys(), what(event));
    }

    /** The value {@code value} of {@code key} as it is filed, and asked for. */
    public <K> KeyValue filed(Key<K> key, K value) {
        return privacy.filed(key.value(value));
    }

    /** A value of a key as it is filed, and asked for. */
    public KeyValue filed(KeyValue clear) {
        return privacy.filed(clear);
    }

    /** What {@code event}, a record of a type that is known here, is filed under. */
    public List<KeyValue> filed(Object event) {
        return filed(typeOf(event.getClass()), event);
    }

    private List<KeyValue> filed(EventType<?> type, Object event) {
        return privacy.filed(keys(type, event));
    }

    /** The hash by which a command that is sent again is known to be the same. */
    public ContentHash hash(Object command) {
        var type = command.getClass().getSimpleName().getBytes(StandardCharsets.UTF_8);
        return privacy.hash(type, Json.write(command));
    }

    /**
     * An event as it is appended: what is personal in it is sealed, under a key that is safe when this returns.
     *
     * @throws BadRequest if a personal component's text is filed in clear
     */
    public NewEvent encode(Object event) {
        var type = typeOf(event.getClass());
        var filed = filed(type, event);
        var data = type.personal().map(personal -> sealed(type, personal, event, filed))
                .orElseGet(() -> Json.write(event));
        return NewEvent.of(type.name(), type.version(), filed, data);
    }

    private byte[] sealed(EventType<?> type, EventType.Personal personal, Object event, List<KeyValue> filed) {
        var tree = (ObjectNode) Json.treeOf(event);
        for (var name : personal.components()) {
            var text = tree.path(name).asString("");
            filed.stream().filter(key -> key.value().equals(text)).findFirst().ifPresent(key -> {
                throw new BadRequest("a " + type.name() + " files its personal component '" + name
                        + "' in clear under key '" + key.key() + "': make that key personal()");
            });
        }
        var subject = filed.stream().filter(key -> key.key().equals(personal.subject().name())).findFirst()
                .orElseThrow(() -> new BadRequest("a " + type.name() + " is filed under no value of '"
                        + personal.subject().name() + "', whom its personal components are about"));
        return sealed.seal(type, personal, tree, subject);
    }

    private static <E> List<KeyValue> keys(EventType<E> type, Object event) {
        return type.keys(type.record().cast(event));
    }

    /** The record of an event that was encoded here: what a reader will see. */
    public Object data(NewEvent event) {
        var known = byName.get(event.type());
        if (known == null) {
            throw new Undecodable("event type " + event.type() + " is not known here: add it to the application");
        }
        var record = known.type().record();
        var what = "a new " + event.type();
        return SealedData.isIn(event.data(), 0, event.data().length)
                ? Json.read(sealed.opened(event.data(), event.type(), event.keys(), what), record, what)
                : Json.read(event.data(), record, what);
    }

    /**
     * What a stored event is read as: itself with its record, or the events into which its type was split, or, if it is
     * the later one of two that are merged, the event that is made of both; the earlier one is read as nothing.
     *
     * @throws Undecodable if its type is not known here, its version is newer, its JSON does not fit, or it is to be
     *                     merged and the other one is not there
     */
    public List<Event<?>> events(StoredEvent stored) {
        var before = retired.get(stored.type());
        return before == null ? List.of(decode(stored)) : made(stored, before);
    }

    private List<Event<?>> made(StoredEvent stored, Retired before) {
        var merged = merges.of(before.name());
        return merged.isPresent() ? merges.events(stored, merged.get()) : pieces.of(stored, before);
    }

    /**
     * A stored event with its record.
     *
     * @throws Undecodable as {@link #events}, or if its type was split or merged
     */
    public Event<?> decode(StoredEvent stored) {
        return decode(stored, known(stored));
    }

    /**
     * The records of what a stored event is read as, read where it lies, by {@code documents} where that can be.
     *
     * @throws Undecodable as {@link #events}
     */
    public List<?> records(EventView stored, Documents documents) {
        return records(stored, documents, _ -> true);
    }

    /**
     * The records of what a stored event is read as, of those that are filed under {@code key}: what a fold needs, read
     * where it lies, at a fraction of the cost.
     *
     * @throws Undecodable as {@link #events}
     */
    public List<?> records(EventView stored, Documents documents, KeyValue key) {
        return records(stored, documents, event -> event.keys().contains(key));
    }

    private List<?> records(EventView stored, Documents documents, Predicate<Event<?>> which) {
        var before = retired.get(stored.type());
        if (before != null) {
            return made(stored.event(), before).stream().filter(which).map(Event::data).toList();
        }
        var known = known(stored);
        if (isReadAsIs(stored, known)) {
            var read = documents.read(known.inRow(), stored);
            if (read.isPresent()) {
                return List.of(read.get());
            }
        }
        return List.of(data(stored, known));
    }

    /**
     * The record of a stored event alone, as {@link #records}.
     *
     * @throws Undecodable as {@link #decode}
     */
    public Object record(EventView stored) {
        return data(stored, known(stored));
    }

    private Known<?> known(EventView stored) {
        var known = byName.get(stored.type());
        if (known == null) {
            throw new Undecodable(what(stored) + (retired.containsKey(stored.type())
                    ? " has a type that was retired, and is to be read as what became of it"
                    : " has a type that this application does not know: add it to its Events, by type(..) or"
                            + " retired(..), or use the version that wrote it"));
        }
        return known;
    }

    private <E> Event<E> decode(StoredEvent stored, Known<E> known) {
        return new Event<>(stored.id(), stored.position(), known.type().name(), stored.version(), stored.stamp(),
                stored.occurred(), stored.origin(), stored.keys(), stored.ordinal(), data(stored, known));
    }

    private <E> E data(EventView stored, Known<E> known) {
        var type = known.type();
        return isReadAsIs(stored, known) ? Json.read(known.alone(), stored, type.record(), EventCodec::what)
                : Json.read(upcast(stored.event(), type), type.record(), what(stored));
    }

    /** Whether it is stored as its type is written now, with nothing in it that is sealed. */
    private static boolean isReadAsIs(EventView stored, Known<?> known) {
        return stored.version() == known.type().version()
                && !SealedData.isIn(stored.bytes(), stored.offset(), stored.length());
    }

    private ObjectNode upcast(StoredEvent stored, EventType<?> type) {
        var json = sealed.opened(stored.data(), stored.type(), stored.keys(), what(stored));
        return Upcasting.of(type.upcasts(), what(stored)).from(stored.version(), json);
    }

    public static String what(EventView stored) {
        return "event " + stored.event().id() + " (" + stored.type() + ") at position " + stored.number();
    }
}
