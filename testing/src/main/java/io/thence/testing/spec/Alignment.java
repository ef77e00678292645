// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntBiFunction;

/**
 * Which of the expected things each actual one is: so that one that is missing or was not expected leaves the others
 * side by side. It is the cheapest way from one list to the other.
 */
final class Alignment {

    /** What it costs that a thing is only on one side. */
    static final int ALONE = 10;

    /** Two things that are not to stand side by side: it is cheaper to have each alone. */
    static final int NEVER = 2 * ALONE + 1;

    /** Above this many pairs to weigh, lists are compared place by place. */
    private static final long PAIRS_MAX = 1_000_000;

    private Alignment() {}

    /** Two things side by side, or one alone. */
    record Pair<T>(Optional<T> expected, Optional<T> actual) {}

    /**
     * The pairs, in order.
     *
     * @param cost what it costs to have an expected and an actual thing side by side, 0 where they are the same
     */
    static <T> List<Pair<T>> of(List<T> expected, List<T> actual, ToIntBiFunction<T, T> cost) {
        if ((long) expected.size() * actual.size() > PAIRS_MAX) {
            return byPlace(expected, actual);
        }
        var costs = costs(expected, actual, cost);
        var pairs = new ArrayList<Pair<T>>();
        int e = expected.size();
        int a = actual.size();
        while (e > 0 || a > 0) {
            if (e > 0 && a > 0 && costs[e][a] == costs[e - 1][a - 1]
                            + cost.applyAsInt(expected.get(e - 1), actual.get(a - 1))) {
                pairs.add(new Pair<>(Optional.of(expected.get(--e)), Optional.of(actual.get(--a))));
            } else if (a > 0 && costs[e][a] == costs[e][a - 1] + ALONE) {
                pairs.add(new Pair<>(Optional.empty(), Optional.of(actual.get(--a))));
            } else {
                pairs.add(new Pair<>(Optional.of(expected.get(--e)), Optional.empty()));
            }
        }
        Collections.reverse(pairs);
        return pairs;
    }

    /** At {@code [e][a]} what the first e and a things cost. */
    private static <T> int[][] costs(List<T> expected, List<T> actual, ToIntBiFunction<T, T> cost) {
        var costs = new int[expected.size() + 1][actual.size() + 1];
        for (int e = 0; e <= expected.size(); e++) {
            for (int a = 0; a <= actual.size(); a++) {
                int best = e == 0 && a == 0 ? 0 : Integer.MAX_VALUE;
                if (e > 0) {
                    best = Math.min(best, costs[e - 1][a] + ALONE);
                }
                if (a > 0) {
                    best = Math.min(best, costs[e][a - 1] + ALONE);
                }
                if (e > 0 && a > 0) {
                    best = Math.min(best,
                            costs[e - 1][a - 1] + cost.applyAsInt(expected.get(e - 1), actual.get(a - 1)));
                }
                costs[e][a] = best;
            }
        }
        return costs;
    }

    private static <T> List<Pair<T>> byPlace(List<T> expected, List<T> actual) {
        var pairs = new ArrayList<Pair<T>>();
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            pairs.add(new Pair<>(at(expected, i), at(actual, i)));
        }
        return pairs;
    }

    private static <T> Optional<T> at(List<T> list, int i) {
        return i < list.size() ? Optional.of(list.get(i)) : Optional.empty();
    }
}
