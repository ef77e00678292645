// SPDX-License-Identifier: Apache-2.0
package io.thence.order;

import java.util.ArrayList;
import java.util.List;

/**
 * Which of the numbers that a producer gives to what it sends, one after the other, have not come. A value, as the
 * states of folds and sagas are. With more than {@value #RANGES_MAX} ranges missing the lowest is forgotten.
 *
 * @param next    one more than the highest that has come
 * @param floor   what was missing below is forgotten
 * @param missing what is missing from there on, the lowest first
 */
public record Gaps(long next, long floor, List<Range> missing) {

    /** The most ranges of missing numbers. */
    public static final int RANGES_MAX = 1_000;

    public Gaps {
        missing = List.copyOf(missing);
    }

    /** Nothing has come of a producer whose first number is {@code first}. */
    public static Gaps from(long first) {
        return new Gaps(first, first, List.of());
    }

    /** Numbers from one to another, both among them. */
    public record Range(long from, long to) {

        /** How many. */
        public long count() {
            return to - from + 1;
        }

        boolean has(long number) {
            return from <= number && number <= to;
        }
    }

    /** How a number came. */
    public enum Came {
        /** It is the one after the highest before. */
        IN_ORDER,
        /** It is higher: those between are missing now. */
        AHEAD,
        /** It was missing. */
        LATE,
        /** It had come before. */
        REPEATED,
        /** It may have come before, or be one that was missing: that is forgotten. */
        FORGOTTEN
    }

    /** What a number came to. */
    public record Seen(Gaps gaps, Came came) {}

    /** How many numbers are missing, but for what is forgotten. */
    public long count() {
        return missing.stream().mapToLong(Range::count).sum();
    }

    /** A number has come. */
    public Seen arrived(long number) {
        if (number == next) {
            return new Seen(new Gaps(next + 1, floor, missing), Came.IN_ORDER);
        }
        if (number > next) {
            var more = new ArrayList<>(missing);
            more.add(new Range(next, number - 1));
            return new Seen(bounded(number + 1, more), Came.AHEAD);
        }
        if (number < floor) {
            return new Seen(this, Came.FORGOTTEN);
        }
        for (int i = 0; i < missing.size(); i++) {
            if (missing.get(i).has(number)) {
                return new Seen(without(i, number), Came.LATE);
            }
        }
        return new Seen(this, Came.REPEATED);
    }

    private Gaps without(int index, long number) {
        var rest = new ArrayList<>(missing);
        var range = rest.remove(index);
        if (number < range.to()) {
            rest.add(index, new Range(number + 1, range.to()));
        }
        if (range.from() < number) {
            rest.add(index, new Range(range.from(), number - 1));
        }
        return bounded(next, rest);
    }

    private Gaps bounded(long after, List<Range> ranges) {
        return ranges.size() <= RANGES_MAX ? new Gaps(after, floor, ranges)
                : new Gaps(after, ranges.getFirst().to() + 1, ranges.subList(1, ranges.size()));
    }
}
