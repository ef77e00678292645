// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * A type of event: its stable name, its record, and what its events are filed under.
 *
 * @param name    the name in stored events, such as {@code account.deposited}; never changes
 * @param record  the record that code sees
 * @param filings what an event is filed under; the first one is its stream
 * @param upcasts step {@code i} turns version {@code i + 1} into {@code i + 2}
 * @param personal what of it is about a person, if anything is
 * @param formerNames the names under which older events of it are stored
 * @param <E>     the record
 */
public record EventType<E>(
        String name,
        Class<E> record,
        List<Filing<E>> filings,
        List<Upcast> upcasts,
        Optional<Personal> personal,
        List<String> formerNames) {

    /**
     * What of an event is about a person, and about whom.
     *
     * @param subject    the key whose value is the person; the event is filed under one value of it
     * @param components names of the record's components that are stored encrypted
     */
    public record Personal(Key<?> subject, List<String> components) {
        public Personal {
            components = List.copyOf(components);
        }
    }

    public EventType {
        Names.check("event", name);
        filings = List.copyOf(filings);
        upcasts = List.copyOf(upcasts);
        formerNames = List.copyOf(formerNames);
        formerNames.forEach(former -> Names.check("event", former));
    }

    /** A type without versions before this one, of which nothing is personal. */
    public static <E> EventType<E> of(String name, Class<E> record, List<Filing<E>> filings) {
        return new EventType<>(name, record, filings, List.of(), Optional.empty(), List.of());
    }

    EventType<E> upcast(Upcast step) {
        var steps = new ArrayList<>(upcasts);
        steps.add(step);
        return new EventType<>(name, record, filings, steps, personal, formerNames);
    }

    EventType<E> personal(Personal parts) {
        return new EventType<>(name, record, filings, upcasts, Optional.of(parts), formerNames);
    }

    EventType<E> formerly(String former) {
        var formers = new ArrayList<>(formerNames);
        formers.add(former);
        return new EventType<>(name, record, filings, upcasts, personal, formers);
    }

    /** The names under which its events are stored: the one that is written first. */
    public List<String> names() {
        var names = new ArrayList<String>();
        names.add(name);
        names.addAll(formerNames);
        return names;
    }

    /** The version that is written: one more than there are upcasts. */
    public int version() {
        return upcasts.size() + 1;
    }

    /** Whether its events are filed under {@code key}. */
    public boolean isFiledUnder(Key<?> key) {
        return filings.stream().anyMatch(filing -> filing.key().name().equals(key.name()));
    }

    /** The values that {@code event} is filed under, each once: the stream first. */
    public List<KeyValue> keys(E event) {
        if (filings.size() == 1 && !filings.getFirst().many()) {
            return filings.getFirst().values().apply(event);
        }
        var keys = new LinkedHashSet<KeyValue>();
        for (var filing : filings) {
            keys.addAll(filing.values().apply(event));
        }
        return List.copyOf(keys);
    }
}
