// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

import io.thence.CommandId;
import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.Lineage;
import io.thence.Position;
import io.thence.store.EventStore.Direction;
import java.util.Optional;

/** What can be looked up in a log: of a store, or beside its writer. All that is found is durable. */
public interface EventLog {

    /** The log that it is, and which life of it. */
    Lineage lineage();

    /** The position of the last event that is durable; number 0 in an empty store. */
    Position head();

    /** What became of a command, if the store remembers it and it is durable. */
    Optional<Remembered> remembered(CommandId id);

    /** How far a consumer has finished; number 0 for one that is not known. */
    Checkpoint checkpoint(String consumer);

    /**
     * The event with this id, if it is durable: one of a command, or one that came with its id. An event whose id the
     * store has made itself need not be found by it.
     */
    Optional<StoredEvent> find(EventId id);

    /** The event at the position of this number, if it is durable and was not removed. */
    default Optional<StoredEvent> at(long number) {
        if (number < 1 || number > head().number()) {
            return Optional.empty();
        }
        try (var reader = read(Query.ALL, new Position(lineage(), number - 1), Direction.FORWARDS)) {
            return reader.next().filter(event -> event.number() == number);
        }
    }

    /**
     * Reads what {@code query} asks for, up to the head at this moment, in the order of {@code direction}.
     *
     * @param from exclusive: events after it forwards, before it backwards
     */
    EventReader read(Query query, Position from, Direction direction);

    /**
     * The revision of {@code key} at {@code upTo}: how many events were filed under it up to there, also those that
     * were removed since. A store that removes nothing need not answer.
     */
    default long revision(KeyValue key, Position upTo) {
        long events = 0;
        try (var reader = read(Query.keys(key), new Position(lineage(), 0), Direction.FORWARDS)) {
            for (var event = reader.nextView(); event.isPresent() && event.get().number() <= upTo.number();
                    event = reader.nextView()) {
                events++;
            }
        }
        return events;
    }
}
