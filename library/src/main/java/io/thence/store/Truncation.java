// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

import io.thence.KeyValue;
import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Events of the store's own that set a key's floor: whoever reads by that key sees nothing below it any more, and an
 * event that is below the floor of every key that it is filed under goes at the next compaction. Appended like other
 * events, in one batch with them where both must hold: a summary and a truncation close the books of a key. Each
 * conflicts with every condition on its key that is older.
 */
public final class Truncation {

    /** The type of an event whose data is {@code {"before":N}}: N is the least position that stays. */
    public static final String TRUNCATED = "thence.truncated";

    /**
     * The type of an event that is the last of its key: everything before it is below the floor, nothing may follow.
     */
    public static final String TOMBSTONED = "thence.tombstoned";

    /** The types of all events that set a floor. */
    public static final Set<String> TYPES = Set.of(TRUNCATED, TOMBSTONED);

    /** Stands for the position of the event itself. */
    public static final long ITSELF = 0;

    private Truncation() {}

    /** Lets go of what is filed under {@code key} before {@code position}, which is 1 or more. */
    public static NewEvent before(KeyValue key, Position position) {
        if (position.number() < 1) {
            throw new BadRequest("a key is truncated before a position from 1 on, not before " + position);
        }
        return event(TRUNCATED, key, position.number());
    }

    /**
     * Lets go of all that is filed under {@code key} before this event: a soft delete, since more may come, or, with
     * events after it in its batch, the closing of books.
     */
    public static NewEvent all(KeyValue key) {
        return event(TRUNCATED, key, ITSELF);
    }

    /** Lets go of all that is filed under {@code key}, and of the key: nothing can be filed under it any more. */
    public static NewEvent tombstone(KeyValue key) {
        return event(TOMBSTONED, key, ITSELF);
    }

    private static NewEvent event(String type, KeyValue key, long before) {
        var data = ("{\"before\":" + before + "}").getBytes(StandardCharsets.UTF_8);
        return NewEvent.of(type, 1, List.of(key), data);
    }
}
