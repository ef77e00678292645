// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import io.thence.AlertRule;
import io.thence.AlertRule.Aggregate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The numbers of a window, in slices of time: of each what is needed to tell sums and extremes. Never changed.
 *
 * @param slices those that have any number, in their order
 */
record Slices(List<Slice> slices) {

    static final Slices NONE = new Slices(List.of());

    /**
     * How a window is cut: slice {@code i} has the times from {@code i * millis} on. A window at a time is the slice of
     * that time and the {@code count - 1} before it.
     */
    record Cut(long millis, int count) {

        /** How a window of {@code length} is cut: into {@link AlertRule#SLICES}, or fewer that are not longer. */
        static Cut of(Duration length) {
            long millis = Math.max(1, -Math.floorDiv(-length.toMillis(), AlertRule.SLICES));
            return new Cut(millis, (int) Math.max(1, length.toMillis() / millis));
        }

        long index(Instant time) {
            return Math.floorDiv(time.toEpochMilli(), millis);
        }

        Instant begin(long index) {
            return Instant.ofEpochMilli(index * millis);
        }
    }

    /** The numbers of one slice; {@code kind} of them are of the kind that is looked for. */
    record Slice(long index, long count, long kind, double sum, double min, double max) {

        Slice with(double number, boolean isKind) {
            return new Slice(index, count + 1, kind + (isKind ? 1 : 0), sum + number, Math.min(min, number),
                    Math.max(max, number));
        }
    }

    /** With one more number in slice {@code index}, which is the last one; those before {@code from} are let go of. */
    Slices with(long index, double number, boolean isKind, long from) {
        var all = new ArrayList<Slice>(slices.size() + 1);
        slices.stream().filter(slice -> slice.index() >= from).forEach(all::add);
        var last = all.isEmpty() || all.getLast().index() < index
                ? new Slice(index, 0, 0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY) : all.removeLast();
        all.add(last.with(number, isKind));
        return new Slices(List.copyOf(all));
    }

    /** Those from {@code from} on. */
    Slices from(long from) {
        return slices.isEmpty() || slices.getFirst().index() >= from ? this
                : new Slices(slices.stream().filter(slice -> slice.index() >= from).toList());
    }

    boolean isEmpty() {
        return slices.isEmpty();
    }

    /** What is made of the slices from {@code from} to {@code to}; empty where nothing is made of so few numbers. */
    OptionalDouble value(Aggregate aggregate, long from, long to, long least) {
        var all = new Slice(0, 0, 0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
        for (var slice : slices) {
            if (slice.index() >= from && slice.index() <= to) {
                all = new Slice(0, all.count + slice.count, all.kind + slice.kind, all.sum + slice.sum,
                        Math.min(all.min, slice.min), Math.max(all.max, slice.max));
            }
        }
        if (all.count < least) {
            return OptionalDouble.empty();
        }
        return switch (aggregate) {
            case COUNT -> OptionalDouble.of((double) all.count);
            case SUM -> finite(all.sum);
            case MEAN -> finite(all.sum / all.count);
            case MIN -> finite(all.min);
            case MAX -> finite(all.max);
            case RATIO -> finite((double) all.kind / all.count);
            case LATEST -> OptionalDouble.empty(); // it has no window
        };
    }

    private static OptionalDouble finite(double number) {
        return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    }

    /** When the first of them leaves a window of {@code cut}, or of twice that, after {@code time}. */
    Optional<Instant> nextLeaving(Cut cut, boolean isTwice, Instant time) {
        return slices.stream().flatMap(slice -> isTwice
                        ? List.of(slice.index() + cut.count(), slice.index() + 2L * cut.count()).stream()
                        : List.of(slice.index() + cut.count()).stream())
                .map(cut::begin).filter(leaving -> leaving.isAfter(time)).min(Instant::compareTo);
    }
}
