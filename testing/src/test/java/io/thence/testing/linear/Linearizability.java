// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.linear;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says whether what callers of a store saw could have come of doing one call after the other, each at some moment
 * between its begin and its end. The store is a list: a call appends under a key if the key has as many entries as it
 * says, or reads the positions of a key.
 *
 * <p>Source: J. Wing and C. Gong, <i>Testing and Verifying Concurrent Objects</i>, 1993; that states which were come to
 * before need not be searched again: G. Lowe, <i>Testing for Linearizability</i>, 2017.
 */
final class Linearizability {

    /** A call that came to its end. */
    sealed interface Call {
        long begin();

        long end();

        /** Appended under {@code key} on {@code revision}: at {@code position}, or 0 for a conflict. */
        record Append(long begin, long end, int key, int revision, long position) implements Call {}

        /** Read the positions under {@code key}. */
        record Read(long begin, long end, int key, List<Long> positions) implements Call {}
    }

    private record Configuration(BitSet done, List<Integer> state) {}

    private final List<Call> history;
    private final Set<Configuration> seen = new HashSet<>();

    private Linearizability(List<Call> history) {
        this.history = history;
    }

    /** Whether a history is linearizable. */
    static boolean holds(List<Call> history) {
        return new Linearizability(history).search(new BitSet(), List.of());
    }

    private boolean search(BitSet done, List<Integer> state) {
        if (done.cardinality() == history.size()) {
            return true;
        }
        if (!seen.add(new Configuration((BitSet) done.clone(), state))) {
            return false;
        }
        long firstEnd = Long.MAX_VALUE;
        for (int i = done.nextClearBit(0); i < history.size(); i = done.nextClearBit(i + 1)) {
            firstEnd = Math.min(firstEnd, history.get(i).end());
        }
        for (int i = done.nextClearBit(0); i < history.size(); i = done.nextClearBit(i + 1)) {
            if (history.get(i).begin() <= firstEnd) {
                var next = after(state, history.get(i));
                if (next.isPresent()) {
                    done.set(i);
                    if (search(done, next.get())) {
                        return true;
                    }
                    done.clear(i);
                }
            }
        }
        return false;
    }

    /** The list after a call; empty if the call cannot have come to what it came to. */
    private static Optional<List<Integer>> after(List<Integer> state, Call call) {
        return switch (call) {
            case Call.Append(_, _, int key, int revision, long position) -> {
                boolean holds = positions(state, key).size() == revision;
                if (position == 0) {
                    yield holds ? Optional.empty() : Optional.of(state);
                }
                if (!holds || position != state.size() + 1) {
                    yield Optional.empty();
                }
                var next = new ArrayList<>(state);
                next.add(key);
                yield Optional.of(next);
            }
            case Call.Read(_, _, int key, var positions) ->
                positions(state, key).equals(positions) ? Optional.of(state) : Optional.empty();
        };
    }

    private static List<Long> positions(List<Integer> state, int key) {
        var positions = new ArrayList<Long>();
        for (int i = 0; i < state.size(); i++) {
            if (state.get(i) == key) {
                positions.add(i + 1L);
            }
        }
        return positions;
    }
}
