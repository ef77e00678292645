// SPDX-License-Identifier: Apache-2.0
package io.thence.server;

import io.thence.KeyValue;
import io.thence.ThenceException.BadRequest;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import java.util.List;
import java.util.Set;

/**
 * Which events are wanted, and in which order.
 *
 * @param query     what they match
 * @param after     number of the position that they come after; 0 for all
 * @param before    number of the position that they come before
 * @param limit     how many at most, in the order of {@code direction}
 * @param direction the order
 */
public record EventRequest(Query query, long after, long before, long limit, Direction direction) {

    /** Every event, in order. */
    public static final EventRequest ALL =
            new EventRequest(Query.ALL, 0, Long.MAX_VALUE, Long.MAX_VALUE, Direction.FORWARDS);

    public EventRequest {
        refuseNegative("after", after);
        refuseNegative("before", before);
        refuseNegative("limit", limit);
    }

    private static void refuseNegative(String what, long number) {
        if (number < 0) {
            throw new BadRequest("'" + what + "' is negative, " + number + ": give 0 or more");
        }
    }

    /** Events that are filed under all of {@code keys} and are of one of {@code types}; none of either is no bound. */
    public static Query matching(List<KeyValue> keys, Set<String> types) {
        return keys.isEmpty() && types.isEmpty() ? Query.ALL : new Query(List.of(new Query.Term(types, keys)));
    }

    /** The same, of what {@code query} matches. */
    public EventRequest of(Query query) {
        return new EventRequest(query, after, before, limit, direction);
    }

    /** The same, between two positions, both exclusive. */
    public EventRequest between(long after, long before) {
        return new EventRequest(query, after, before, limit, direction);
    }

    /** The same, at most {@code limit} of them. */
    public EventRequest atMost(long limit) {
        return new EventRequest(query, after, before, limit, direction);
    }

    /** The same, the newest first. */
    public EventRequest backwards() {
        return new EventRequest(query, after, before, limit, Direction.BACKWARDS);
    }
}
