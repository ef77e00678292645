// SPDX-License-Identifier: Apache-2.0
package io.thence;

import io.thence.Policy.Action;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is said of a policy stays, whatever else is said, and what makes no sense is refused. */
class PolicyTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Breaker BREAKER = Breaker.DEFAULT.failing(0.25, 8).trials(1).slow(SECOND, 0.5);
    private static final List<UnaryOperator<Policy>> ALL = List.of(
            policy -> policy.attempts(7),
            policy -> policy.resting(SECOND, SECOND),
            policy -> policy.jitter(0.5),
            policy -> policy.lanes(3),
            policy -> policy.deadLettersMax(9),
            policy -> policy.timeLimit(SECOND),
            policy -> policy.breaker(BREAKER),
            policy -> policy.rate(5, SECOND),
            policy -> policy.bulkhead(2),
            policy -> policy.on(IllegalStateException.class, Action.STOP));

    private static Policy all(Policy policy) {
        var with = policy;
        for (var one : ALL) {
            with = one.apply(with);
        }
        return with;
    }

    @Test
    void what_was_said_stays_whatever_is_said_after_it() {
        var policy = all(Policy.DEFAULT);
        assertThat(policy.guards().timeLimit()).contains(SECOND);
        assertThat(policy.guards().breaker()).contains(BREAKER);
        assertThat(policy.guards().rate()).contains(new Guards.Rate(5, SECOND));
        assertThat(policy.guards().bulkhead()).contains(2);
        assertThat(policy.action(new IllegalStateException())).isEqualTo(Action.STOP);
        ALL.subList(0, ALL.size() - 1).forEach(again -> assertThat(again.apply(policy)).isEqualTo(policy));
    }

    @Test
    void a_breaker_is_open_for_twice_as_long_each_time_up_to_the_longest() {
        var breaker = Breaker.DEFAULT.openFor(Duration.ofSeconds(10), Duration.ofSeconds(45));
        assertThat(List.of(1, 2, 3, 4, 1_000_000)).extracting(breaker::openFor).extracting(Duration::toSeconds)
                .containsExactly(10L, 20L, 40L, 45L, 45L);
    }

    @Test
    void what_makes_no_sense_is_refused() {
        refuses(() -> Breaker.DEFAULT.failing(0, 10), "a breaker with a share of 0.0: over 0, and 1 at most");
        refuses(() -> Breaker.DEFAULT.failing(0.5, 10_001), "a breaker with 10001 calls: 1 to 10000");
        refuses(() -> Breaker.DEFAULT.trials(0), "a breaker with 0 trials: 1 to 10000");
        refuses(() -> Breaker.DEFAULT.slow(Duration.ZERO, 1), "a breaker with slow over PT0S: a millisecond or more");
        refuses(() -> Breaker.DEFAULT.openFor(SECOND, Duration.ofMillis(1)), "a breaker with open for PT1S up to"
                + " PT0.001S: the first is a millisecond or more, and not over the longest, which is PT24H at most");
        refuses(() -> Policy.DEFAULT.timeLimit(Duration.ofNanos(1)), "a time limit of PT0.000000001S: a millisecond to"
                + " PT168H");
        refuses(() -> Policy.DEFAULT.rate(0, SECOND), "a rate of 0 calls: 1 or more");
        refuses(() -> Policy.DEFAULT.rate(1, Duration.ofDays(2)), "a rate per PT48H: a millisecond to a day");
        refuses(() -> Policy.DEFAULT.bulkhead(0), "a bulkhead of 0 calls: 1 to 10000");
    }

    private static void refuses(Runnable what, String message) {
        assertThatThrownBy(what::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
