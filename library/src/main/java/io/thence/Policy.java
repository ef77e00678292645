// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a consumer does when its handler fails: it tries again after a rest that grows, so many times; then the event is
 * a {@link DeadLetter}, and later events of its key queue behind it, while other keys go on.
 *
 * @param attempts       how often an event is tried in all, 1 to {@value #ATTEMPTS_MAX}
 * @param rest           the rest after the first failure; each is twice the one before
 * @param restMax        the longest rest, of at most seven days
 * @param jitter         up to which part of it a rest is made shorter by chance, 0 to 1: what failed together is not
 *                       tried together
 * @param rules          what is done about failures of some types; the first that fits holds
 * @param lanes          how many events are handled at the same time, each of another key; 1 to {@value #LANES_MAX}
 * @param deadLettersMax how many keys may wait, up to {@value #DEAD_LETTERS_MAX}; one more stops the consumer; 0 stops
 *                       it at the first
 * @param guards         what stands between the lanes and the handler
 */
public record Policy(int attempts, Duration rest, Duration restMax, double jitter, List<Rule> rules, int lanes,
        int deadLettersMax, Guards guards) {

    /** The most attempts. */
    public static final int ATTEMPTS_MAX = 1_000;

    /** The most events that are handled at the same time. */
    public static final int LANES_MAX = 10_000;

    /** The longest rest that may be asked for. */
    public static final Duration REST_MAX = Duration.ofDays(7);

    /** The most dead letters, which are kept in memory, each of some kilobytes. */
    public static final int DEAD_LETTERS_MAX = 100_000;

    /**
     * Five attempts within about three seconds, 256 lanes, 1,000 dead letters. What cannot be decoded, or is a fault of
     * the code by its type ({@link ThenceException.BadRequest}), or may have happened outside
     * ({@link ThenceException.EffectUnknown}), is a dead letter at once; an {@link Error} restarts the consumer, and a
     * store that takes nothing more stops it.
     */
    public static final Policy DEFAULT = new Policy(5, Duration.ofMillis(200), Duration.ofSeconds(30), 0.2, List.of(),
            256, 1_000, Guards.NONE)
            .on(ThenceException.Undecodable.class, Action.DEAD_LETTER)
            .on(ThenceException.BadRequest.class, Action.DEAD_LETTER)
            .on(ThenceException.EffectUnknown.class, Action.DEAD_LETTER)
            .on(ThenceException.Stopped.class, Action.STOP)
            .on(ThenceException.OutcomeUnknown.class, Action.STOP)
            .on(Error.class, Action.RESTART);

    public Policy {
        rules = List.copyOf(rules);
        check(attempts >= 1 && attempts <= ATTEMPTS_MAX, attempts + " attempts: 1 to " + ATTEMPTS_MAX);
        check(lanes >= 1 && lanes <= LANES_MAX, lanes + " lanes: 1 to " + LANES_MAX);
        check(deadLettersMax >= 0 && deadLettersMax <= DEAD_LETTERS_MAX, deadLettersMax + " dead letters: 0 to "
                + DEAD_LETTERS_MAX);
        check(jitter >= 0 && jitter <= 1, "a jitter of " + jitter + ": 0 to 1");
        check(!rest.isNegative() && rest.compareTo(restMax) <= 0 && restMax.compareTo(REST_MAX) <= 0, "rests from "
                + rest + " to " + restMax + ": the first is 0 or more, and not over the longest, which is " + REST_MAX
                + " at most");
    }

    /** What is done about a failure. */
    public enum Action {
        /** The event is tried again after a rest, and is a dead letter after the last attempt. */
        RETRY,
        /** It is a dead letter at once. */
        DEAD_LETTER,
        /** The consumer is taken down, and begins again at its checkpoint, as its {@link Supervision} says. */
        RESTART,
        /** The consumer stops, and says why; nothing is lost. */
        STOP
    }

    /** What is done about failures of {@code type}. */
    public record Rule(Class<? extends Throwable> type, Action action) {}

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** The same, with so many attempts in all. */
    public Policy attempts(int most) {
        return new Policy(most, rest, restMax, jitter, rules, lanes, deadLettersMax, guards);
    }

    /** The same, resting so long after the first failure, twice as long after the next, and never over {@code most}. */
    public Policy resting(Duration first, Duration most) {
        return new Policy(attempts, first, most, jitter, rules, lanes, deadLettersMax, guards);
    }

    /** The same, with rests that are by chance up to this part shorter. */
    public Policy jitter(double part) {
        return new Policy(attempts, rest, restMax, part, rules, lanes, deadLettersMax, guards);
    }

    /** The same, doing {@code action} about failures of {@code type}, whatever was said of them before. */
    public Policy on(Class<? extends Throwable> type, Action action) {
        var more = new ArrayList<Rule>();
        more.add(new Rule(type, action));
        more.addAll(rules);
        return new Policy(attempts, rest, restMax, jitter, more, lanes, deadLettersMax, guards);
    }

    /** The same, with so many lanes. */
    public Policy lanes(int most) {
        return new Policy(attempts, rest, restMax, jitter, rules, most, deadLettersMax, guards);
    }

    /** The same, with so many dead letters at most. */
    public Policy deadLettersMax(int most) {
        return new Policy(attempts, rest, restMax, jitter, rules, lanes, most, guards);
    }

    private Policy guards(Guards other) {
        return new Policy(attempts, rest, restMax, jitter, rules, lanes, deadLettersMax, other);
    }

    /**
     * The same, ending an attempt that takes longer: the handler's thread is interrupted, and however the attempt ends
     * then, it has failed as {@link ThenceException.TimedOut}. A handler that does not heed that goes on, and its key
     * with it: nothing else of that key is handled meanwhile.
     */
    public Policy timeLimit(Duration limit) {
        return guards(guards.timeLimit(limit));
    }

    /** The same, handling nothing for a while when too many calls fail. */
    public Policy breaker(Breaker breaker) {
        return guards(guards.breaker(breaker));
    }

    /** The same, calling the handler at most so often in each such period, attempts that are repeated among them. */
    public Policy rate(int calls, Duration per) {
        return guards(guards.rate(new Guards.Rate(calls, per)));
    }

    /** The same, with so many calls of the handler at most that are under way at the same time. */
    public Policy bulkhead(int calls) {
        return guards(guards.bulkhead(calls));
    }

    /** What is done about {@code failure}. */
    public Action action(Throwable failure) {
        for (var rule : rules) {
            if (rule.type().isInstance(failure)) {
                return rule.action();
            }
        }
        return failure instanceof Error ? Action.RESTART : Action.RETRY;
    }

    /** The rest after so many failures, from 1, where {@code chance} is from 0 to 1. */
    public Duration rest(int failures, double chance) {
        return Rests.after(failures, rest, restMax, jitter * chance);
    }
}
