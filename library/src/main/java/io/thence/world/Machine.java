// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import java.time.Duration;

/**
 * A component as a state machine. Its step does what can be done now and does not wait; a thread, or the simulator's
 * loop, turns the crank.
 */
public interface Machine {

    /** Does a bounded piece of work; whether there was any. */
    boolean step();

    /** Raised when there may be work again. */
    Signal signal();

    /** A rest that only the signal ends: a world need not measure it. */
    Duration UNTIL_TOLD = Duration.ofDays(1);

    /** How long to leave it alone, after a step without work, if the signal is not raised. */
    default Duration rest() {
        return Duration.ofSeconds(1);
    }

    /**
     * Whether it is one of many that each do little: such a one has no thread of the system's own. It may wait by
     * {@link World#await}; what blocks the processor for long, or in native code, is not light.
     */
    default boolean isLight() {
        return false;
    }

    /** Runs {@code steps}, which are all its steps, on its own thread: what it binds there holds for every one. */
    default void around(Runnable steps) {
        steps.run();
    }

    /** Called once, on the machine's own thread, after its last step. */
    default void ended() {}
}
