// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

import io.thence.KeyValue;
import io.thence.Position;
import java.util.List;

/** What became of a batch. */
public sealed interface Appended {

    /**
     * It is in the log, durable.
     *
     * @param first position of its first event; of the head, where it has none
     * @param last  position of its last event; of the head, where it has none
     */
    record Committed(Position first, Position last) implements Appended {}

    /** Its command was done before, with the same content; nothing was written. */
    record Repeated(Remembered first) implements Appended {}

    /** Its command id was used before with other content; nothing was written. */
    record IdReused(Remembered first) implements Appended {}

    /**
     * Its condition does not hold; nothing was written.
     *
     * @param keys keys of a term that matched; none where the condition is older than what was removed from the store
     * @param at   a position that matched, or the last of the stream whose revision differs
     */
    record Conflict(List<KeyValue> keys, Position at) implements Appended {}

    /**
     * A key that an event is filed under has a tombstone; nothing was written.
     *
     * @param key the key
     * @param at  the position of its tombstone
     */
    record Tombstoned(KeyValue key, Position at) implements Appended {}

    /** Another one of the batches that were to be appended together could not be; none was written. */
    record Withheld() implements Appended {}

    /** A consumer's word is refused: its token is older, or the position finished already; nothing was written. */
    record Fenced(Finished word, Checkpoint checkpoint) implements Appended {}
}
