// SPDX-License-Identifier: Apache-2.0
package io.thence.stream;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A state machine with timers, of which each key has a state of its own. It is a function: what it is and what comes of
 * it follows from its state, the input and the time alone, so it can be tested by itself, and a host may do it again
 * from any state. States are values that are never changed.
 *
 * @param <S> the state of a key
 * @param <I> what comes in
 * @param <O> what goes out
 */
public interface KeyedMachine<S, I, O> {

    /** The state of a key of which nothing is known. */
    S start();

    /** Something comes in at {@code at}, which is not before any time that it was given for this key. */
    Step<S, O> on(S state, I input, Instant at);

    /** The time that it asked for has come, and is {@code at}; however late the host looks. */
    Step<S, O> onTimer(S state, Instant at);

    /**
     * What comes of one step.
     *
     * @param state  from here on; empty where it is {@link #start} again and nothing is to be kept
     * @param out    what goes out, in order
     * @param wake   when it is to be woken, after the time of this step, unless something comes in before; empty for
     *               not at all
     */
    record Step<S, O>(Optional<S> state, List<O> out, Optional<Instant> wake) {
        public Step {
            out = List.copyOf(out);
        }
    }
}
