// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of one row: one step for each column, of all that were asked for one after the other. */
final class RowChange {

    private final Map<String, Step> steps = new LinkedHashMap<>();
    private boolean written;

    /** What becomes of one column. */
    sealed interface Step {
        /** The argument of its assignment. */
        Object value();
    }

    record Add(long n) implements Step {
        @Override
        public Object value() {
            return n;
        }
    }

    record Set(Object value) implements Step {}

    record Least(Object value) implements Step {}

    /** A column and the kind of its step: rows with the same ones share a statement. */
    record Change(String column, Class<? extends Step> step) {
        /** What the column becomes. */
        String value(String before, String argument, Dialect dialect) {
            if (step == Add.class) {
                return "coalesce(" + before + ", 0) + " + argument;
            }
            return step == Set.class ? argument : dialect.least(before, argument);
        }
    }

    /** Adds a step; false if it cannot be merged with what the column has already: write that first. */
    boolean take(String column, Step next) {
        var known = steps.get(column);
        var merged = known == null ? next : merged(known, next);
        if (merged != null) {
            steps.put(column, merged);
        }
        return merged != null;
    }

    private static @Nullable Step merged(Step known, Step next) {
        return switch (next) {
            case Set set -> set;
            case Add(long n) -> switch (known) {
                case Add(long sum) -> new Add(Math.addExact(sum, n));
                case Set(Long whole) -> new Set(Math.addExact(whole, n));
                case Set(Integer whole) -> new Set(Math.addExact(whole, n));
                default -> null;
            };
            case Least(Object value) -> switch (known) {
                case Least(Object least) when isOrderedAlike(least, value) -> new Least(lesser(least, value));
                case Set(Object set) when isOrderedAlike(set, value) -> new Set(lesser(set, value));
                default -> null;
            };
        };
    }

    /** Whether every database has the same order of these as they have here; it has not of texts, nor of UUIDs. */
    private static boolean isOrderedAlike(Object one, Object other) {
        return one.getClass() == other.getClass()
                && (one instanceof Number || one instanceof Instant || one instanceof LocalDate)
                && one instanceof Comparable;
    }

    @SuppressWarnings("unchecked") // values of one column are comparable with each other
    private static Object lesser(Object one, Object other) {
        return ((Comparable<Object>) one).compareTo(other) <= 0 ? one : other;
    }

    List<Change> signature() {
        var signature = new ArrayList<Change>(steps.size());
        steps.forEach((column, step) -> signature.add(new Change(column, step.getClass())));
        return signature;
    }

    /** The arguments of the assignments, in the order of the signature. */
    List<Object> values() {
        var values = new ArrayList<Object>(steps.size());
        steps.values().forEach(step -> values.add(step.value()));
        return values;
    }

    /** It is written, or given up. */
    void written() {
        written = true;
    }

    boolean isWritten() {
        return written;
    }
}
