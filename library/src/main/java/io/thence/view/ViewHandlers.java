// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Cases;
import io.thence.Event;
import io.thence.KeyValue;
import io.thence.Projection;
import io.thence.Tables;
import io.thence.event.EventCodec;
import io.thence.event.SystemEvents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A projection's clauses by record: all that fit an event run, in the order in which they were written. */
final class ViewHandlers {

    private final Map<Class<?>, List<Projection.Clause<?>>> clauses = new HashMap<>();
    private final Projection projection;

    ViewHandlers(Projection projection) {
        this.projection = projection;
        for (var clause : projection.clauses()) {
            Cases.of(clause.type()).forEach(
                    record -> clauses.computeIfAbsent(record, _ -> new ArrayList<>()).add(clause));
        }
    }

    Set<String> types(EventCodec codec) {
        var types = new LinkedHashSet<String>();
        projection.clauses().forEach(clause -> types.addAll(codec.names(clause.type())));
        if (!projection.erasings().isEmpty()) {
            types.add(SystemEvents.ERASED.name());
        }
        return types;
    }

    void handle(Tables tables, Event<?> event) {
        if (event.data() instanceof SystemEvents.Erased) {
            erase(tables, event.keys().getFirst());
        }
        for (var clause : clauses.getOrDefault(event.data().getClass(), List.of())) {
            handle(clause, tables, event.data());
        }
    }

    private void erase(Tables tables, KeyValue subject) {
        for (var erasing : projection.erasings()) {
            if (erasing.key().name().equals(subject.key())) {
                erasing.eraser().erase(tables, subject.value());
            }
        }
    }

    private static <E> void handle(Projection.Clause<E> clause, Tables tables, Object event) {
        clause.handler().handle(tables, clause.type().cast(event));
    }
}
