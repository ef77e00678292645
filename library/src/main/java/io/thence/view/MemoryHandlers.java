// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.MemoryProjection;
import io.thence.event.EventCodec;
import java.util.Set;

/** What the clauses of a projection do to its model. */
public final class MemoryHandlers<M> {

    private final Clauses<MemoryProjection.Clause<M, ?>> clauses;
    private final Set<String> types;

    /** The clauses of {@code projection}, whose types {@code codec} knows. */
    public MemoryHandlers(MemoryProjection<M> projection, EventCodec codec) {
        clauses = new Clauses<>(projection.clauses(), MemoryProjection.Clause::type);
        types = clauses.types(codec);
    }

    /** The stored names of the types that it reads. */
    public Set<String> types() {
        return types;
    }

    /** Changes the model as {@code event} says. */
    public void handle(M model, Object event) {
        for (var clause : clauses.of(event)) {
            handle(clause, model, event);
        }
    }

    private static <M, E> void handle(MemoryProjection.Clause<M, E> clause, M model, Object event) {
        clause.handler().handle(model, clause.type().cast(event));
    }
}
