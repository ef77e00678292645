// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.Event;
import io.thence.EventType;
import io.thence.KeyValue;
import io.thence.Retired;
import io.thence.ThenceException.Undecodable;
import io.thence.personal.Privacy;
import io.thence.store.StoredEvent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events that are made of stored ones when they are read. Each has the position of a stored event, and of its id and a
 * number, from 1, an id of its own. It is filed under its own keys; these must be among those of the stored event,
 * whose index is as it was: under another key it would not be found there.
 */
final class MadeEvents {

    private final Map<Class<?>, EventType<?>> types;
    private final Privacy privacy;
    private final SealedData sealed;

    MadeEvents(Map<Class<?>, EventType<?>> types, Privacy privacy, SealedData sealed) {
        this.types = types;
        this.privacy = privacy;
        this.sealed = sealed;
    }

    /** How it is made; the words are for messages. */
    enum How {
        SPLIT("split", "split"),
        MERGE("merged", "merge");

        private final String done;
        private final String toDo;

        How(String done, String toDo) {
            this.done = done;
            this.toDo = toDo;
        }
    }

    /**
     * Where an event stands that is made.
     *
     * @param stored the stored event whose place it has
     * @param number the so many-th there, from 1
     * @param how    how it is made
     */
    record At(StoredEvent stored, int number, How how) {

        String what() {
            return EventCodec.what(stored) + " is " + how.done + " into ";
        }
    }

    /** What is stored of an event of the type {@code retired}, as its last version has it. */
    ObjectNode json(StoredEvent stored, Retired retired) {
        var what = EventCodec.what(stored);
        return Upcasting.of(retired.upcasts(), what)
                .from(stored.version(), sealed.opened(stored.data(), stored.type(), stored.keys(), what));
    }

    /** The event that {@code json} is, as version {@code version} of {@code record} has it. */
    Event<?> event(At at, Class<?> record, int version, ObjectNode json) {
        var type = types.get(record);
        if (type == null) {
            throw new Undecodable(at.what() + record.getName() + ", which is no event type of the application: add it"
                    + " to its Events");
        }
        return event(at, type, Upcasting.of(type.upcasts(), EventCodec.what(at.stored())).from(version, json));
    }

    private <E> Event<E> event(At at, EventType<E> type, ObjectNode json) {
        var stored = at.stored();
        var data = Json.read(json, type.record(), EventCodec.what(stored));
        var keys = privacy.filed(keys(type, data, at)).stream().filter(key -> isFound(key, at, type)).toList();
        return new Event<>(stored.id().piece(at.number()), stored.position(), type.name(), stored.version(),
                stored.stamp(), stored.occurred(), stored.origin(), keys, stored.ordinal(), data);
    }

    /** A personal key of one who is forgotten has no value any more, so there is nothing to find. */
    private static <E> List<KeyValue> keys(EventType<E> type, E data, At at) {
        var keys = new LinkedHashSet<KeyValue>();
        for (var filing : type.filings()) {
            try {
                keys.addAll(filing.values().apply(data));
            } catch (RuntimeException e) {
                if (!filing.key().isPersonal()) {
                    throw new Undecodable(at.what() + "a " + type.name() + " without a key (" + e + "): mend the "
                            + at.how().toDo, e);
                }
            }
        }
        return List.copyOf(keys);
    }

    private static boolean isFound(KeyValue key, At at, EventType<?> type) {
        var filed = at.stored().keys();
        if (filed.contains(key)) {
            return true;
        }
        if (type.filings().stream().anyMatch(filing -> filing.key().isPersonal()
                && filing.key().name().equals(key.key()))) {
            return false;
        }
        throw new Undecodable(at.what() + "a " + type.name() + " under " + key + ", where it is not filed itself, so it"
                + " would not be found there: " + at.how().toDo + " it into what its own keys find, " + filed);
    }
}
