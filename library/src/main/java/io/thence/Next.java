// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a step of a {@link Saga} answers: the new state, and what is to happen.
 *
 * @param state     the new state
 * @param asks      commands that are sent, one after the other
 * @param wakes     when the saga wants to be woken; one takes the place of another of its name
 * @param cancelled names of wakes that are wanted no more
 * @param end       whether the saga goes on
 * @param <S>       the saga's state
 */
public record Next<S>(S state, List<Asked<S, ?>> asks, List<Wake> wakes, List<String> cancelled, End end) {

    public Next {
        asks = List.copyOf(asks);
        wakes = List.copyOf(wakes);
        cancelled = List.copyOf(cancelled);
        if (end != End.GOES_ON && !(asks.isEmpty() && wakes.isEmpty())) {
            throw new IllegalStateException("a saga that ends asks nothing and wants no wakes: say done() or"
                    + " compensate() when the last answer has come");
        }
    }

    /** A command that is sent through an ask. */
    public record Asked<S, C>(Ask<S, C> ask, C command) {}

    /**
     * A wish to be woken.
     *
     * @param name  which {@link Saga#onWake} is for it
     * @param from  from when on; absent: from when the step is written down
     * @param after so long after that
     */
    public record Wake(String name, Optional<Instant> from, Duration after) {

        /** When it is due, where the step is written down at {@code now}. */
        public Instant due(Instant now) {
            return from.orElse(now).plus(after);
        }
    }

    /** Whether a saga goes on. */
    public enum End {
        /** It waits for what comes. */
        GOES_ON,
        /** It has come to its end. */
        DONE,
        /** What was accepted is undone, the last first; then it has come to its end. */
        COMPENSATES
    }

    /** The saga goes on with {@code state}. */
    public static <S> Next<S> state(S state) {
        return new Next<>(state, List.of(), List.of(), List.of(), End.GOES_ON);
    }

    /** The same, and {@code command} is sent: what comes of it comes back to {@code ask}. */
    public <C> Next<S> ask(Ask<S, C> ask, C command) {
        return new Next<>(state, and(asks, new Asked<>(ask, command)), wakes, cancelled, end);
    }

    /** The same, and the saga is woken {@code after} from now, unless it ends, cancels this, or says so anew before. */
    public Next<S> wake(String name, Duration after) {
        return new Next<>(state, asks, and(wakes, new Wake(name, Optional.empty(), after)), cancelled, end);
    }

    /** The same, and the saga is woken at {@code time}; at once, if that is over. */
    public Next<S> wakeAt(String name, Instant time) {
        return new Next<>(state, asks, and(wakes, new Wake(name, Optional.of(time), Duration.ZERO)), cancelled, end);
    }

    /** The same, and the saga is not woken by {@code name} any more. */
    public Next<S> cancelWake(String name) {
        return new Next<>(state, asks, wakes.stream().filter(wake -> !wake.name().equals(name)).toList(),
                and(cancelled, name), end);
    }

    /**
     * Both, this one first, where one command has led to two events: what was asked or wished for first is given up
     * where the second ends the saga, or cancels it.
     */
    public Next<S> then(Next<S> second) {
        boolean isEnd = second.end() != End.GOES_ON;
        var both = new Next<>(second.state(), isEnd ? List.of() : asks, isEnd ? List.of() : wakes, cancelled, end);
        for (var name : second.cancelled()) {
            both = both.cancelWake(name);
        }
        return new Next<>(both.state(), and(both.asks(), second.asks()), and(both.wakes(), second.wakes()),
                both.cancelled(), second.end());
    }

    /** The saga has come to its end. What was not sent yet is not sent any more. */
    public Next<S> done() {
        return new Next<>(state, asks, wakes, cancelled, End.DONE);
    }

    /**
     * What was accepted is undone, the last first, one after the other, and the saga has come to its end. What is on
     * its way is waited for, and undone if it is accepted; what was not sent yet is not sent any more.
     */
    public Next<S> compensate() {
        return new Next<>(state, asks, wakes, cancelled, End.COMPENSATES);
    }

    private static <T> List<T> and(List<? extends T> some, T one) {
        return and(some, List.of(one));
    }

    private static <T> List<T> and(List<? extends T> some, List<? extends T> others) {
        var more = new ArrayList<T>(some);
        more.addAll(others);
        return more;
    }
}
