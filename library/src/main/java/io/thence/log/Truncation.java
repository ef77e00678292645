// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.KeyValue;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Undecodable;
import io.thence.event.Json;
import io.thence.store.NewEvent;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Events that set the floor of a key: what lies below it is not wanted any more under that key, and is removed by a
 * compaction once it is below the floors of all its keys. Appended like any event, on a condition, with others: a
 * summary and a truncation in one batch close the books.
 */
public final class Truncation {

    /** The type of an event that says below which position the events of its keys are not wanted any more. */
    public static final String TRUNCATED = "thence.truncated";

    /** The type of an event that ends its keys: nothing before it is wanted, and nothing may be filed after it. */
    public static final String TOMBSTONED = "thence.tombstoned";

    private static final String BEFORE = "before";

    private Truncation() {}

    /** The events of {@code key} below {@code position} are not wanted any more. */
    public static NewEvent before(KeyValue key, long position) {
        if (position < 1) {
            throw new BadRequest("a key is truncated before a position from 1 on, not before " + position);
        }
        return event(TRUNCATED, key, Json.write(JsonNodeFactory.instance.objectNode().put(BEFORE, position)));
    }

    /** No event of {@code key} is wanted any more, and there shall be none again. */
    public static NewEvent tombstone(KeyValue key) {
        return event(TOMBSTONED, key, Json.write(JsonNodeFactory.instance.objectNode()));
    }

    private static NewEvent event(String type, KeyValue key, byte[] data) {
        return new NewEvent(type, 1, List.of(key), data, Optional.empty());
    }

    /** Whether events of a type set floors. */
    static boolean isOne(String type) {
        return type.equals(TRUNCATED) || type.equals(TOMBSTONED);
    }

    /** The floor that an event at {@code position} sets for its keys; empty if it is none that does. */
    static OptionalLong floor(String type, byte[] data, long position) {
        if (type.equals(TOMBSTONED)) {
            return OptionalLong.of(position);
        }
        if (!type.equals(TRUNCATED)) {
            return OptionalLong.empty();
        }
        try {
            long before = Json.tree(data, "a truncation").path(BEFORE).asLong(0);
            return before < 1 ? OptionalLong.empty() : OptionalLong.of(Math.min(before, position));
        } catch (Undecodable _) {
            return OptionalLong.empty(); // whoever wrote that made no truncation
        }
    }
}
