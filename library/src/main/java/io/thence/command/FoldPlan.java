// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.Cases;
import io.thence.Fold;
import io.thence.KeyValue;
import io.thence.ThenceException.BadRequest;
import io.thence.event.EventCodec;
import io.thence.event.SystemEvents;
import io.thence.snapshot.FoldSnapshots;
import io.thence.snapshot.Snapshots;
import io.thence.store.Query;
import io.thence.store.Truncation;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A fold made ready: the stored names that it reads, and a step for each record.
 *
 * @param fold      the fold
 * @param types     names of the types that it has steps for
 * @param depends   names of all types that a state depends on: those, and what lets go of events of its key or annuls
 *                  them
 * @param steps     by record; where two steps fit, the first holds
 * @param snapshots its states on disk, if it keeps some
 */
record FoldPlan<K, S>(Fold<K, S> fold, Set<String> types, Set<String> depends,
        Map<Class<?>, Fold.Step<K, S, ?>> steps, Optional<FoldSnapshots<S>> snapshots) {

    /**
     * The plan of a fold.
     *
     * @throws BadRequest if its states are no values, or it has a step for what is not filed under its key: a fold that
     *                    no decider reads is not checked at the start
     */
    static <K, S> FoldPlan<K, S> of(Fold<K, S> fold, EventCodec codec, Snapshots snapshots) {
        fold.fault().ifPresent(fault -> {
            throw refused(fold, fault + "; a state is a record, an enum, a string, a number, a time or an unmodifiable"
                    + " collection of these");
        });
        var types = new LinkedHashSet<String>();
        var steps = new HashMap<Class<?>, Fold.Step<K, S, ?>>();
        for (var step : fold.steps()) {
            codec.types(step.type()).stream().filter(type -> !type.isFiledUnder(fold.key())).findFirst()
                    .ifPresent(type -> {
                        throw refused(fold, type.name() + " is not filed under that key, so it is never seen: file it"
                                + " there, or drop the step");
                    });
            types.addAll(codec.names(step.type()));
            Cases.of(step.type()).forEach(record -> steps.putIfAbsent(record, step));
        }
        var depends = new LinkedHashSet<>(types);
        depends.addAll(Truncation.TYPES);
        depends.add(SystemEvents.ANNULLED.name());
        return new FoldPlan<>(fold, types, depends, steps, snapshots.of(fold));
    }

    private static BadRequest refused(Fold<?, ?> fold, String why) {
        return new BadRequest("fold by " + fold.key().name() + " (" + fold.declared() + "): " + why);
    }

    /** All that a state of the key {@code filed} depends on. */
    Query query(KeyValue filed) {
        return new Query(List.of(new Query.Term(depends, List.of(filed))));
    }

    /** Whether there is a step for {@code event}. */
    boolean reads(Object event) {
        return steps.containsKey(event.getClass());
    }

    /** The state after {@code event}, which is filed under {@code key}. */
    S apply(K key, S state, Object event) {
        var step = steps.get(event.getClass());
        return step == null ? state : apply(step, key, state, event);
    }

    /** The state after {@code records}, of one event that is filed under {@code key}. */
    S apply(K key, S state, List<?> records) {
        var after = state;
        for (var record : records) {
            after = apply(key, after, record);
        }
        return after;
    }

    private static <K, S, E> S apply(Fold.Step<K, S, E> step, K key, S state, Object event) {
        return step.function().apply(key, state, step.type().cast(event));
    }

    // Two plans are one if they are the same object: states are kept by plan.

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
