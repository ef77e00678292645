// SPDX-License-Identifier: Apache-2.0
package io.thence.schedule;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What is due next of all that was asked for, up to a limit: what is beyond is forgotten, and it knows from when on.
 * Once it has forgotten some, it keeps only what is wanted at the head: what is long over would take the place of what
 * is not.
 */
final class Nearest {

    private final int most;
    private final Predicate<Wish> current;
    private final TreeSet<Wish> wishes = new TreeSet<>(Comparator.comparing(Wish::due).thenComparing(Wish::id));
    private final Map<String, Wish> byId = new HashMap<>();
    private Optional<Instant> forgotten = Optional.empty();

    /** Something that was asked for, and when it is due. */
    record Wish(String id, Instant due) {}

    /**
     * None yet.
     *
     * @param most    how many are kept
     * @param current whether one is still wanted at the head, and it was not said that it is due
     */
    Nearest(int most, Predicate<Wish> current) {
        this.most = most;
        this.current = current;
    }

    void add(Wish wish) {
        if (forgotten.isPresent() && (!wish.due().isBefore(forgotten.get()) || !current.test(wish))) {
            return;
        }
        wishes.add(wish);
        byId.put(wish.id(), wish);
        if (wishes.size() > most && forgotten.isEmpty()) {
            List.copyOf(wishes).stream().filter(current.negate()).forEach(over -> remove(over.id()));
        }
        while (wishes.size() > most) {
            forgotten = Optional.of(wishes.last().due());
            remove(wishes.last().id());
        }
    }

    void remove(String id) {
        Optional.ofNullable(byId.remove(id)).ifPresent(wishes::remove);
    }

    /** The first ones, at most {@code count}. */
    List<Wish> first(int count) {
        return wishes.stream().limit(count).toList();
    }

    /** Whether none is left, and some are forgotten. */
    boolean isUsedUp() {
        return wishes.isEmpty() && forgotten.isPresent();
    }

    /** Begins anew. */
    void clear() {
        wishes.clear();
        byId.clear();
        forgotten = Optional.empty();
    }
}
