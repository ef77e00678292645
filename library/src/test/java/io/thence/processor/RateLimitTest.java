// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.Guards.Rate;
import io.thence.bank.MovedWorld;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** So many calls in each period, by a clock that is moved by hand. */
class RateLimitTest {

    private final AtomicLong clock = new AtomicLong(-5_000_000_000L);
    private final RateLimit limit =
            new RateLimit("mailer", new Rate(3, Duration.ofSeconds(1)), new MovedWorld(clock));

    private int takesAll() {
        int taken = 0;
        while (limit.closedNanos() == 0) {
            assertThat(limit.tryAcquire()).isTrue();
            taken++;
        }
        assertThat(limit.tryAcquire()).isFalse();
        return taken;
    }

    @Test
    void each_period_has_exactly_so_many() {
        for (int period = 0; period < 5; period++) {
            assertThat(takesAll()).isEqualTo(3);
            assertThat(limit.closedNanos()).isEqualTo(Duration.ofSeconds(1).toNanos());
            clock.addAndGet(999_999_999);
            assertThat(takesAll()).as("not before the period is over").isZero();
            assertThat(limit.closedNanos()).isEqualTo(1);
            clock.addAndGet(1);
        }
    }

    @Test
    void what_was_not_taken_of_a_period_is_not_there_in_the_next() {
        clock.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(takesAll()).isEqualTo(3);
    }
}
