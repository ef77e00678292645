// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.Application;
import io.thence.Cases;
import io.thence.EventType;
import io.thence.Fold;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Folds events as they were decided: no log, no codec. What an event is filed under is taken in clear. */
final class ByHand {

    private final Map<Class<?>, EventType<?>> types = new HashMap<>();

    ByHand(Application application) {
        application.events().forEach(events -> events.types().forEach(type -> types.put(type.record(), type)));
    }

    /** The state after {@code events}, of those that are filed under {@code key}. */
    <K, S> S folded(Fold<K, S> fold, K key, S from, List<?> events) {
        var state = from;
        for (var event : events) {
            var type = types.get(event.getClass());
            if (type != null && isFiled(type, event, fold, key)) {
                state = step(fold, key, state, event);
            }
        }
        return state;
    }

    private static <E, K> boolean isFiled(EventType<E> type, Object event, Fold<K, ?> fold, K key) {
        return type.keys(type.record().cast(event)).contains(fold.key().value(key));
    }

    private static <K, S> S step(Fold<K, S> fold, K key, S state, Object event) {
        return stepOf(fold, event.getClass()).map(step -> apply(step, key, state, event)).orElse(state);
    }

    /** The step for events of a record: where two fit, the first holds. */
    static <K, S> Optional<Fold.Step<K, S, ?>> stepOf(Fold<K, S> fold, Class<?> record) {
        return fold.steps().stream().filter(step -> Cases.of(step.type()).contains(record)).findFirst();
    }

    /** The state after one event. */
    static <K, S, E> S apply(Fold.Step<K, S, E> step, K key, S state, Object event) {
        return step.function().apply(key, state, step.type().cast(event));
    }
}
