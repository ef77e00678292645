// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.Event;
import io.thence.EventType;
import io.thence.KeyValue;
import io.thence.Retired;
import io.thence.ThenceException.Undecodable;
import io.thence.personal.Privacy;
import io.thence.store.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the stored events of retired types are read as. A piece has the position of the stored event, and of its id and
 * a number, from 1, an id of its own. It is filed under its own keys; these must be among those of the stored event,
 * whose index is as it was: a piece under another key would not be found there.
 */
final class Pieces {

    private final Map<Class<?>, EventType<?>> types;
    private final Privacy privacy;
    private final SealedData sealed;

    Pieces(Map<Class<?>, EventType<?>> types, Privacy privacy, SealedData sealed) {
        this.types = types;
        this.privacy = privacy;
        this.sealed = sealed;
    }

    /** The events as which {@code stored}, of the type {@code retired}, is read. */
    List<Event<?>> of(StoredEvent stored, Retired retired) {
        if (retired.parts().isEmpty()) {
            return List.of();
        }
        var what = EventCodec.what(stored);
        var json = Upcasting.of(retired.upcasts(), what)
                .from(stored.version(), sealed.opened(stored.data(), stored.type(), stored.keys(), what));
        var events = new ArrayList<Event<?>>();
        for (var part : retired.parts()) {
            for (var piece : split(json.deepCopy(), part, what)) {
                var type = types.get(part.record());
                if (type == null) {
                    throw new Undecodable(what + " is split into " + part.record().getName()
                            + ", which is no event type of the application: add it to its Events");
                }
                var current = Upcasting.of(type.upcasts(), what).from(part.version(), piece);
                events.add(event(stored, type, events.size() + 1, current));
            }
        }
        return events;
    }

    private static List<ObjectNode> split(ObjectNode json, Retired.Part part, String what) {
        try {
            return part.split().apply(json);
        } catch (RuntimeException e) {
            throw new Undecodable(what + " cannot be split into " + part.record().getSimpleName() + " (" + e
                    + "): mend the split", e);
        }
    }

    private <E> Event<E> event(StoredEvent stored, EventType<E> type, int number, ObjectNode json) {
        var what = EventCodec.what(stored);
        var data = Json.read(json, type.record(), what);
        var keys = privacy.filed(keys(type, data, what)).stream().filter(key -> isFound(key, stored, type)).toList();
        return new Event<>(stored.id().piece(number), stored.position(), type.name(), stored.version(),
                stored.stamp(), stored.occurred(), stored.origin(), keys, stored.ordinal(), data);
    }

    private static <E> List<KeyValue> keys(EventType<E> type, E data, String what) {
        try {
            return type.keys(data);
        } catch (RuntimeException e) {
            throw new Undecodable(what + " is split into a " + type.name() + " without a key (" + e
                    + "): mend the split", e);
        }
    }

    /** A personal key of one who is forgotten has no value any more, so there is nothing to find. */
    private static boolean isFound(KeyValue key, StoredEvent stored, EventType<?> type) {
        if (stored.keys().contains(key)) {
            return true;
        }
        if (type.filings().stream().anyMatch(filing -> filing.key().isPersonal()
                && filing.key().name().equals(key.key()))) {
            return false;
        }
        throw new Undecodable(EventCodec.what(stored) + " is split into a " + type.name() + " under " + key
                + ", where it is not filed itself, so it would not be found there: split it into what its own keys"
                + " find, " + stored.keys());
    }
}
