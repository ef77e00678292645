// SPDX-License-Identifier: Apache-2.0
package io.thence.order;

import io.thence.order.Resequencer.Step;
import io.thence.order.Resequencer.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Puts what several producers send in the order of each one's numbers, in memory: for what takes messages from
 * elsewhere, and tells the other side only what it was handed, so that the rest comes again after a crash. What must
 * not come again waits in a saga, whose state is a {@link Waiting}. For one thread.
 *
 * @param <P> what tells producers apart
 * @param <T> the items
 */
public final class InOrder<P, T> {

    /** How many producers are kept; beyond that the one is forgotten that has been silent longest. */
    public static final int PRODUCERS_MAX = 10_000;

    private final Function<T, P> producer;
    private final Resequencer<T> resequencer;
    private final long first;
    private final Consumer<T> late;
    private final LinkedHashMap<P, Line<P, T>> lines = new LinkedHashMap<>(16, 0.75f, true);
    private final TreeSet<Deadline<P>> deadlines =
            new TreeSet<>(Comparator.<Deadline<P>, Instant>comparing(Deadline::due).thenComparingLong(Deadline::timer));
    private long released;
    private long lateOnes;
    private long repeated;
    private long starts;

    private record Line<P, T>(Waiting<T> waiting, Optional<Deadline<P>> timer) {}

    /** When a timer goes off; timers are numbered. */
    private record Deadline<P>(Instant due, long timer, P producer) {}

    /**
     * How many items there were.
     *
     * @param released those that were handed on in order
     * @param late     those that came when they had been passed over
     * @param repeated those that had come before
     */
    public record Counts(long released, long late, long repeated) {}

    /**
     * Nothing has come yet.
     *
     * @param producer who has sent an item
     * @param first    the first number of each producer
     * @param late     told what is late: it handles that, lets it go, or throws
     */
    public InOrder(Function<T, P> producer, Resequencer<T> resequencer, long first, Consumer<T> late) {
        this.producer = producer;
        this.resequencer = resequencer;
        this.first = first;
        this.late = late;
    }

    /** An item has come; what is to be handed on now, in its order, with what was held of a forgotten producer. */
    public List<T> arrived(T item, Instant now) {
        var who = producer.apply(item);
        var line = lines.getOrDefault(who, new Line<>(Waiting.from(first), Optional.empty()));
        var step = resequencer.arrived(line.waiting(), item);
        var out = new ArrayList<>(taken(who, line, step, now));
        while (lines.size() > PRODUCERS_MAX) {
            out.addAll(forgotten());
        }
        return out;
    }

    /** What has waited too long at {@code now}, to be handed on: to be asked when {@link #due} says so. */
    public List<T> timedOut(Instant now) {
        var out = new ArrayList<T>();
        while (!deadlines.isEmpty() && !deadlines.first().due().isAfter(now)) {
            var who = deadlines.removeFirst().producer();
            var line = lines.get(who);
            if (line != null) {
                out.addAll(taken(who, line, resequencer.timedOut(line.waiting()), now));
            }
        }
        return out;
    }

    /** When something has waited too long at the earliest; empty if nothing waits. */
    public Optional<Instant> due() {
        return deadlines.isEmpty() ? Optional.empty() : Optional.of(deadlines.first().due());
    }

    /** How many items there were. */
    public Counts counts() {
        return new Counts(released, lateOnes, repeated);
    }

    private List<T> taken(P who, Line<P, T> line, Step<T> step, Instant now) {
        step.late().forEach(late); // may throw: then they come again, and are late still
        var timer = switch (step.timer()) {
            case KEEP -> line.timer();
            case CANCEL -> Optional.<Deadline<P>>empty();
            case START -> Optional.of(new Deadline<>(now.plus(resequencer.timeout()), ++starts, who));
        };
        line.timer().ifPresent(deadlines::remove);
        timer.ifPresent(deadlines::add);
        lines.put(who, new Line<>(step.waiting(), timer));
        released += step.released().size();
        repeated += step.repeated().size();
        lateOnes += step.late().size();
        return step.released();
    }

    private List<T> forgotten() {
        var line = lines.pollFirstEntry().getValue();
        line.timer().ifPresent(deadlines::remove);
        released += line.waiting().held().size();
        return line.waiting().held();
    }
}
