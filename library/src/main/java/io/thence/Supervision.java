// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.time.Duration;

/**
 * How an application watches over its own parts. A part that fails by what is neither its event's fault nor its user's
 * decision is taken down whole, and begins again at its checkpoint after a rest; where that happens too often it gives
 * up. A call of a handler that does not end is told of, a disk that is nearly full, and a part that is too far behind.
 *
 * @param restarts     how often a part is restarted within {@code period}, 0 to {@value #RESTARTS_MAX}; one failure
 *                     more and it gives up
 * @param period       how long a restart counts, also for the rests
 * @param rest         the rest before the first restart; each is twice the one before
 * @param restMax      the longest rest, not over {@code period}
 * @param jitter       up to which part of it a rest is made shorter by chance, 0 to 1: what failed together is not
 *                     restarted together
 * @param stuckAfter   a call of a handler that takes so long is stuck; a tenth of it is how often that is looked at
 * @param closing      how long a stop waits for what is in hand; then it is interrupted
 * @param diskFreeMin  with fewer free bytes than these the disk is low; 0 if nobody wants to know
 * @param lagMax       a part is too far behind the log that has an event before it for longer; zero if nobody wants to
 *                     know
 * @param lagEventsMax a part is too far behind the log that has more events before it; 0 if nobody wants to know
 */
public record Supervision(int restarts, Duration period, Duration rest, Duration restMax, double jitter,
        Duration stuckAfter, Duration closing, long diskFreeMin, Duration lagMax, long lagEventsMax) {

    /** The most restarts. */
    public static final int RESTARTS_MAX = 1_000;

    private static final Duration LONGEST = Duration.ofDays(7);

    /**
     * Eight restarts within ten minutes, after rests of a second to a minute; a call is stuck after a minute; a stop
     * waits for half a minute; a disk is low with less than a GiB. How far a part may be behind, nothing says.
     */
    public static final Supervision DEFAULT = new Supervision(8, Duration.ofMinutes(10), Duration.ofSeconds(1),
            Duration.ofMinutes(1), 0.2, Duration.ofMinutes(1), Duration.ofSeconds(30), 1L << 30,
            Duration.ZERO, 0);

    public Supervision {
        check(restarts >= 0 && restarts <= RESTARTS_MAX, restarts + " restarts: 0 to " + RESTARTS_MAX);
        check(isWithin(period, LONGEST), "a period of " + period + ": more than 0, and at most " + LONGEST);
        check(!rest.isNegative() && rest.compareTo(restMax) <= 0 && restMax.compareTo(period) <= 0, "rests from " + rest
                + " to " + restMax + ": the first is 0 or more, and not over the longest, which is not over the period,"
                + " " + period);
        check(jitter >= 0 && jitter <= 1, "a jitter of " + jitter + ": 0 to 1");
        check(isWithin(stuckAfter, LONGEST), "stuck after " + stuckAfter + ": more than 0, and at most " + LONGEST);
        check(!closing.isNegative() && closing.compareTo(LONGEST) <= 0, "a stop that waits for " + closing
                + ": 0 or more, and at most " + LONGEST);
        check(diskFreeMin >= 0, diskFreeMin + " free bytes: 0 or more");
        check(!lagMax.isNegative() && lagMax.compareTo(LONGEST) <= 0, "a lag of " + lagMax + ": 0 or more, and at most "
                + LONGEST);
        check(lagEventsMax >= 0, "a lag of " + lagEventsMax + " events: 0 or more");
    }

    private static boolean isWithin(Duration time, Duration most) {
        return time.isPositive() && time.compareTo(most) <= 0;
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** The same, with so many restarts within {@code each} at most. */
    public Supervision restarts(int most, Duration each) {
        return new Supervision(most, each, rest, restMax, jitter, stuckAfter, closing, diskFreeMin, lagMax,
                lagEventsMax);
    }

    /** The same, where a part that fails gives up at once. */
    public Supervision withoutRestarts() {
        return restarts(0, period);
    }

    /** The same, resting so long before the first restart, twice as long before the next, up to {@code most}. */
    public Supervision resting(Duration first, Duration most) {
        return new Supervision(restarts, period, first, most, jitter, stuckAfter, closing, diskFreeMin, lagMax,
                lagEventsMax);
    }

    /** The same, with rests that are by chance up to this part shorter. */
    public Supervision jitter(double part) {
        return new Supervision(restarts, period, rest, restMax, part, stuckAfter, closing, diskFreeMin, lagMax,
                lagEventsMax);
    }

    /** The same, where a call of a handler is stuck that takes so long. */
    public Supervision stuckAfter(Duration time) {
        return new Supervision(restarts, period, rest, restMax, jitter, time, closing, diskFreeMin, lagMax,
                lagEventsMax);
    }

    /** The same, where a stop waits so long for what is in hand. */
    public Supervision closing(Duration limit) {
        return new Supervision(restarts, period, rest, restMax, jitter, stuckAfter, limit, diskFreeMin, lagMax,
                lagEventsMax);
    }

    /** The same, where a disk is low that has fewer free bytes. */
    public Supervision diskFreeMin(long bytes) {
        return new Supervision(restarts, period, rest, restMax, jitter, stuckAfter, closing, bytes, lagMax,
                lagEventsMax);
    }

    /** The same, where a part is too far behind that has an event before it for longer than this. */
    public Supervision lagMax(Duration time) {
        return new Supervision(restarts, period, rest, restMax, jitter, stuckAfter, closing, diskFreeMin, time,
                lagEventsMax);
    }

    /** The same, where a part is too far behind that has more events before it. */
    public Supervision lagEventsMax(long events) {
        return new Supervision(restarts, period, rest, restMax, jitter, stuckAfter, closing, diskFreeMin, lagMax,
                events);
    }

    /** The rest before the so many-th restart of a period, from 1, where {@code chance} is from 0 to 1. */
    public Duration rest(int restart, double chance) {
        return Rests.after(restart, rest, restMax, jitter * chance);
    }
}
