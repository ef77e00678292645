// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.thence.KeyValue;
import io.thence.SystemEvent;
import io.thence.event.Json;
import io.thence.event.OwnTypes;
import io.thence.event.SystemStream;
import io.thence.store.EventView;
import io.thence.store.NewEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What happens to dead letters, as events of the library's own: so what waits survives every crash, and who decided
 * what about it is known for ever. They are filed under their consumer; no consumer but their own sees them.
 */
public sealed interface DeadLetterEvent {

    /** The name of the consumer. */
    String consumer();

    /** The key that waits. */
    KeyValue key();

    /** Number of the position of the event. */
    long position();

    /**
     * An event was given up.
     *
     * @param event    its id
     * @param type     its type, as it is stored
     * @param attempts how often it was tried
     * @param failure  the name of the class of what was thrown
     * @param message  what it said
     * @param stack    where it was thrown, a frame a line
     * @param code     what the handler does, as {@link Processor.Course#code}; absent where that was not known, or was
     *                 not written down yet
     */
    record DeadLettered(String consumer, KeyValue key, long position, String event, String type, int attempts,
            String failure, String message, String stack, Optional<String> code) implements DeadLetterEvent {

        /** The same as what happens to the system. */
        public SystemEvent told() {
            return new SystemEvent.DeadLettered(consumer, key, position, event, type, attempts,
                    failure + (message.isEmpty() ? "" : ": " + message));
        }
    }

    /**
     * It is to be tried again, and what queues behind it is to go on.
     *
     * @param by  who says so
     * @param why the reason
     */
    record Retried(String consumer, KeyValue key, long position, String by, String why) implements DeadLetterEvent {}

    /**
     * It is to be passed over, and what queues behind it is to go on.
     *
     * @param by  who says so
     * @param why the reason
     */
    record Discarded(String consumer, KeyValue key, long position, String by, String why) implements DeadLetterEvent {}

    /**
     * This is to be handled in its place, and what queues behind it is to go on. The event itself stays as it is.
     *
     * @param version of its type
     * @param data    the JSON
     * @param by      who says so
     * @param why     the reason
     */
    record Edited(String consumer, KeyValue key, long position, int version, String data, String by, String why)
            implements DeadLetterEvent {}

    /**
     * The event can be handled no more, and what queues behind it is to go on.
     *
     * @param why the reason
     */
    record Erased(String consumer, KeyValue key, long position, String why) implements DeadLetterEvent {}

    /**
     * What was handled of the key, from a position on, is to be handled again.
     *
     * @param by    who says so
     * @param why   the reason
     * @param until number of the last position that is; absent where it is all that was handled
     */
    record Replayed(String consumer, KeyValue key, long position, String by, String why,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> until) implements DeadLetterEvent {}

    /**
     * Events of the key queue behind one that takes long, too many to have them in hand: from a position on they are
     * to be handled when those before are.
     */
    record Deferred(String consumer, KeyValue key, long position) implements DeadLetterEvent {}

    /**
     * Nothing of its key waits any more.
     *
     * @param position up to here everything of the key was handled, or passed over
     */
    record Cleared(String consumer, KeyValue key, long position) implements DeadLetterEvent {}

    /** Their types. */
    OwnTypes<DeadLetterEvent> TYPES = new OwnTypes<>(Map.of(
            "thence.dead-lettered", DeadLettered.class,
            "thence.dead-letter-retried", Retried.class,
            "thence.dead-letter-discarded", Discarded.class,
            "thence.dead-letter-edited", Edited.class,
            "thence.dead-letter-erased", Erased.class,
            "thence.key-replayed", Replayed.class,
            "thence.key-deferred", Deferred.class,
            "thence.dead-letter-cleared", Cleared.class));

    /** What those of {@code consumer} are filed under: a program's keys have no {@code $}. */
    static KeyValue filed(String consumer) {
        return new KeyValue("$consumer", consumer);
    }

    /** What an event says, if it is one of these. */
    static Optional<DeadLetterEvent> read(EventView event) {
        return TYPES.read(event);
    }

    /** The event as it is appended: that an event was given up is also among what happens to the system. */
    default NewEvent stored() {
        var keys = this instanceof DeadLettered ? List.of(filed(consumer()), SystemStream.filed(consumer()))
                : List.of(filed(consumer()));
        return NewEvent.of(TYPES.name(this), 1, keys, Json.write(this));
    }
}
