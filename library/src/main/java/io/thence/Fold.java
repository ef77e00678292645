// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * How the events of one key become a state. A fold knows its key and its types, so what is read for a decision and what
 * a decision depends on are derived from it and cannot disagree.
 *
 * <p>Steps are pure functions and a state is an immutable value that can be written as JSON: a record, an enum, a
 * string, a number, a {@code java.time} value, or an unmodifiable collection of these. States are shared between
 * threads.
 *
 * @param key   the key whose events are folded
 * @param start the state before the first event
 * @param steps what each type of event does
 * @param <K>   the key's values
 * @param <S>   the state
 */
public record Fold<K, S>(Key<K> key, S start, List<Step<K, S, ?>> steps) {

    public Fold {
        steps = List.copyOf(steps);
    }

    /** What an event does to the state of a key that it is filed under. */
    @FunctionalInterface
    public interface EachStep<K, S, E> {
        /** The state after {@code event}, for {@code key}. */
        S apply(K key, S state, E event);
    }

    /**
     * One step.
     *
     * @param type     the record, or a sealed interface of records
     * @param each     whether it is for events that are filed under many values of the key
     * @param function the step
     */
    public record Step<K, S, E>(Class<E> type, boolean each, EachStep<K, S, E> function) {}

    /** A fold before its starting state is known. */
    public record By<K>(Key<K> key) {
        /** The state of a key that has no events. */
        public <S> Fold<K, S> from(S start) {
            return new Fold<>(key, start, List.of());
        }
    }

    /** Starts a fold over the events that are filed under {@code key}. */
    public static <K> By<K> by(Key<K> key) {
        return new By<>(key);
    }

    /** What events of {@code type} do that are filed under one value of the key. */
    public <E> Fold<K, S> on(Class<E> type, BiFunction<S, E, S> step) {
        return with(new Step<>(type, false, (_, state, event) -> step.apply(state, event)));
    }

    /** What events of {@code type} do that are filed under many values of the key: the step is told which one. */
    public <E> Fold<K, S> onEach(Class<E> type, EachStep<K, S, E> step) {
        return with(new Step<>(type, true, step));
    }

    private Fold<K, S> with(Step<K, S, ?> step) {
        var more = new ArrayList<>(steps);
        more.add(step);
        return new Fold<>(key, start, more);
    }
}
