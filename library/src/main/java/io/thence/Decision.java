// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a decider answers. A refusal is an answer like any other; exceptions are for what is broken.
 *
 * @param <E> the events
 */
public sealed interface Decision<E> {

    /** These events happen, all or none; with no events the command is done without a trace. */
    record Accept<E>(List<E> events) implements Decision<E> {
        public Accept {
            events.forEach(event -> Objects.requireNonNull(event, "an event that is to happen is null"));
            events = List.copyOf(events);
        }
    }

    /**
     * Nothing happens.
     *
     * @param reason a text that a person can read, or a value of the type that the decider declares by
     *               {@link Decider.Start#refusing}
     */
    record Refuse<E>(Object reason) implements Decision<E> {}

    /** These events happen. */
    @SafeVarargs
    static <E> Decision<E> accept(E... events) {
        var all = new ArrayList<E>();
        for (var event : events) {
            all.add(event);
        }
        return new Accept<>(all);
    }

    /** These events happen. */
    static <E> Decision<E> accept(List<? extends E> events) {
        return new Accept<>(new ArrayList<>(events));
    }

    /** Nothing happens, for {@code reason}: a text, or a value of the type that the decider declares. */
    static <E> Decision<E> refuse(Object reason) {
        return new Refuse<>(reason);
    }
}
