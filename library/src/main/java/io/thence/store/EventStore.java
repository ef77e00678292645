// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

import io.thence.KeyValue;
import io.thence.Position;
import java.util.List;
import java.util.Set;

/**
 * A store of events in one order. Its laws:
 *
 * <ol>
 *   <li><b>A position is commit order.</b> A reader that has seen position P never sees anything new below P.
 *   <li><b>What is visible is durable.</b> Reads, subscriptions and {@link #head} show only what survives a crash.
 *   <li><b>A condition never misses a conflict.</b>
 *   <li><b>A command id is done once.</b> It is looked up before the condition is judged.
 * </ol>
 *
 * <p>All methods may be called from any thread.
 */
public interface EventStore extends EventLog, AutoCloseable {

    /** The most batches that are appended together. */
    int TOGETHER_MAX = 256;

    /**
     * Appends all of a batch or nothing, and waits until it is durable.
     *
     * @throws io.thence.ThenceException.DiskFull       nothing was written; send it again when there is room
     * @throws io.thence.ThenceException.OutcomeUnknown the write failed; open the store anew
     * @throws io.thence.ThenceException.DiskFailed     what it depends on cannot be looked up; nothing was written
     * @throws io.thence.ThenceException.Stopped        the store is closed or has failed before
     * @throws io.thence.ThenceException.BadRequest     the batch is over a limit
     */
    Appended append(Append append);

    /**
     * Appends several batches, next to each other and in this order, or none of them, and waits until all are durable.
     * Each is judged on what is there before the first of them: no condition sees another one's events. Where one has
     * an objection, the answer to it says so, the others are {@link Appended.Withheld}, and nothing was written. A
     * crash before the answer may leave the first of them alone, each whole.
     *
     * <p>For those who decide several commands on one state: each decision knows the ones before it, and all depend on
     * nothing else.
     *
     * @param together at most {@value #TOGETHER_MAX}, with the bytes of one batch in all, each with another command id
     *                 or none, without tombstones or words of consumers, and answered when they are flushed
     * @throws io.thence.ThenceException.BadRequest if they cannot be appended together, or one is over a limit
     * @throws io.thence.ThenceException            as {@link #append(Append)} does
     */
    List<Appended> append(List<Append> together);

    /** Reads all that {@code query} asks for after {@code after}, from history to live, without end. */
    Subscription subscribe(Query query, Position after);

    /** The types of the events that it holds, and maybe of others that it held, without reading events. */
    List<StoredType> types();

    /**
     * Whether the event that was at {@code position}, in the life of the log that it names, was removed: by a
     * truncation, say, and a compaction. A store that removes nothing need not answer.
     */
    default boolean isRemoved(Position position) {
        return false;
    }

    /** The highest position whose event was removed; 0 if none was. A store that removes nothing need not answer. */
    default long highestRemoved() {
        return 0;
    }

    /**
     * How many events of {@code types} were appended after {@code after} and up to {@code upTo}, also those that were
     * removed since. A store that removes nothing need not answer.
     */
    default long appended(Set<String> types, Position after, Position upTo) {
        long events = 0;
        try (var reader = read(Query.types(types), after, Direction.FORWARDS)) {
            for (var event = reader.nextView(); event.isPresent() && event.get().number() <= upTo.number();
                    event = reader.nextView()) {
                events++;
            }
        }
        return events;
    }

    /**
     * Whether all events are there that were filed under {@code key} up to {@code upTo}, or since the key was truncated
     * last: none was removed because it is no longer retained. A store that removes nothing need not answer.
     */
    default boolean isWhole(KeyValue key, Position upTo) {
        return true;
    }

    @Override
    void close();

    /** The order of reading. */
    enum Direction {
        FORWARDS,
        BACKWARDS
    }
}
