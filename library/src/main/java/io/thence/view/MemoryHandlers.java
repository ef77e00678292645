// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Cases;
import io.thence.MemoryProjection;
import io.thence.event.EventCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A projection's clauses by record: all that fit an event run, in the order in which they were written. */
public final class MemoryHandlers<M> {

    private final Map<Class<?>, List<MemoryProjection.Clause<M, ?>>> clauses = new HashMap<>();
    private final Set<String> types = new LinkedHashSet<>();

    /** The clauses of {@code projection}, whose types {@code codec} knows. */
    public MemoryHandlers(MemoryProjection<M> projection, EventCodec codec) {
        for (var clause : projection.clauses()) {
            types.addAll(codec.names(clause.type()));
            Cases.of(clause.type()).forEach(
                    record -> clauses.computeIfAbsent(record, _ -> new ArrayList<>()).add(clause));
        }
    }

    /** The stored names of the types that it reads. */
    public Set<String> types() {
        return types;
    }

    /** Changes the model as {@code event} says. */
    public void handle(M model, Object event) {
        for (var clause : clauses.getOrDefault(event.getClass(), List.of())) {
            handle(clause, model, event);
        }
    }

    private static <M, E> void handle(MemoryProjection.Clause<M, E> clause, M model, Object event) {
        clause.handler().handle(model, clause.type().cast(event));
    }
}
