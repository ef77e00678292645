// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.KeyValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What readers of a log still want: a compaction leaves it there, for a time.
 *
 * <p>What they have not come to is all that lies behind a position. What they come back to, such as a dead letter and
 * what queues behind it, is found by its key: so no more is wanted of it than what is filed under that key, and what a
 * part of the application has said itself, which it may look up then.
 *
 * @param from number of the position from which on everything is wanted
 * @param keys from which position on what is filed under a key is
 */
public record Wanted(long from, Map<KeyValue, Long> keys) {

    /** Nothing: all has been read that is to be. */
    public static final Wanted NOTHING = from(Long.MAX_VALUE);

    public Wanted {
        keys = Map.copyOf(keys);
    }

    /** Everything from a position on. */
    public static Wanted from(long position) {
        return new Wanted(position, Map.of());
    }

    /** What the readers of both want. */
    public Wanted and(Wanted other) {
        var all = new HashMap<>(keys);
        other.keys.forEach((key, position) -> all.merge(key, position, Math::min));
        return new Wanted(Math.min(from, other.from), all);
    }

    /** The first position of which anything is wanted; the highest where nothing is. */
    long first() {
        return keys.values().stream().mapToLong(Long::longValue).reduce(from, Math::min);
    }

    /**
     * Whether an event at {@code position} is wanted that is filed under {@code filed}, for the sake of a key: not
     * where it lies below the key's {@code floor}, since nobody comes to it by the key any more.
     */
    boolean isWanted(List<KeyValue> filed, long position, ToLongFunction<KeyValue> floor) {
        return filed.stream().anyMatch(key -> position >= keys.getOrDefault(key, Long.MAX_VALUE)
                && position >= floor.applyAsLong(key));
    }
}
