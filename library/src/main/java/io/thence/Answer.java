// SPDX-License-Identifier: Apache-2.0
package io.thence;

/**
 * What one of several handlers says to a question that is put to all of them.
 *
 * @param <A> the answer
 */
public sealed interface Answer<A> {

    /** The name of the queries that it comes from. */
    String from();

    /** It has an answer. */
    record Given<A>(String from, A value) implements Answer<A> {}

    /** It has none, for this reason. */
    record Failed<A>(String from, Throwable why) implements Answer<A> {}
}
