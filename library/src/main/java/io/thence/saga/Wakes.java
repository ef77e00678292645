// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.saga.SagaEvent.Armed;
import io.thence.saga.SagaEvent.Due;
import io.thence.saga.SagaEvent.Moved;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The nearest wakes that instances want, up to a limit: those beyond are forgotten, and it knows from when on. Once it
 * has forgotten some, it keeps only what is wanted at the head: what is long over would take the place of what is not.
 */
final class Wakes {

    private final int most;
    private final Predicate<Wanted> current;
    private WakeTable nearest = new WakeTable();
    private Optional<Instant> forgotten = Optional.empty();

    /**
     * A wake that an instance wants.
     *
     * @param instance the value of the saga's key
     */
    record Wanted(String instance, Armed wake) {}

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
        nearest.removeAll(moved.instance());
        for (var wake : moved.wakes()) {
            var one = new Wanted(moved.instance(), wake);
            if (forgotten.isEmpty() || (wake.due().isBefore(forgotten.get()) && current.test(one))) {
                nearest.add(one);
            }
        }
        if (nearest.size() > most && forgotten.isEmpty()) {
            nearest.all().stream().filter(current.negate()).forEach(this::remove);
        }
        if (nearest.size() > most) {
            forget();
        }
    }

    /** Keeps three quarters of the most, the nearest, so that it is not at the limit again with the next one. */
    private void forget() {
        var first = nearest.first(most - most / 4 + 1);
        forgotten = Optional.of(first.removeLast().wake().due());
        nearest = new WakeTable();
        first.forEach(nearest::add);
    }

    private void remove(Wanted one) {
        nearest.remove(one.instance(), one.wake().wake(), one.wake().armed());
    }

    /** Those that are due at {@code now}, the first ones, at most {@code count}. */
    List<Wanted> due(Instant now, int count) {
        if (next().filter(first -> !first.isAfter(now)).isEmpty()) {
            return List.of();
        }
        return nearest.first(count).stream().takeWhile(one -> !one.wake().due().isAfter(now)).toList();
    }

    /** When the first is due. */
    Optional<Instant> next() {
        return nearest.size() == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(nearest.firstMillis()));
    }

    /** It was said that these are due. */
    void said(List<Wanted> all) {
        all.forEach(this::remove);
    }

    /** It was said that one is due. */
    void said(Due due) {
        nearest.remove(due.instance(), due.wake(), due.armed());
    }

    /** Whether none is left, and some are forgotten. */
    boolean isUsedUp() {
        return nearest.size() == 0 && forgotten.isPresent();
    }

    /** Begins anew. */
    void clear() {
        nearest = new WakeTable();
        forgotten = Optional.empty();
    }
}
