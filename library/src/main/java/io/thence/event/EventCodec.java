// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.Application;
import io.thence.Cases;
import io.thence.Event;
import io.thence.EventType;
import io.thence.KeyValue;
import io.thence.ThenceException.Undecodable;
import io.thence.store.NewEvent;
import io.thence.store.StoredEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Turns an application's events into what is stored and back; a stored version that is older is brought up to date. */
public final class EventCodec {

    private final Map<Class<?>, EventType<?>> byRecord = new HashMap<>();
    private final Map<String, EventType<?>> byName = new HashMap<>();

    /** The codec for the event types of {@code application}, which has no problems. */
    public EventCodec(Application application) {
        for (var events : application.events()) {
            for (var type : events.types()) {
                byRecord.put(type.record(), type);
                byName.put(type.name(), type);
            }
        }
    }

    /** The stored names of the records that {@code type} stands for. */
    public Set<String> names(Class<?> type) {
        var names = new LinkedHashSet<String>();
        types(type).forEach(known -> names.add(known.name()));
        return names;
    }

    /** The event types that {@code type} stands for. */
    public List<EventType<?>> types(Class<?> type) {
        var types = new ArrayList<EventType<?>>();
        Cases.of(type).forEach(record -> types.add(typeOf(record)));
        return types;
    }

    private EventType<?> typeOf(Class<?> record) {
        var type = byRecord.get(record);
        if (type == null) {
            throw new Undecodable(record.getName() + " is no event type of the application: add it to its Events");
        }
        return type;
    }

    /** An event as it is appended. */
    public NewEvent encode(Object event) {
        var type = typeOf(event.getClass());
        return new NewEvent(type.name(), type.version(), keys(type, event), Json.write(event), Optional.empty());
    }

    private static <E> List<KeyValue> keys(EventType<E> type, Object event) {
        return type.keys(type.record().cast(event));
    }

    /** The record of an event that was encoded here: what a reader will see. */
    public Object data(NewEvent event) {
        var type = byName.get(event.type());
        if (type == null) {
            throw new Undecodable("event type " + event.type() + " is not known here: add it to the application");
        }
        return Json.read(event.data(), type.record(), "a new " + event.type());
    }

    /**
     * A stored event with its record.
     *
     * @throws Undecodable if its type is not known here, its version is newer, or its JSON does not fit
     */
    public Event<?> decode(StoredEvent stored) {
        var type = byName.get(stored.type());
        if (type == null) {
            throw new Undecodable(what(stored) + " has a type that this application does not know:"
                    + " add it to its Events, or use the version that wrote it");
        }
        return decode(stored, type);
    }

    private static <E> Event<E> decode(StoredEvent stored, EventType<E> type) {
        return new Event<>(stored.id(), stored.position(), stored.type(), stored.version(), stored.stamp(),
                stored.origin(), stored.keys(), stored.ordinal(), data(stored, type));
    }

    private static <E> E data(StoredEvent stored, EventType<E> type) {
        if (stored.version() == type.version()) {
            return Json.read(stored.data(), type.record(), what(stored));
        }
        if (stored.version() > type.version()) {
            throw new Undecodable(what(stored) + " is of version " + stored.version()
                    + ", this application knows up to " + type.version() + ": use a newer version of it");
        }
        if (stored.version() < 1) {
            throw new Undecodable(what(stored) + " is of version " + stored.version()
                    + ": versions start at 1, so another program wrote it");
        }
        return Json.read(upcast(stored, type), type.record(), what(stored));
    }

    private static ObjectNode upcast(StoredEvent stored, EventType<?> type) {
        if (!(Json.tree(stored.data(), what(stored)) instanceof ObjectNode json)) {
            throw new Undecodable(what(stored) + " is no JSON object: another program wrote it");
        }
        try {
            for (var upcast : type.upcasts().subList(stored.version() - 1, type.upcasts().size())) {
                json = upcast.apply(json);
            }
            return json;
        } catch (RuntimeException e) {
            throw new Undecodable(what(stored) + " cannot be upcast from version " + stored.version() + " (" + e
                    + "): mend the upcast", e);
        }
    }

    private static String what(StoredEvent stored) {
        return "event " + stored.id() + " (" + stored.type() + ") at position " + stored.position().number();
    }
}
