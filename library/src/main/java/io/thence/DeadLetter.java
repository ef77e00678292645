// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.time.Instant;

/**
 * An event that a consumer could not handle. It is no copy: it names a position, so that an upcast or a mended handler
 * counts when it is tried again. It and all later events of its key wait; other keys go on.
 *
 * @param consumer the name of the consumer
 * @param key      what the event is handled under; {@link Parked#TYPE} and its type where that is nothing
 * @param position number of its position
 * @param event    its id
 * @param type     the name of its type, as it is stored
 * @param attempts how often it was tried since it was told to be last
 * @param failure  the name of the class of what was thrown
 * @param message  what it said; empty where the event is about a person, whom it may name
 * @param stack    where it was thrown, a frame a line
 * @param code     what the handler did, as a short text: the same for the same code; empty where that is not known
 * @param since    when it was given up
 * @param status   what becomes of it
 */
public record DeadLetter(String consumer, KeyValue key, long position, String event, String type, int attempts,
        String failure, String message, String stack, String code, Instant since, Status status) {

    /** What becomes of a dead letter. */
    public enum Status {
        /** Its key waits until somebody says what is to be done. */
        WAITING,
        /** It, or what queues behind it, is being handled. */
        RETRYING,
        /**
         * Its event can be handled no more: the person whom it is about was forgotten, or its key was closed for good.
         * It has come to its end; what is left of its queue is being handled.
         */
        ERASED
    }

    /** The same, being handled. */
    public DeadLetter retrying() {
        return with(Status.RETRYING);
    }

    /** The same, of which the event can be handled no more. */
    public DeadLetter erased() {
        return with(Status.ERASED);
    }

    private DeadLetter with(Status other) {
        return new DeadLetter(consumer, key, position, event, type, attempts, failure, message, stack, code, since,
                other);
    }

    @Override
    public String toString() {
        return key + " at position " + position + ", " + status + ": event " + event + " (" + type + ") failed "
                + attempts + (attempts == 1 ? " time" : " times") + " in '" + consumer + "', " + failure
                + (message.isEmpty() ? "" : ": " + message);
    }
}
