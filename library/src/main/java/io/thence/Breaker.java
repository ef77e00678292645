// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.time.Duration;
import java.util.Optional;

/**
 * A circuit breaker: when too many calls of a consumer's handler fail, which is no fault of the events, nothing is
 * handled for a while; then a few calls try whether that has passed. What fails then, and what was under way when too
 * many had failed, is no attempt of its event: an outage makes no dead letters.
 *
 * <p>A call has failed when the {@link Policy} would have its event tried again. What the policy makes a dead letter at
 * once, or stops at, says nothing about the outside, and neither does what holds the whole store up: such calls do not
 * count.
 *
 * <p>As long as it is closed attempts count: let {@link #calls} be few where there are few keys, or the events that
 * fail first may be dead letters before it opens. Where nothing but one event is there to be tried, it stays open, and
 * that event is tried again and again: nothing tells then whose fault it is.
 *
 * @param calls        how many calls it looks back on, 1 to {@value #CALLS_MAX}; with fewer it stays closed
 * @param failureShare it opens when at least this share of them has failed, over 0 to 1
 * @param openFor      for how long it is open, first; each time that it opens without having been closed between, twice
 *                     as long
 * @param openForMax   the longest that it is open, of at most a day
 * @param trials       how many calls are tried after that, 1 to {@value #CALLS_MAX}: it opens again when at least
 *                     {@code failureShare} of them fail, or too many are slow, else it is closed
 * @param slow         which calls are slow, where slow ones count too
 */
public record Breaker(int calls, double failureShare, Duration openFor, Duration openForMax, int trials,
        Optional<Slow> slow) {

    /** The most calls that are looked back on. */
    public static final int CALLS_MAX = 10_000;

    /** The longest that it is open. */
    public static final Duration OPEN_MAX = Duration.ofDays(1);

    /** Opens when half of 20 calls have failed, for 10 s and up to a minute; then tries 3. */
    public static final Breaker DEFAULT = new Breaker(20, 0.5, Duration.ofSeconds(10), Duration.ofMinutes(1), 3,
            Optional.empty());

    public Breaker {
        check(calls >= 1 && calls <= CALLS_MAX, calls + " calls: 1 to " + CALLS_MAX);
        check(trials >= 1 && trials <= CALLS_MAX, trials + " trials: 1 to " + CALLS_MAX);
        checkShare(failureShare);
        check(openFor.toMillis() >= 1 && openFor.compareTo(openForMax) <= 0 && openForMax.compareTo(OPEN_MAX) <= 0,
                "open for " + openFor + " up to " + openForMax + ": the first is a millisecond or more, and not over"
                        + " the longest, which is " + OPEN_MAX + " at most");
    }

    /**
     * Slow calls.
     *
     * @param over  a call that takes longer is slow, a millisecond or more
     * @param share it opens when at least this share of the calls was slow, over 0 to 1
     */
    public record Slow(Duration over, double share) {

        public Slow {
            check(over.toMillis() >= 1, "slow over " + over + ": a millisecond or more");
            checkShare(share);
        }
    }

    private static void checkShare(double share) {
        check(share > 0 && share <= 1, "a share of " + share + ": over 0, and 1 at most");
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("a breaker with " + message);
        }
    }

    /** The same, opening when at least {@code share} of the last {@code many} calls have failed. */
    public Breaker failing(double share, int many) {
        return new Breaker(many, share, openFor, openForMax, trials, slow);
    }

    /** The same, open for so long first, then each time twice as long, and never longer than {@code most}. */
    public Breaker openFor(Duration first, Duration most) {
        return new Breaker(calls, failureShare, first, most, trials, slow);
    }

    /** The same, trying so many calls before it closes. */
    public Breaker trials(int many) {
        return new Breaker(calls, failureShare, openFor, openForMax, many, slow);
    }

    /** The same, opening also when at least {@code share} of the calls take longer than {@code over}. */
    public Breaker slow(Duration over, double share) {
        return new Breaker(calls, failureShare, openFor, openForMax, trials, Optional.of(new Slow(over, share)));
    }

    /** How long it is open the so many-th time in a row, from 1. */
    public Duration openFor(int time) {
        return Rests.after(time, openFor, openForMax, 0);
    }
}
