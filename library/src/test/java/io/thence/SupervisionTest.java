// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SupervisionTest {

    @Test
    void rests_double_up_to_the_longest_and_are_shorter_by_chance() {
        var supervision = Supervision.DEFAULT.resting(Duration.ofSeconds(1), Duration.ofSeconds(10)).jitter(0.5);
        assertThat(supervision.rest(1, 0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(supervision.rest(2, 0)).isEqualTo(Duration.ofSeconds(2));
        assertThat(supervision.rest(4, 0)).isEqualTo(Duration.ofSeconds(8));
        assertThat(supervision.rest(5, 0)).isEqualTo(Duration.ofSeconds(10));
        assertThat(supervision.rest(1_000, 1)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void what_makes_no_sense_is_refused_with_a_reason() {
        var usual = Supervision.DEFAULT;
        refused(() -> usual.restarts(-1, Duration.ofMinutes(1)), "-1 restarts: 0 to 1000");
        refused(() -> usual.restarts(1, Duration.ZERO), "a period of PT0S: more than 0, and at most PT168H");
        refused(() -> usual.restarts(1, Duration.ofSeconds(1)), "the longest, which is not over the period, PT1S");
        refused(() -> usual.resting(Duration.ofSeconds(2), Duration.ofSeconds(1)), "rests from PT2S to PT1S");
        refused(() -> usual.jitter(1.1), "a jitter of 1.1: 0 to 1");
        refused(() -> usual.stuckAfter(Duration.ZERO), "stuck after PT0S: more than 0");
        refused(() -> usual.closing(Duration.ofSeconds(-1)), "a stop that waits for PT-1S: 0 or more");
        refused(() -> usual.diskFreeMin(-1), "-1 free bytes: 0 or more");
    }

    private static void refused(Runnable made, String why) {
        assertThatThrownBy(made::run).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(why);
    }
}
