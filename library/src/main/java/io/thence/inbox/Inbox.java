// SPDX-License-Identifier: Apache-2.0
package io.thence.inbox;

/**
 * Knows which messages a consumer has handled, so that a message that comes again does nothing again. The word that it
 * was handled is kept <b>in the transaction of the effect</b>: both are there after a crash, or none.
 *
 * <p>For messages from outside, and for what a reaction does in tables of its own. Commands need none: they are known
 * by their ids. From any thread.
 *
 * @param <T> what an effect is done with, such as a connection to a database
 */
public interface Inbox<T> {

    /** The longest name of a consumer, in characters. */
    int CONSUMER_MAX = 100;

    /**
     * Does {@code effect}, unless {@code consumer} has handled {@code message}; whether it did. Of two at the same time
     * one does it. What the effect throws comes through as it is; then nothing has happened.
     *
     * @param consumer 1 to {@value #CONSUMER_MAX} characters
     * @param message  its id, of 1 or more characters
     * @throws io.thence.ThenceException.BadRequest if one of these is not so
     */
    boolean once(String consumer, String message, Work<T> effect);

    /** What is done for a message. */
    @FunctionalInterface
    interface Work<T> {
        /** Does it, with what is in the inbox's transaction, and nothing else. */
        void run(T with) throws Exception;
    }
}
