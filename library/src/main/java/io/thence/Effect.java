// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.Optional;

/**
 * A call to the outside that a {@link Reaction} makes, as a handle: a payment, a mail, a request to a service. Before
 * the call it is written down that it begins, after it what came of it: an event that is handled again is told what was
 * written down, and nothing is called. So each effect has one outcome, whatever fails.
 *
 * <p>What cannot be known from here is whether a call has happened of which no answer came: the power went, or the
 * connection broke. It is called again under the <b>same key</b>, and a service that knows its keys does nothing then
 * but answer. Where it does not know them, say {@link #asking} or {@link #parking}.
 *
 * @param name      stands in the log, and the key is made of it; never changes
 * @param request   the record, or other value, that is asked with: written as JSON its hash is kept, nothing else
 * @param answer    what the service answers, well or not: a record, a sealed interface of records, a plain value; kept
 * @param calling   calls the service
 * @param unknown   what is done where it is not known whether a call has happened
 * @param asking    asks the service what has happened under a key, where {@code unknown} is {@link Unknown#ASK}
 * @param personal  whether what it answers may be about a person
 * @param <Q>       the request
 * @param <A>       the answer
 */
public record Effect<Q, A>(String name, Class<Q> request, Class<A> answer, Calling<Q, A> calling, Unknown unknown,
        Optional<Asking<Q, A>> asking, boolean personal) {

    /** The most bytes of an answer as JSON. More is a dead letter: it was called, and what came of it is not kept. */
    public static final int ANSWER_BYTES_MAX = 64 << 10;

    public Effect {
        Names.check("effect", name);
    }

    /** What is done where a call was begun and it is not known whether it has happened. */
    public enum Unknown {
        /** It is called again, under the same key: for a service that does nothing twice under one. */
        REPEAT,
        /** The service is asked, and called only if it does not know of it. */
        ASK,
        /** The event is a dead letter; somebody finds out and says so. */
        PARK
    }

    /** Calls the service. */
    @FunctionalInterface
    public interface Calling<Q, A> {
        /**
         * Calls it, and waits for the answer; under a limit of its own, for nothing else ends it.
         *
         * @param key the same whenever this call is made again for the same event with the same request, and for no
         *            other call: a UUID of 36 characters
         * @throws NotHappened if it has surely not happened: then it may be called with something else, too
         * @throws Exception   if there is no answer; whether it has happened is not known
         */
        A call(String key, Q request) throws Exception;
    }

    /** Asks the service what has happened. */
    @FunctionalInterface
    public interface Asking<Q, A> {
        /**
         * What was answered, or would have been, to the call under {@code key}; empty if it has surely not happened.
         *
         * @throws Exception if that cannot be found out now
         */
        Optional<A> ask(String key, Q request) throws Exception;
    }

    /** A call has surely not happened: the service could not be reached, say. It is tried again as the policy says. */
    public static final class NotHappened extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public NotHappened(String message, Throwable... causes) {
            super(message, causes.length == 0 ? null : causes[0]);
        }
    }

    /** An effect before it is known how it is done. */
    public record Of<Q, A>(String name, Class<Q> request, Class<A> answer) {
        /** Says how it is done; by a service that does nothing twice under one key, where nothing else is said. */
        public Effect<Q, A> calling(Calling<Q, A> calling) {
            return new Effect<>(name, request, answer, calling, Unknown.REPEAT, Optional.empty(), true);
        }
    }

    /** An effect by its name, that is asked for with a {@code request} and answers with an {@code answer}. */
    public static <Q, A> Of<Q, A> of(String name, Class<Q> request, Class<A> answer) {
        return new Of<>(name, request, answer);
    }

    /** Says how the service is asked what has happened: for one that does not know its keys when it is called again. */
    public Effect<Q, A> asking(Asking<Q, A> how) {
        return new Effect<>(name, request, answer, calling, Unknown.ASK, Optional.of(how), personal);
    }

    /** Says that somebody has to find out what has happened: for a service that cannot be asked or called again. */
    public Effect<Q, A> parking() {
        return new Effect<>(name, request, answer, calling, Unknown.PARK, Optional.empty(), personal);
    }

    /**
     * Says that nothing in the answer is about a person: the number of a mail, say. What is answered is kept in clear;
     * so a reaction that reads what is personal uses only effects that say this.
     */
    public Effect<Q, A> answersNothingPersonal() {
        return new Effect<>(name, request, answer, calling, unknown, asking, false);
    }
}
