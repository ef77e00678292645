// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.Breaker;
import io.thence.SystemEvent.BreakerChanged;
import io.thence.SystemEvent.BreakerState;
import io.thence.bank.MovedWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

import static io.thence.SystemEvent.BreakerState.CLOSED;
import static io.thence.SystemEvent.BreakerState.HALF_OPEN;
import static io.thence.SystemEvent.BreakerState.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

/** The breaker's numbers, by a clock that is moved by hand. */
class ConsumerBreakerTest {

    private static final Breaker SETTINGS = Breaker.DEFAULT.failing(0.5, 4)
            .openFor(Duration.ofSeconds(10), Duration.ofSeconds(25)).trials(2);
    private static final Duration QUICK = Duration.ofMillis(1);

    private final AtomicLong clock = new AtomicLong(-5_000_000_000L);
    private final List<BreakerChanged> told = new ArrayList<>();
    private ConsumerBreaker breaker = breaker(SETTINGS);

    private ConsumerBreaker breaker(Breaker settings) {
        return new ConsumerBreaker("mailer", settings, new MovedWorld(clock), () -> {});
    }

    private void moves(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private void succeeds(int times) {
        for (int i = 0; i < times; i++) {
            breaker.succeeded(enter(), QUICK);
        }
    }

    private void fails(int times) {
        for (int i = 0; i < times; i++) {
            breaker.failed(enter(), QUICK, new IllegalStateException(), "away");
        }
    }

    private long enter() {
        assertThat(breaker.closedNanos()).isZero();
        long entered = breaker.enter();
        assertThat(entered).isNotEqualTo(ConsumerBreaker.REFUSED);
        return entered;
    }

    private void refuses() {
        assertThat(breaker.closedNanos()).isPositive();
        assertThat(breaker.enter()).isEqualTo(ConsumerBreaker.REFUSED);
    }

    private List<BreakerChanged> changes() {
        told.addAll(breaker.changes());
        return told;
    }

    private List<BreakerState> states() {
        return changes().stream().map(BreakerChanged::to).toList();
    }

    @Test
    void opens_when_the_share_of_the_last_calls_has_failed_and_no_sooner() {
        fails(3);
        assertThat(breaker.state()).as("three are too few to look at").isEqualTo(CLOSED);
        succeeds(1);
        assertThat(breaker.state()).as("three of four").isEqualTo(OPEN);
        assertThat(changes()).containsExactly(new BreakerChanged("mailer", CLOSED, OPEN, ""));
        breaker = breaker(SETTINGS);
        succeeds(3);
        fails(1);
        assertThat(breaker.state()).as("one of the last four").isEqualTo(CLOSED);
        fails(1);
        assertThat(breaker.state()).as("two of the last four").isEqualTo(OPEN);
        assertThat(changes().getLast()).isEqualTo(new BreakerChanged("mailer", CLOSED, OPEN, "away"));
    }

    @Test
    void tries_after_its_time_and_closes_when_the_trials_succeed() {
        fails(4);
        refuses();
        assertThat(breaker.note()).startsWith("its circuit breaker is open until 20").endsWith(": away");
        assertThat(breaker.closedNanos()).isEqualTo(Duration.ofMillis(10_001).toNanos());
        moves(Duration.ofSeconds(10));
        refuses();
        moves(Duration.ofMillis(1));
        long first = enter();
        assertThat(breaker.state()).isEqualTo(HALF_OPEN);
        long second = enter();
        refuses();
        assertThat(breaker.closedNanos()).as("until a trial has ended").isEqualTo(CallLimit.UNTIL_TOLD);
        breaker.succeeded(first, QUICK);
        refuses();
        breaker.succeeded(second, QUICK);
        assertThat(breaker.state()).isEqualTo(CLOSED);
        assertThat(breaker.note()).isEmpty();
        assertThat(states()).containsExactly(OPEN, HALF_OPEN, CLOSED);
        fails(3);
        assertThat(breaker.state()).as("what was before is forgotten").isEqualTo(CLOSED);
    }

    @Test
    void opens_for_twice_as_long_each_time_in_a_row() {
        fails(4);
        for (int seconds : new int[] {10, 20, 25, 25}) {
            moves(Duration.ofSeconds(seconds));
            refuses();
            moves(Duration.ofMillis(1));
            fails(2);
            assertThat(breaker.state()).isEqualTo(OPEN);
        }
        moves(Duration.ofMillis(25_001));
        succeeds(2);
        assertThat(breaker.state()).isEqualTo(CLOSED);
        fails(4);
        assertThat(breaker.closedNanos()).as("from the start").isEqualTo(Duration.ofMillis(10_001).toNanos());
    }

    @Test
    void a_trial_that_comes_to_nothing_lets_another_one_try() {
        fails(4);
        moves(Duration.ofMillis(10_001));
        long first = enter();
        enter();
        refuses();
        assertThat(breaker.left(first)).isTrue();
        succeeds(1);
        assertThat(breaker.state()).isEqualTo(HALF_OPEN);
        refuses();
    }

    @Test
    void what_began_before_a_change_says_nothing_after_it() {
        var before = List.of(enter(), enter(), enter(), enter());
        fails(4);
        moves(Duration.ofMillis(10_001));
        long trial = enter();
        before.forEach(entered -> assertThat(breaker.failed(entered, QUICK, new IllegalStateException(), "late"))
                .as("is no attempt, since it is not closed").isFalse());
        assertThat(breaker.left(before.getFirst())).isFalse();
        assertThat(breaker.state()).isEqualTo(HALF_OPEN);
        breaker.succeeded(trial, QUICK);
        succeeds(1);
        assertThat(breaker.state()).isEqualTo(CLOSED);
    }

    @Test
    void slow_calls_open_it_where_they_count() {
        breaker = breaker(SETTINGS.slow(Duration.ofSeconds(1), 0.75));
        for (int i = 0; i < 5; i++) {
            assertThat(breaker.state()).isEqualTo(CLOSED);
            breaker.succeeded(enter(), Duration.ofSeconds(i < 2 ? 1 : 2));
        }
        assertThat(breaker.state()).as("three of the last four took longer than a second").isEqualTo(OPEN);
        breaker = breaker(SETTINGS);
        for (int i = 0; i < 5; i++) {
            breaker.succeeded(enter(), Duration.ofHours(1));
        }
        assertThat(breaker.state()).isEqualTo(CLOSED);
    }
}
