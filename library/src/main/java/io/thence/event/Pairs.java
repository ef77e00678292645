// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.KeyValue;
import io.thence.Merged;
import io.thence.store.StoredEvent;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which events of a command are read as one: under each value of a key the first ones of two types, then the second
 * ones, and so on. Where some under that value may have been removed the rest cannot be counted, so none is told.
 */
final class Pairs {

    private static final int NONE = -1;
    private static final int TORN = -2;

    /** By the ordinal of an event in the command that of the other one: few bytes, for a batch may be large. */
    private final int[] others;

    private Pairs(int[] others) {
        this.others = others;
    }

    /** Those of {@code left}, by their values of the key {@code by}. */
    static Pairs of(Merged merged, String by, Companions.Left left) {
        int last = left.events().isEmpty() ? NONE : ordinal(left.events().getLast());
        var others = new int[last + 1];
        Arrays.fill(others, NONE);
        var waiting = new HashMap<Set<KeyValue>, Map<String, Queue<Integer>>>();
        for (var event : left.events()) {
            var values = values(event, by);
            int ordinal = ordinal(event);
            if (!Collections.disjoint(values, left.torn())) {
                others[ordinal] = TORN;
            } else if (!values.isEmpty()) {
                var here = waiting.computeIfAbsent(values, _ -> new HashMap<>());
                var other = queue(here, merged.other(event.type())).poll();
                if (other == null) {
                    queue(here, event.type()).add(ordinal);
                } else {
                    others[ordinal] = other;
                    others[other] = ordinal;
                }
            }
        }
        return new Pairs(others);
    }

    private static Queue<Integer> queue(Map<String, Queue<Integer>> waiting, String type) {
        return waiting.computeIfAbsent(type, _ -> new ArrayDeque<>());
    }

    private static int ordinal(StoredEvent event) {
        return event.id().ofCommand().orElseThrow().ordinal();
    }

    private static Set<KeyValue> values(StoredEvent event, String by) {
        return event.keys().stream().filter(key -> key.key().equals(by)).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether what belongs to the event of this ordinal cannot be told any more. */
    boolean isTorn(int ordinal) {
        return ordinal < others.length && others[ordinal] == TORN;
    }

    /** The ordinal of what belongs to the event of this ordinal; empty if nothing does. */
    OptionalInt other(int ordinal) {
        return ordinal < others.length && others[ordinal] >= 0 ? OptionalInt.of(others[ordinal]) : OptionalInt.empty();
    }
}
