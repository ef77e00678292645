// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.saga.SagaEvent.Armed;
import io.thence.saga.SagaEvent.Due;
import io.thence.saga.SagaEvent.Moved;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The nearest wakes that instances want, up to a limit: those beyond are forgotten, and it knows from when on. Once it
 * has forgotten some, it keeps only what is wanted at the head: what is long over would take the place of what is not.
 */
final class Wakes {

    private final int most;
    private final Predicate<Wanted> current;
    private final TreeSet<Wanted> nearest = new TreeSet<>(Comparator.<Wanted, Instant>comparing(one -> one.wake().due())
            .thenComparing(Wanted::instance).thenComparing(one -> one.wake().wake()));
    private final Map<String, List<Wanted>> byInstance = new HashMap<>();
    private Optional<Instant> forgotten = Optional.empty();

    /**
     * A wake that an instance wants.
     *
     * @param key      the name of the saga's key
     * @param instance the value of it
     */
    record Wanted(String key, String instance, Armed wake) {

        boolean is(Due due) {
            return wake.wake().equals(due.wake()) && wake.armed() == due.armed();
        }
    }

    /**
     * None yet.
     *
     * @param most    how many are kept
     * @param current whether one is still wanted at the head, and it was not said that it is due
     */
    Wakes(int most, Predicate<Wanted> current) {
        this.most = most;
        this.current = current;
    }

    /** An instance has taken a step: of it those are wanted that the step names. */
    void wanted(Moved moved) {
        byInstance.getOrDefault(moved.instance(), List.of()).forEach(nearest::remove);
        byInstance.remove(moved.instance());
        for (var wake : moved.wakes()) {
            var one = new Wanted(moved.key(), moved.instance(), wake);
            if (forgotten.isEmpty() || (wake.due().isBefore(forgotten.get()) && current.test(one))) {
                add(one);
            }
        }
        if (nearest.size() > most && forgotten.isEmpty()) {
            List.copyOf(nearest).stream().filter(current.negate()).forEach(this::remove);
        }
        while (nearest.size() > most) {
            var last = nearest.last();
            forgotten = Optional.of(last.wake().due());
            remove(last);
        }
    }

    private void add(Wanted one) {
        nearest.add(one);
        byInstance.computeIfAbsent(one.instance(), _ -> new ArrayList<>()).add(one);
    }

    private void remove(Wanted one) {
        nearest.remove(one);
        byInstance.computeIfPresent(one.instance(), (_, all) -> {
            all.remove(one);
            return all.isEmpty() ? null : all;
        });
    }

    /** Those that are due at {@code now}, the first ones, at most {@code count}. */
    List<Wanted> due(Instant now, int count) {
        return nearest.stream().limit(count).takeWhile(one -> !one.wake().due().isAfter(now)).toList();
    }

    /** When the first is due. */
    Optional<Instant> next() {
        return nearest.isEmpty() ? Optional.empty() : Optional.of(nearest.first().wake().due());
    }

    /** It was said that these are due. */
    void said(List<Wanted> all) {
        all.forEach(this::remove);
    }

    /** It was said that one is due. */
    void said(Due due) {
        said(byInstance.getOrDefault(due.instance(), List.of()).stream().filter(one -> one.is(due)).toList());
    }

    /** Whether none is left, and some are forgotten. */
    boolean isUsedUp() {
        return nearest.isEmpty() && forgotten.isPresent();
    }

    /** Begins anew. */
    void clear() {
        nearest.clear();
        byInstance.clear();
        forgotten = Optional.empty();
    }
}
