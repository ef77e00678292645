// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Keeps a model in memory up to date with events: any object, made anew from the whole log at each start. For what is
 * asked often and is small enough, and for what SQL says badly.
 *
 * <p>One thread changes the model; who asks sees it between two events, never within one. Of persons it knows only what
 * the log still says: when one is forgotten, the model is made anew.
 *
 * <p>A handler that fails parks the key of the event; what it had changed of the model by then stays until the next
 * start, so it should check before it changes.
 *
 * @param name    the name in messages
 * @param start   makes the model before the first event, a new one each time
 * @param clauses what each type of event does to it
 * @param declared where the code declares it
 * @param <M>     the model
 */
public record MemoryProjection<M>(String name, Supplier<M> start, List<Clause<M, ?>> clauses, CodePlace declared)
        implements Part {

    public MemoryProjection {
        Names.check("projection", name);
        clauses = List.copyOf(clauses);
    }

    /** What one type of event does: a record, or a sealed interface of records. */
    public record Clause<M, E>(Class<E> type, Handler<M, E> handler) {}

    /** Changes the model as one event says. */
    @FunctionalInterface
    public interface Handler<M, E> {
        /** Handles {@code event}. */
        void handle(M model, E event);
    }

    /** Says what events of {@code type} do, a record or a sealed interface of records. */
    public <E> MemoryProjection<M> on(Class<E> type, Handler<M, E> handler) {
        var more = new ArrayList<>(clauses);
        more.add(new Clause<>(type, handler));
        return new MemoryProjection<>(name, start, more, declared);
    }
}
