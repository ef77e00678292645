// SPDX-License-Identifier: Apache-2.0
package io.thence;

/**
 * What has happened to the running system itself, as an event of the library's own, in the same log as all others. Each
 * is filed under what it is about. An application's consumers pass over them; they are read from the store by their
 * type, such as {@code thence.breaker-changed}.
 */
public sealed interface SystemEvent {

    /** The name of the part that it is about. */
    String about();

    /**
     * The circuit breaker of a consumer has changed.
     *
     * @param about the consumer
     * @param from  the state that it was in
     * @param to    the state that it is in
     * @param cause what was thrown last; empty if nothing was
     */
    record BreakerChanged(String about, BreakerState from, BreakerState to, String cause) implements SystemEvent {}

    /** The state of a circuit breaker. */
    enum BreakerState {
        /** Calls are made. */
        CLOSED,
        /** No call is made: too many have failed. */
        OPEN,
        /** A few calls are made, to see whether that has passed. */
        HALF_OPEN
    }
}
