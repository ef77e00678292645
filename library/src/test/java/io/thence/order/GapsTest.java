// SPDX-License-Identifier: Apache-2.0
package io.thence.order;

import io.thence.order.Gaps.Came;
import io.thence.order.Gaps.Range;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is missing of a producer's numbers, held against a set of all that came. */
class GapsTest {

    private static Gaps of(long... numbers) {
        var gaps = Gaps.from(1);
        for (long number : numbers) {
            gaps = gaps.arrived(number).gaps();
        }
        return gaps;
    }

    @Test
    void each_number_is_seen_for_what_it_is() {
        assertThat(Gaps.from(1).arrived(1).came()).isEqualTo(Came.IN_ORDER);
        assertThat(of(1).arrived(5).came()).isEqualTo(Came.AHEAD);
        assertThat(of(1, 5)).isEqualTo(new Gaps(6, 1, List.of(new Range(2, 4))));
        assertThat(of(1, 5).arrived(3).came()).isEqualTo(Came.LATE);
        assertThat(of(1, 5, 3).missing()).containsExactly(new Range(2, 2), new Range(4, 4));
        assertThat(of(1, 5, 3).arrived(3).came()).isEqualTo(Came.REPEATED);
        assertThat(of(1, 5).arrived(5).came()).isEqualTo(Came.REPEATED);
        assertThat(of(1, 5, 3, 2, 4).missing()).isEmpty();
        assertThat(of(1, 5).arrived(0).came()).isEqualTo(Came.FORGOTTEN);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void it_knows_what_a_set_knows(long seed) {
        var chance = new Random(seed);
        var come = new TreeSet<Long>();
        var gaps = Gaps.from(1);
        for (int i = 0; i < 2_000; i++) {
            long highest = come.isEmpty() ? 0 : come.last();
            long number = Math.max(1, highest + chance.nextInt(14) - 10);
            var seen = gaps.arrived(number);
            assertThat(seen.came()).isEqualTo(number == highest + 1 ? Came.IN_ORDER
                    : number > highest ? Came.AHEAD : come.contains(number) ? Came.REPEATED : Came.LATE);
            come.add(number);
            gaps = seen.gaps();
            assertThat(gaps.missing().stream().flatMapToLong(range -> LongStream.rangeClosed(range.from(), range.to())))
                    .containsExactlyElementsOf(LongStream.range(1, come.last())
                            .filter(one -> !come.contains(one)).boxed().toList());
            assertThat(gaps.count()).isEqualTo(come.last() - come.size());
        }
    }

    @Test
    void more_ranges_than_it_keeps_are_forgotten_from_below() {
        var gaps = Gaps.from(1);
        for (int i = 1; i <= Gaps.RANGES_MAX + 5; i++) {
            gaps = gaps.arrived(2L * i).gaps();
        }
        assertThat(gaps.missing()).hasSize(Gaps.RANGES_MAX).startsWith(new Range(11, 11));
        assertThat(gaps.floor()).isEqualTo(10);
        assertThat(gaps.arrived(9).came()).isEqualTo(Came.FORGOTTEN);
        assertThat(gaps.arrived(11).came()).isEqualTo(Came.LATE);
        assertThat(gaps.arrived(10).came()).isEqualTo(Came.REPEATED);
    }
}
