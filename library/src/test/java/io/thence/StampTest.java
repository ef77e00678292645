// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The rules of hybrid logical clocks, by the examples of their paper. */
class StampTest {

    @Test
    void a_clock_that_moves_on_counts_from_zero() {
        assertThat(new Stamp(10, 3).next(11)).isEqualTo(new Stamp(11, 0));
    }

    @Test
    void a_clock_that_stands_or_goes_back_counts() {
        assertThat(new Stamp(10, 3).next(10)).isEqualTo(new Stamp(10, 4));
        assertThat(new Stamp(10, 3).next(2)).isEqualTo(new Stamp(10, 4));
        assertThat(new Stamp(10, 0xFFFF).next(2)).isEqualTo(new Stamp(11, 0));
    }

    @Test
    void what_is_received_is_followed() {
        assertThat(new Stamp(10, 3).next(5, new Stamp(12, 7))).as("the other one leads").isEqualTo(new Stamp(12, 8));
        assertThat(new Stamp(10, 3).next(5, new Stamp(9, 7))).as("its own leads").isEqualTo(new Stamp(10, 4));
        assertThat(new Stamp(10, 3).next(5, new Stamp(10, 7))).as("they share it").isEqualTo(new Stamp(10, 8));
        assertThat(new Stamp(10, 3).next(13, new Stamp(12, 7))).as("wall time leads").isEqualTo(new Stamp(13, 0));
    }

    @Test
    void it_is_written_as_a_number_in_the_same_order() {
        var stamp = new Stamp(Instant.parse("2026-03-01T12:00:00.123Z").toEpochMilli(), 5);
        assertThat(stamp.packed()).isEqualTo(1_772_366_400_123L * 65_536 + 5);
        assertThat(Stamp.parse(String.valueOf(stamp.packed()))).isEqualTo(stamp).hasToString(
                "2026-03-01T12:00:00.123Z+5");
        assertThat(stamp).isLessThan(stamp.next(0)).isGreaterThan(new Stamp(stamp.millis() - 1, 0xFFFF));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "x", "1.5", "9223372036854775808"})
    void what_is_no_stamp_is_refused(String text) {
        assertThatThrownBy(() -> Stamp.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
