// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.DeadLetter;
import io.thence.KeyValue;
import io.thence.saga.SagaEvent.Input;
import io.thence.saga.SagaEvent.Sent;
import io.thence.saga.SagaEvent.Status;
import java.time.Instant;
import java.util.List;

/**
 * An instance of a saga, as of the head.
 *
 * @param key      the value of the saga's key, as it is filed
 * @param status   whether it goes on
 * @param state    its state
 * @param waitsFor what it waits for, beside events that are filed under its key; nothing where it has ended
 * @param history  the steps that it has taken, the first first
 * @param <S>      the saga's state
 */
public record SagaInstance<S>(KeyValue key, Status status, S state, List<Wait> waitsFor, List<Taken> history) {

    public SagaInstance {
        waitsFor = List.copyOf(waitsFor);
        history = List.copyOf(history);
    }

    /** Something that it waits for. */
    public sealed interface Wait {

        /** What comes of the command of an ask. */
        record Answer(String ask) implements Wait {}

        /** The undoing of the command of an ask. */
        record Undoing(String ask) implements Wait {}

        /** A wake. */
        record Wake(String wake, Instant due) implements Wait {}

        /** Somebody, to mend what it failed on. */
        record Mending(DeadLetter letter) implements Wait {}
    }

    /**
     * A step that it has taken.
     *
     * @param position number of the position of its event
     * @param time     when
     * @param input    what it was about
     * @param state    the state after it, as JSON
     * @param asks     the commands that it asked
     * @param status   how the instance stood then
     */
    public record Taken(long position, Instant time, Input input, String state, List<Sent> asks, Status status) {

        public Taken {
            asks = List.copyOf(asks);
        }
    }
}
