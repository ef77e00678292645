// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.ThenceException.BadRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How long the events of some streams are kept: of all whose first key has this name. They go at the next compaction
 * after that. With both limits an event goes when both say so: the newest {@code count} stay, however old.
 *
 * <p>For streams that are read and not folded, such as visits or readings. A state that was folded before an event went
 * still has what came of it, one that is folded later has not: let streams of deciders go by closing their books.
 *
 * @param key   the key's name
 * @param age   events that are older may go
 * @param count events that have at least so many newer ones in their stream may go
 */
public record Retention(String key, Optional<Duration> age, OptionalLong count) {

    public Retention {
        if (age.isEmpty() && count.isEmpty()) {
            throw new BadRequest("a retention for key '" + key + "' without an age or a count would remove everything:"
                    + " give one of them");
        }
        if (age.filter(Duration::isNegative).isPresent() || (count.isPresent() && count.getAsLong() < 1)) {
            throw new BadRequest("a retention for key '" + key + "' keeps an age of 0 or more and a count of 1 or more"
                    + ", not " + age.map(Duration::toString).orElse("any") + " and " + count.orElse(0));
        }
    }

    /** Events of this key up to this age. */
    public static Retention ofAge(String key, Duration age) {
        return new Retention(key, Optional.of(age), OptionalLong.empty());
    }

    /** So many of the newest events of each stream of this key. */
    public static Retention ofCount(String key, long count) {
        return new Retention(key, Optional.empty(), OptionalLong.of(count));
    }
}
