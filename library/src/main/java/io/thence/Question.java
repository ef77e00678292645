// SPDX-License-Identifier: Apache-2.0
package io.thence;

/**
 * What is asked of an application, as a command is what is told it: a record, that {@link Queries} answer.
 *
 * @param <A> the answer; compared by equals to see whether it has changed
 */
public interface Question<A> {}
