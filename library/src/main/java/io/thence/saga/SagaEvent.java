// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.KeyValue;
import io.thence.event.Json;
import io.thence.event.OwnTypes;
import io.thence.store.EventView;
import io.thence.store.NewEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What happens to the instances of sagas, as events of the library's own. The events of one instance are a stream. They
 * are filed under the saga too, and under the value of its key, with the events that come to it.
 */
public sealed interface SagaEvent {

    /** The name of the saga. */
    String saga();

    /** The name of its key. */
    String key();

    /** The value of the key, as it is filed. */
    String instance();

    /**
     * An instance has taken a step.
     *
     * @param number the so many-th of the instance, from 1
     * @param input  what it is about
     * @param state  the state after it, as JSON
     * @param asks   the commands that are to be sent, in their order
     * @param wakes  all wakes that it wants after this step
     * @param status how it stands
     */
    record Moved(String saga, String key, String instance, long number, Input input, String state, List<Sent> asks,
            List<Armed> wakes, Status status) implements SagaEvent {

        public Moved {
            asks = List.copyOf(asks);
            wakes = List.copyOf(wakes);
        }

        Moved with(Status other) {
            return new Moved(saga, key, instance, number, input, state, asks, wakes, other);
        }
    }

    /**
     * A wake is due.
     *
     * @param wake  its name
     * @param armed number of the step that wished for it
     */
    record Due(String saga, String key, String instance, String wake, long armed) implements SagaEvent {}

    /**
     * Somebody tells an instance how it is to end, where its steps do not. It is a step once all is heard of that came
     * before.
     *
     * @param end how
     * @param by  who says so
     * @param why the reason, which is stored in clear
     */
    record Told(String saga, String key, String instance, Ending end, String by, String why) implements SagaEvent {}

    /** How an instance is to end that somebody tells to. */
    enum Ending {
        /** What was accepted is to be undone. */
        COMPENSATE,
        /** Nothing more is to be done, and nothing is to be undone. */
        END
    }

    /**
     * A command that is to be sent.
     *
     * @param ask     the name of the ask
     * @param type    the simple name of the command's record
     * @param command the command as JSON
     * @param one     which of several that are asked through it, where that is said
     */
    record Sent(String ask, String type, String command, Optional<String> one) {

        /** The ask, and which of several it is. */
        String what() {
            return one.map(id -> ask + "/" + id).orElse(ask);
        }
    }

    /**
     * A wake that is wanted.
     *
     * @param wake  its name
     * @param armed number of the step that wished for it
     * @param due   when it is due
     */
    record Armed(String wake, long armed, Instant due) {}

    /** How an instance stands. */
    enum Status {
        /** It waits for what comes, or has asks to send. */
        RUNNING,
        /** What was accepted is being undone. */
        COMPENSATING,
        /** What was accepted is undone: it has come to its end. */
        COMPENSATED,
        /** It has come to its end. */
        DONE;

        /** Whether it has come to its end. */
        public boolean isEnd() {
            return this == COMPENSATED || this == DONE;
        }
    }

    /** What a step is about. */
    sealed interface Input {

        /** An event that is filed under the key, by its id and type. */
        record Happened(String event, String type) implements Input {}

        /**
         * The command that step {@code number} asked as its so many-th, from 0, was accepted with so many events. Of
         * one of several the ask is followed by a slash and which one.
         */
        record Accepted(String ask, long number, int ordinal, int events) implements Input {}

        /** It was refused. */
        record Refused(String ask, long number, int ordinal, String reason) implements Input {}

        /** It is not sent: the instance ends. */
        record Withdrawn(String ask, long number, int ordinal) implements Input {}

        /** What it did is undone. */
        record Undone(String ask, long number, int ordinal) implements Input {}

        /** A wake that step {@code armed} wished for. */
        record Woken(String wake, long armed) implements Input {}

        /** Somebody has said how it is to end: the code is not asked. */
        record Told(Ending end, String by, String why) implements Input {}
    }

    /** The name of the type of {@link Moved}. */
    String MOVED_NAME = "thence.saga-moved";

    /** The same, to ask for them. */
    Set<String> MOVED = Set.of(MOVED_NAME);

    /** Their types. */
    OwnTypes<SagaEvent> TYPES =
            new OwnTypes<>(Map.of(MOVED_NAME, Moved.class, "thence.saga-due", Due.class,
                    "thence.saga-told", Told.class));

    /** The stream of an instance of {@code saga}: a program's keys have no {@code $}. */
    static KeyValue stream(String saga, String instance) {
        return new KeyValue("$saga." + saga, instance);
    }

    /** What all events of {@code saga} are filed under. */
    static KeyValue all(String saga) {
        return new KeyValue("$saga", saga);
    }

    /** What an event says, if it is one of these. */
    static Optional<SagaEvent> read(EventView event) {
        return TYPES.read(event);
    }

    /** The event as {@code version} of its saga appends it. */
    default NewEvent stored(int version) {
        var keys = List.of(stream(saga(), instance()), new KeyValue(key(), instance()), all(saga()));
        return NewEvent.of(TYPES.name(this), version, keys, Json.write(this));
    }
}
