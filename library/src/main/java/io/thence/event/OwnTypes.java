// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.store.EventView;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Some types of events of the library's own, whose records are the cases of one interface.
 *
 * @param byName the records by the names under which they are stored, each under one
 * @param <T>    the interface
 */
public record OwnTypes<T>(Map<String, Class<? extends T>> byName) {

    public OwnTypes {
        byName = Collections.unmodifiableMap(new TreeMap<>(byName)); // queries name them in one order in every JVM
    }

    /** The names under which they are stored. */
    public Set<String> names() {
        return byName.keySet();
    }

    /** Whether events of {@code type} are among them. */
    public boolean has(String type) {
        return SystemEvents.isOwn(type) && byName.containsKey(type);
    }

    /** The name under which {@code event} is stored. */
    public String name(T event) {
        return byName.entrySet().stream().filter(type -> type.getValue().isInstance(event)).findFirst().orElseThrow()
                .getKey();
    }

    /** The names under which events are stored whose records are among {@code records}. */
    public SortedSet<String> names(Set<Class<? extends T>> records) {
        var names = new TreeSet<String>();
        byName.forEach((name, record) -> {
            if (records.contains(record)) {
                names.add(name);
            }
        });
        return names;
    }

    /** What an event says, if it is one of these. */
    public Optional<T> read(EventView event) {
        var type = has(event.type()) ? byName.get(event.type()) : null;
        return type == null ? Optional.empty() : Optional.of(Json.read(event.event().data(), type,
                "event " + event.event().id() + " at position " + event.number()));
    }
}
