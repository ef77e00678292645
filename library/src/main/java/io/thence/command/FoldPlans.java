// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.Fold;
import io.thence.Key;
import io.thence.KeyValue;
import io.thence.event.EventCodec;
import io.thence.snapshot.Snapshots;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The plan of each fold, made once, or again when there were too many. Folds are told apart by identity.
 */
final class FoldPlans {

    /** An application has some dozens; who makes a fold for each question begins with cold ones now and then. */
    private static final int PLANS_MAX = 4_096;

    private final ConcurrentHashMap<Same, FoldPlan<?, ?>> plans = new ConcurrentHashMap<>();
    private final EventCodec codec;
    private final Snapshots snapshots;

    FoldPlans(EventCodec codec, Snapshots snapshots) {
        this.codec = codec;
        this.snapshots = snapshots;
    }

    /** The value {@code value} of {@code key} as events are filed under it. */
    <K> KeyValue filed(Key<K> key, K value) {
        return codec.filed(key, value);
    }

    private record Same(Fold<?, ?> fold) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Same(Fold<?, ?> that) && isSame(fold, that);
        }

        @SuppressWarnings("ReferenceEquality") // two folds of equal parts may differ in what their steps capture
        private static boolean isSame(Fold<?, ?> one, Fold<?, ?> other) {
            return one == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(fold);
        }
    }

    @SuppressWarnings("unchecked") // the plan is made of the fold that it is found by
    <K, S> FoldPlan<K, S> of(Fold<K, S> fold) {
        if (plans.size() >= PLANS_MAX) {
            plans.clear();
        }
        return (FoldPlan<K, S>) plans.computeIfAbsent(new Same(fold),
                same -> FoldPlan.of(same.fold(), codec, snapshots));
    }
}
