// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.thence.event.Json;
import io.thence.event.OwnTypes;
import io.thence.store.EventView;
import io.thence.store.NewEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a consumer is told to do as a whole, and what became of it, as events of the library's own: it holds over every
 * stop, and who said so is known for ever. They are filed under their consumer, as dead letters are.
 */
public sealed interface ControlEvent {

    /** The name of the consumer. */
    String consumer();

    /**
     * It is to handle nothing until it is resumed.
     *
     * @param by  who says so
     * @param why the reason
     */
    record Paused(String consumer, String by, String why) implements ControlEvent {}

    /**
     * It is to go on.
     *
     * @param by  who says so
     * @param why the reason
     */
    record Resumed(String consumer, String by, String why) implements ControlEvent {}

    /**
     * It is to go on somewhere else: to handle again what it has handled, or to pass over what it has not.
     *
     * @param after number of the position after which
     * @param by    who says so
     * @param why   the reason
     * @param until number of the last position that it is to handle again, after which it goes on where it was; absent
     *              where it goes on from there
     */
    record Reset(String consumer, long after, String by, String why,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> until) implements ControlEvent {

        /** What is left of it when it is done up to there. */
        Reset after(long other) {
            return new Reset(consumer, other, by, why, until);
        }
    }

    /**
     * It has done what it was told by a reset up to here.
     *
     * @param reset which one, from 1: what is said of an older one is no word about a newer one
     * @param upTo  number of the position up to which it has
     * @param isAll whether nothing is left of it
     */
    record ResetReached(String consumer, long reset, long upTo, boolean isAll) implements ControlEvent {}

    /** Their types. */
    OwnTypes<ControlEvent> TYPES = new OwnTypes<>(Map.of(
            "thence.consumer-paused", Paused.class,
            "thence.consumer-resumed", Resumed.class,
            "thence.consumer-reset", Reset.class,
            "thence.consumer-reset-reached", ResetReached.class));

    /** What an event says, if it is one of these. */
    static Optional<ControlEvent> read(EventView event) {
        return TYPES.read(event);
    }

    /** The event as it is appended. */
    default NewEvent stored() {
        return NewEvent.of(TYPES.name(this), 1, List.of(DeadLetterEvent.filed(consumer())), Json.write(this));
    }
}
