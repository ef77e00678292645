// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

import io.thence.KeyValue;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which events are asked for: those that match at least one term.
 *
 * @param terms the terms; none at all asks for every event
 */
public record Query(List<Term> terms) {

    /** Every event. */
    public static final Query ALL = new Query(List.of());

    public Query {
        terms = List.copyOf(terms);
    }

    /**
     * Matches an event that has one of the types and is filed under all of the keys.
     *
     * @param types names of event types; none at all stands for any
     * @param keys  values of keys; none at all asks for none
     */
    public record Term(Set<String> types, List<KeyValue> keys) {
        public Term {
            types = new LinkedHashSet<>(types);
            keys = List.copyOf(keys);
        }

        /** Whether it matches an event of {@code type} that is filed under {@code filed}. */
        public boolean matches(String type, List<KeyValue> filed) {
            return (types.isEmpty() || types.contains(type)) && filed.containsAll(keys);
        }

        /** Whether it matches an event. */
        public boolean matches(EventView event) {
            if (!types.isEmpty() && !types.contains(event.type())) {
                return false;
            }
            for (var key : keys) {
                if (!event.isUnder(key) && !isCorrelation(key, event)) {
                    return false;
                }
            }
            return true;
        }

        private static boolean isCorrelation(KeyValue key, EventView event) {
            return key.key().equals(KeyValue.CORRELATION)
                    && event.event().origin().correlation().equals(Optional.of(key.value()));
        }
    }

    /** Events of these types. */
    public static Query types(Set<String> types) {
        return new Query(List.of(new Term(types, List.of())));
    }

    /** Events that are filed under all of these keys. */
    public static Query keys(KeyValue... keys) {
        return new Query(List.of(new Term(Set.of(), Arrays.asList(keys))));
    }

    /** Whether it matches an event. */
    public boolean matches(EventView event) {
        for (var term : terms) {
            if (term.matches(event)) {
                return true;
            }
        }
        return terms.isEmpty();
    }
}
