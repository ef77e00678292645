// SPDX-License-Identifier: Apache-2.0
package io.thence;

import io.thence.Causality.Known;
import io.thence.ThenceException.BadRequest;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A count of the events of each process that an event knows of, itself among them: of two such clocks it can always be
 * told which event knew of the other, or that neither did. (Fidge, <i>Timestamps in Message-Passing Systems</i>, 1988;
 * Mattern, <i>Virtual Time and Global States</i>, 1989.) It grows with the number of processes; so an event has one
 * only where its record has a component of this type.
 *
 * <p>A process {@link #tick ticks} for each event of its own, and {@link #merge merges} what it hears of before that.
 *
 * @param counts how many events of each process are known; a process of which none is known is not in it
 */
public record VectorClock(Map<String, Long> counts) {

    /** The most processes that one clock knows. */
    public static final int PROCESSES_MAX = 1_024;

    /** That of who knows of nothing. */
    public static final VectorClock ZERO = new VectorClock(Map.of());

    public VectorClock {
        SortedMap<String, Long> sorted = new TreeMap<>(counts);
        sorted.values().removeIf(count -> count == 0);
        if (sorted.size() > PROCESSES_MAX || sorted.values().stream().anyMatch(count -> count < 0)) {
            throw new BadRequest("a vector clock has counts from 1 on of up to " + PROCESSES_MAX + " processes, not "
                    + (sorted.size() > PROCESSES_MAX ? "of " + sorted.size() : sorted));
        }
        counts = Collections.unmodifiableMap(sorted);
    }

    /** How many events of {@code process} are known. */
    public long of(String process) {
        return counts.getOrDefault(process, 0L);
    }

    /** The clock of the next event of {@code process}. */
    public VectorClock tick(String process) {
        var next = new TreeMap<>(counts);
        next.merge(process, 1L, Long::sum);
        return new VectorClock(next);
    }

    /** What is known by either. */
    public VectorClock merge(VectorClock other) {
        var all = new TreeMap<>(counts);
        other.counts.forEach((process, count) -> all.merge(process, count, Math::max));
        return new VectorClock(all);
    }

    /** How the event with this clock stands to one with {@code other}. */
    public Known compare(VectorClock other) {
        boolean isIn = isIn(other);
        boolean contains = other.isIn(this);
        if (isIn && contains) {
            return Known.SAME;
        }
        return isIn ? Known.BEFORE : contains ? Known.AFTER : Known.CONCURRENT;
    }

    private boolean isIn(VectorClock other) {
        return counts.entrySet().stream().allMatch(entry -> entry.getValue() <= other.of(entry.getKey()));
    }
}
