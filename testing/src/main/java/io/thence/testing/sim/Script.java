// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import java.util.random.RandomGenerator;

/**
 * What the outside does in a simulated life, in place of a call of an effect. It is asked whenever something happens
 * there, and only then: what it notes for itself is what has happened.
 *
 * @param <Q> the request
 * @param <A> the answer
 */
@FunctionalInterface
public interface Script<Q, A> {

    /**
     * The effect happens, and this is the answer.
     *
     * @param key     under which it is called
     * @param request what it is called with
     * @param chance  the same for the same seed
     * @throws Exception if it does not happen after all
     */
    A answer(String key, Q request, RandomGenerator chance) throws Exception;
}
