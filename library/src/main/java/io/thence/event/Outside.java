// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.Effect;
import java.util.Optional;

/**
 * The only door by which an application calls what is no part of it. {@link #REAL} calls what its effects say; a test
 * or a simulator has another one, that answers by itself. It is called from many lanes at the same time, and may wait.
 */
public interface Outside {

    /** Calls what effects say. */
    Outside REAL = new Outside() {};

    /**
     * Calls it, as {@link Effect.Calling} says.
     *
     * @throws Exception as it does
     */
    default <Q, A> A call(Effect<Q, A> effect, String key, Q request) throws Exception {
        return effect.calling().call(key, request);
    }

    /**
     * Asks what has happened, as {@link Effect.Asking} says; only for effects that can be asked.
     *
     * @throws Exception as it does
     */
    default <Q, A> Optional<A> ask(Effect<Q, A> effect, String key, Q request) throws Exception {
        return effect.asking().orElseThrow().ask(key, request);
    }
}
