// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.time.Duration;
import java.util.Optional;

/**
 * What stands between a consumer's lanes and its handler: each is for this consumer alone, and holds over all its keys.
 *
 * @param timeLimit how long an attempt may take, where that is limited: 1 ms to seven days
 * @param breaker   the circuit breaker, where there is one
 * @param rate      how often the handler is called at most, where that is limited
 * @param bulkhead  how many calls of the handler are under way at most, where that are fewer than lanes
 */
public record Guards(Optional<Duration> timeLimit, Optional<Breaker> breaker, Optional<Rate> rate,
        Optional<Integer> bulkhead) {

    /** None. */
    public static final Guards NONE = new Guards(Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty());

    public Guards {
        timeLimit.ifPresent(limit -> check(limit.toMillis() >= 1 && limit.compareTo(Policy.REST_MAX) <= 0,
                "a time limit of " + limit + ": a millisecond to " + Policy.REST_MAX));
        bulkhead.ifPresent(calls -> check(calls >= 1 && calls <= Policy.LANES_MAX, "a bulkhead of " + calls
                + " calls: 1 to " + Policy.LANES_MAX));
    }

    /**
     * How often a handler is called. Time is cut into periods, from the start on, and each has so many calls at most;
     * so in any time as long as a period there may be twice as many.
     *
     * @param calls at most, 1 or more
     * @param per   period, of a millisecond to a day
     */
    public record Rate(int calls, Duration per) {

        public Rate {
            check(calls >= 1, "a rate of " + calls + " calls: 1 or more");
            check(per.toMillis() >= 1 && per.compareTo(Duration.ofDays(1)) <= 0, "a rate per " + per
                    + ": a millisecond to a day");
        }
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    Guards timeLimit(Duration limit) {
        return new Guards(Optional.of(limit), breaker, rate, bulkhead);
    }

    Guards breaker(Breaker other) {
        return new Guards(timeLimit, Optional.of(other), rate, bulkhead);
    }

    Guards rate(Rate other) {
        return new Guards(timeLimit, breaker, Optional.of(other), bulkhead);
    }

    Guards bulkhead(int calls) {
        return new Guards(timeLimit, breaker, rate, Optional.of(calls));
    }
}
