// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.ThenceException.BadRequest;
import java.time.Duration;
import java.util.List;

/**
 * What a compaction goes by.
 *
 * @param horizon    nothing younger is removed: a condition that was read before that and is still on its way would
 *                   miss it
 * @param commandIds how long a command is remembered after its events are gone; a refusal, after it was written
 * @param retentions how long streams are kept; those that are not named, for ever
 */
public record CompactionSettings(Duration horizon, Duration commandIds, List<Retention> retentions) {

    /**
     * How long an event is held for a part of the application that has not taken it in, since it was appended:
     * what is older goes all the same, so that a part that has stopped does not keep everything.
     */
    public static final Duration HELD_MAX = Duration.ofDays(90);

    /** An hour, thirty days, everything for ever. */
    public static final CompactionSettings DEFAULT =
            new CompactionSettings(Duration.ofHours(1), Duration.ofDays(30), List.of());

    public CompactionSettings {
        retentions = List.copyOf(retentions);
        if (horizon.isNegative() || commandIds.compareTo(horizon) < 0) {
            throw new BadRequest("a compaction's horizon is 0 or more, and commands are remembered at least as long:"
                    + " not " + horizon + " and " + commandIds);
        }
        long names = retentions.stream().map(Retention::key).distinct().count();
        if (names < retentions.size()) {
            throw new BadRequest("a key has at most one retention: " + retentions);
        }
    }

    /** The same with these retentions. */
    public CompactionSettings keeping(List<Retention> other) {
        return new CompactionSettings(horizon, commandIds, other);
    }
}
