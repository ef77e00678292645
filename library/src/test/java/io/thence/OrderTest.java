// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.time.Instant;
import java.util.Comparator;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Stamps and positions: what comes before what. */
class OrderTest {

    private static final Comparator<Stamp> BY_PARTS =
            Comparator.comparingLong(Stamp::millis).thenComparingInt(Stamp::counter);

    private static Stamp any(Random random) {
        long millis = switch (random.nextInt(3)) {
            case 0 -> random.nextInt(3);
            case 1 -> 1_764_000_000_000L + random.nextInt(3);
            default -> random.nextLong(1L << 47);
        };
        return new Stamp(millis, random.nextBoolean() ? random.nextInt(3) : Stamp.COUNTER_MAX - random.nextInt(3));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void the_packed_form_has_the_order_of_the_parts(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            var one = any(random);
            var other = any(random);
            assertThat(Integer.signum(one.compareTo(other))).as("%s and %s", one, other)
                    .isEqualTo(Integer.signum(BY_PARTS.compare(one, other)));
            assertThat(Stamp.unpacked(one.packed())).isEqualTo(one);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void the_next_stamp_is_greater_whatever_the_clock_says(long seed) {
        var random = new Random(seed);
        var stamp = new Stamp(1_000, 0);
        for (int i = 0; i < 10_000; i++) {
            long now = stamp.millis() + random.nextInt(-5, 3);
            var next = stamp.next(now);
            assertThat(next).as("after %s at %s", stamp, now).isGreaterThan(stamp);
            assertThat(next.millis()).isGreaterThanOrEqualTo(now);
            stamp = next;
        }
    }

    @Test
    void a_later_clock_begins_the_counter_anew() {
        assertThat(new Stamp(5, 7).next(6)).isEqualTo(new Stamp(6, 0));
        assertThat(new Stamp(5, 7).next(5)).isEqualTo(new Stamp(5, 8));
        assertThat(new Stamp(5, 7).next(0)).isEqualTo(new Stamp(5, 8));
    }

    @Test
    void a_full_counter_goes_ahead_of_the_clock() {
        assertThat(new Stamp(5, 0xFFFE).next(5)).isEqualTo(new Stamp(5, 0xFFFF));
        assertThat(new Stamp(5, 0xFFFF).next(5)).isEqualTo(new Stamp(6, 0));
        assertThat(new Stamp(6, 0).next(5)).isEqualTo(new Stamp(6, 1));
    }

    @Test
    void a_stamp_shows_the_wall_time_that_it_stands_near() {
        var stamp = new Stamp(1_291_191_960_000L, 2);
        assertThat(stamp.instant()).isEqualTo(Instant.parse("2010-12-01T08:26:00Z"));
        assertThat(stamp).hasToString("2010-12-01T08:26:00Z+2");
    }

    @Test
    void positions_of_one_log_are_ordered_by_number_whatever_its_epoch() {
        var log = UUID.fromString("00000000-0000-7000-8000-000000000001");
        var early = new Position(new Lineage(log, 1), 9);
        var late = new Position(new Lineage(log, 2), 10);
        assertThat(early).isLessThan(late).hasToString("9@00000000-0000-7000-8000-000000000001:1");
        assertThat(early).isEqualByComparingTo(new Position(new Lineage(log, 2), 9));
    }

    @Test
    void positions_of_two_logs_have_no_order() {
        var one = new Position(new Lineage(new UUID(0, 1), 1), 1);
        var other = new Position(new Lineage(new UUID(0, 2), 1), 2);
        assertThatThrownBy(() -> one.compareTo(other)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("positions of two logs have no order: " + one + " and " + other);
    }
}
