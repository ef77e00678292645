// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.Stamp;
import io.thence.ThenceException.BadRequest;
import io.thence.store.Append;
import io.thence.world.World;
import java.time.Duration;
import java.time.Instant;

/**
 * How far ahead of this machine's clock a stamp from elsewhere may be. A log's own stamps follow it, so without a bound
 * one wrong clock would spoil those of all services that hear of it, for as long as it is wrong by.
 *
 * @param ahead  as far; machines whose clocks are synchronised differ by far less
 * @param beyond what is done with a stamp that is further ahead
 */
public record ClockBound(Duration ahead, Beyond beyond) {

    /** A minute; what is further ahead is refused. */
    public static final ClockBound USUAL = new ClockBound(Duration.ofMinutes(1), Beyond.REFUSE);

    /** What is done with a stamp that is too far ahead. */
    public enum Beyond {
        /** Nothing is appended: somebody's clock is wrong, and the message says by how much. */
        REFUSE,
        /** It counts as one at the bound: what it led to may get a lesser stamp than it has. */
        CLAMP
    }

    public ClockBound {
        if (ahead.isNegative()) {
            throw new BadRequest("a bound of a clock is 0 or more, not " + ahead);
        }
    }

    /** Whether a stamp is within the bound, when this machine's clock shows {@code now}. */
    public boolean letsPass(Stamp stamp, Instant now) {
        return stamp.compareTo(latest(now)) <= 0;
    }

    private Stamp latest(Instant now) {
        return new Stamp(now.plus(ahead).toEpochMilli(), Stamp.COUNTER_MAX);
    }

    /**
     * The append with a stamp that this bound lets pass.
     *
     * @param world whose clock is asked, where there is a stamp to compare
     * @throws BadRequest if it is refused
     */
    Append bounded(Append append, World world) {
        var cause = append.cause();
        if (cause.isEmpty()) {
            return append;
        }
        var now = world.now();
        if (letsPass(cause.get(), now)) {
            return append;
        }
        return switch (beyond) {
            case CLAMP -> append.causedAt(latest(now));
            case REFUSE -> throw new BadRequest("what led to this has stamp " + cause.get() + ", which is "
                    + Duration.between(now, cause.get().instant()) + " ahead of this machine's clock; " + ahead
                    + " is the bound: set the clock right that is wrong, there or here, or let LogSettings have another"
                    + " ClockBound");
        };
    }
}
