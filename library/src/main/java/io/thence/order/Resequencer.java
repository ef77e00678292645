// SPDX-License-Identifier: Apache-2.0
package io.thence.order;

import io.thence.ThenceException.BadRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Puts what one producer sends in the order of its numbers: what comes too early waits for what is missing before it,
 * up to a number of items and a time; then what is missing is passed over, and is late if it comes still. It is the
 * description of a state machine; {@link Waiting} is its state, which a saga may keep, one for each producer, or
 * {@link InOrder} in memory. Its steps have no clock: they say what is to become of the one timer.
 *
 * @param number  the number of an item; a producer gives them one after the other
 * @param most    how many items wait at most; one more, and the first missing ones are passed over
 * @param timeout how long what waits first waits at most, as far as the host can tell
 * @param <T>     the items
 */
public record Resequencer<T>(ToLongFunction<T> number, int most, Duration timeout) {

    public Resequencer {
        if (most < 1 || timeout.isNegative()) {
            throw new BadRequest("a resequencer has room for 1 item or more, and waits for 0 or more, not for " + most
                    + " and " + timeout);
        }
    }

    /** A resequencer of items with such numbers, of which a thousand wait, for a minute. */
    public static <T> Resequencer<T> by(ToLongFunction<T> number) {
        return new Resequencer<>(number, 1_000, Duration.ofMinutes(1));
    }

    /** The same, with other limits for what waits. */
    public Resequencer<T> within(int items, Duration time) {
        return new Resequencer<>(number, items, time);
    }

    /**
     * What is kept for one producer.
     *
     * @param gaps what was handed on, and what was passed over: the next one is due next
     * @param held what waits, the lowest number first
     */
    public record Waiting<T>(Gaps gaps, List<T> held) {

        public Waiting {
            held = List.copyOf(held);
        }

        /** Nothing has come of a producer whose first number is {@code first}. */
        public static <T> Waiting<T> from(long first) {
            return new Waiting<>(Gaps.from(first), List.of());
        }
    }

    /** What is to become of the timer of a producer. */
    public enum TimerChange {
        /** It stays as it is. */
        KEEP,
        /** It goes off after the {@link Resequencer#timeout}, in the place of another one. */
        START,
        /** There is none any more. */
        CANCEL
    }

    /**
     * What a step comes to.
     *
     * @param waiting  what is kept
     * @param released what is to be handed on now, in its order
     * @param late     what was passed over and has come now: it is out of order
     * @param repeated what had come before; nothing is to be done about it
     * @param timer    what is to become of the timer
     */
    public record Step<T>(Waiting<T> waiting, List<T> released, List<T> late, List<T> repeated, TimerChange timer) {

        public Step {
            released = List.copyOf(released);
            late = List.copyOf(late);
            repeated = List.copyOf(repeated);
        }
    }

    /** An item has come. */
    public Step<T> arrived(Waiting<T> waiting, T item) {
        long its = number.applyAsLong(item);
        if (its < waiting.gaps().next()) {
            var seen = waiting.gaps().arrived(its);
            boolean isRepeated = seen.came() == Gaps.Came.REPEATED;
            return new Step<>(new Waiting<>(seen.gaps(), waiting.held()), List.of(),
                    isRepeated ? List.of() : List.of(item), isRepeated ? List.of(item) : List.of(), TimerChange.KEEP);
        }
        int place = place(waiting.held(), its);
        if (place < waiting.held().size() && number.applyAsLong(waiting.held().get(place)) == its) {
            return new Step<>(waiting, List.of(), List.of(), List.of(item), TimerChange.KEEP);
        }
        var held = new ArrayList<>(waiting.held());
        held.add(place, item);
        return released(waiting, held, waiting.gaps());
    }

    /** The place of a number among those that wait, or where it would be. */
    private int place(List<T> held, long its) {
        int low = 0;
        int high = held.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (number.applyAsLong(held.get(middle)) < its) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The timer has gone off: what is missing before the first that waits is passed over. */
    public Step<T> timedOut(Waiting<T> waiting) {
        if (waiting.held().isEmpty()) {
            return new Step<>(waiting, List.of(), List.of(), List.of(), TimerChange.KEEP);
        }
        var held = new ArrayList<>(waiting.held());
        var first = held.removeFirst();
        var step = released(waiting, held, waiting.gaps().arrived(number.applyAsLong(first)).gaps());
        var all = new ArrayList<T>();
        all.add(first);
        all.addAll(step.released());
        return new Step<>(step.waiting(), all, List.of(), List.of(), step.timer());
    }

    /** Hands on what is next, and what no more can wait. */
    private Step<T> released(Waiting<T> before, List<T> held, Gaps gaps) {
        var out = new ArrayList<T>();
        var after = gaps;
        while (out.size() < held.size()) {
            long first = number.applyAsLong(held.get(out.size()));
            if (first != after.next() && held.size() - out.size() <= most) {
                break;
            }
            after = after.arrived(first).gaps();
            out.add(held.get(out.size()));
        }
        var rest = held.subList(out.size(), held.size());
        return new Step<>(new Waiting<>(after, rest), out, List.of(), List.of(), timer(before, after, rest));
    }

    private TimerChange timer(Waiting<T> before, Gaps after, List<T> rest) {
        if (rest.isEmpty()) {
            return before.held().isEmpty() ? TimerChange.KEEP : TimerChange.CANCEL;
        }
        boolean isOther = before.held().isEmpty() || before.gaps().next() != after.next();
        return isOther ? TimerChange.START : TimerChange.KEEP;
    }
}
