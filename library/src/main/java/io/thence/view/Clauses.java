// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Cases;
import io.thence.event.EventCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** A projection's clauses by record: all that fit an event run, in the order in which they were written. */
final class Clauses<C> {

    private final List<Class<?>> types;
    private final Map<Class<?>, List<C>> byRecord = new HashMap<>();

    /** {@code type} says which events a clause is for: a record, or a sealed interface of records. */
    Clauses(List<C> clauses, Function<C, Class<?>> type) {
        types = new ArrayList<>(clauses.size());
        for (var clause : clauses) {
            types.add(type.apply(clause));
            Cases.of(type.apply(clause)).forEach(
                    record -> byRecord.computeIfAbsent(record, _ -> new ArrayList<>()).add(clause));
        }
    }

    /** The stored names of the types that they are for. */
    Set<String> types(EventCodec codec) {
        var names = new LinkedHashSet<String>();
        types.forEach(type -> names.addAll(codec.names(type)));
        return names;
    }

    /** Those that are for {@code event}. */
    List<C> of(Object event) {
        return byRecord.getOrDefault(event.getClass(), List.of());
    }
}
