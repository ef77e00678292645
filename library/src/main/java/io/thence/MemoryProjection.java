// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.io.Serializable;
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
 * <p>A handler that fails parks the key of the event; what it had changed of the model by then stays until the model is
 * made anew, so it should check before it changes.
 *
 * @param name    the name in messages
 * @param start   makes the model before the first event, a new one each time
 * @param clauses what each type of event does to it
 * @param policy  what becomes of events that a clause fails on
 * @param declared where the code declares it
 * @param <M>     the model
 */
public record MemoryProjection<M>(String name, Supplier<M> start, List<Clause<M, ?>> clauses, Policy policy,
        CodePlace declared) implements Part {

    /**
     * What is done about an event that fails where nothing else is said: as {@link Projection#POLICY}, at the first
     * attempt. To try it again is to make the model anew: what fails by its data alone would fail again.
     */
    public static final Policy POLICY = Projection.POLICY.attempts(1);

    public MemoryProjection {
        Names.check("projection", name);
        clauses = List.copyOf(clauses);
    }

    /** What one type of event does: a record, or a sealed interface of records. */
    public record Clause<M, E>(Class<E> type, Handler<M, E> handler) {}

    /**
     * Changes the model as one event says. Serializable so that its code can be found and compared with what failed; it
     * is never stored.
     */
    @FunctionalInterface
    public interface Handler<M, E> extends Serializable {
        /** Handles {@code event}. */
        void handle(M model, E event);
    }

    /** Says what events of {@code type} do, a record or a sealed interface of records. */
    public <E> MemoryProjection<M> on(Class<E> type, Handler<M, E> handler) {
        var more = new ArrayList<>(clauses);
        more.add(new Clause<>(type, handler));
        return new MemoryProjection<>(name, start, more, policy, declared);
    }

    /**
     * Says what is done about events that fail, as {@link Projection#policy} does. For another attempt the model is
     * made anew from the log, beside the one that answers: nothing stays of what a handler had done when it failed.
     */
    public MemoryProjection<M> policy(Policy other) {
        return new MemoryProjection<>(name, start, clauses, other, declared);
    }
}
