// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.view.Pace.Hurry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** When a view takes its next batch, and how long it will take: reckoned in milliseconds by hand. */
class PaceTest {

    private static final long BEGUN = 5_000;

    private static long nanos(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    private static long left(Pace pace, long atMillis, Hurry hurry) {
        return Duration.ofNanos(pace.left(nanos(atMillis), hurry)).toMillis();
    }

    @Test
    void the_first_batch_is_taken_at_once() {
        var pace = new Pace(nanos(BEGUN));
        for (var hurry : Hurry.values()) {
            assertThat(pace.left(nanos(BEGUN), hurry)).as("%s", hurry).isNotPositive();
        }
    }

    /** Four times the work, not under 20 ms and not over a second; after a break of as much as the work. */
    @ParameterizedTest
    @CsvSource({"0, 20", "1, 20", "4, 20", "5, 20", "6, 24", "50, 200", "249, 996", "250, 1000", "251, 1000",
            "60000, 1000"})
    void who_gathers_leaves_four_times_the_work_within_bounds_and_who_yields_as_much(long work, long gathered) {
        var pace = new Pace(nanos(BEGUN));
        pace.committed(nanos(BEGUN), nanos(BEGUN + work));
        long committed = BEGUN + work;
        assertThat(left(pace, committed, Hurry.GATHER)).isEqualTo(gathered);
        assertThat(left(pace, committed + 7, Hurry.GATHER)).isEqualTo(gathered - 7);
        assertThat(left(pace, committed + gathered, Hurry.GATHER)).isZero();
        assertThat(left(pace, committed, Hurry.YIELD)).as("half of the time").isEqualTo(work);
        assertThat(left(pace, committed + work, Hurry.YIELD)).isZero();
        assertThat(left(pace, committed, Hurry.NOW)).isZero();
    }

    @Test
    void less_work_shortens_it_again() {
        var pace = new Pace(nanos(BEGUN));
        pace.committed(nanos(BEGUN), nanos(BEGUN + 100));
        pace.committed(nanos(BEGUN + 100), nanos(BEGUN + 110));
        assertThat(left(pace, BEGUN + 110, Hurry.GATHER)).isEqualTo(40);
        assertThat(left(pace, BEGUN + 110, Hurry.YIELD)).isEqualTo(10);
    }

    @Test
    void what_is_left_takes_as_long_for_each_event_as_what_is_done() {
        var speed = new Pace.Speed(1_000, nanos(BEGUN));
        assertThat(speed.left(1_250, 2_000, nanos(BEGUN + 500))).as("250 in 500 ms, 750 to go")
                .contains(Duration.ofMillis(1_500));
        assertThat(speed.left(1_250, 2_000, nanos(BEGUN + 1_000))).as("half as fast")
                .contains(Duration.ofSeconds(3));
        assertThat(speed.left(1_250, 3_000, nanos(BEGUN + 500))).as("the log grows")
                .contains(Duration.ofMillis(3_500));
    }

    @Test
    void it_is_not_known_before_anything_is_done_and_nothing_at_the_head() {
        var speed = new Pace.Speed(1_000, nanos(BEGUN));
        assertThat(speed.left(1_000, 2_000, nanos(BEGUN + 500))).isEmpty();
        assertThat(speed.left(0, 2_000, nanos(BEGUN + 500))).as("it was begun again").isEmpty();
        assertThat(speed.left(2_000, 2_000, nanos(BEGUN + 500))).contains(Duration.ZERO);
        assertThat(speed.left(1_000, 1_000, nanos(BEGUN))).as("there was nothing to do").contains(Duration.ZERO);
    }
}
