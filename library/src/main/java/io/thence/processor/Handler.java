// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.store.StoredEvent;
import java.time.Duration;
import java.util.Optional;

/** What a processor takes events to. It is called from many lanes at the same time, and may wait. */
@FunctionalInterface
public interface Handler {

    /**
     * Handles an event, at least once; events of one key in their order.
     *
     * @throws HeldUp if what is in the way is no fault of the event: it is handled again after a rest, however often
     */
    void handle(StoredEvent event);

    /**
     * Bound while an event is handled that the consumer was told to come to again. What must happen once, and is not
     * known to have happened, does not happen then: that is a failure.
     */
    ScopedValue<Boolean> AGAIN = ScopedValue.newInstance();

    /**
     * Is told that an event has failed, and what comes next, before it does: for who watches.
     *
     * @param attempts how often it was tried
     * @param failure  what was thrown last
     * @param rest     how long until it is tried again; empty if it is given up
     */
    default void failed(StoredEvent event, int attempts, Throwable failure, Optional<Duration> rest) {}

    /** Something is in the way that may go away by itself; it says what. */
    final class HeldUp extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public HeldUp(String message, Throwable... causes) {
            super(message, causes.length == 0 ? null : causes[0]);
        }

        /** Says of {@code what}, a command, that it met nothing but conflicts. */
        public static HeldUp conflicted(String what) {
            return new HeldUp(what + " met nothing but conflicts and is sent again: what it reads changes all the time;"
                    + " let it read less");
        }
    }
}
