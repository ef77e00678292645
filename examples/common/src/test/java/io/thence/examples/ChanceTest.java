// SPDX-License-Identifier: Apache-2.0
package io.thence.examples;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChanceTest {

    /** The published test vector of SplitMix64. */
    @Test
    void draws_are_those_of_split_mix_64() {
        var chance = new Chance(1_234_567);
        assertThat(chance.next()).isEqualTo(6_457_827_717_110_365_317L);
        assertThat(chance.next()).isEqualTo(3_203_168_211_198_807_973L);
        assertThat(chance.next()).isEqualTo(Long.parseUnsignedLong("9817491932198370423"));
        assertThat(chance.next()).isEqualTo(4_593_380_528_125_082_431L);
        assertThat(chance.next()).isEqualTo(Long.parseUnsignedLong("16408922859458223821"));
    }

    @Test
    void numbers_are_within_their_bounds_and_reach_them() {
        var chance = new Chance(3);
        assertThat(IntStream.range(0, 1_000).map(draw -> chance.between(-2, 2)).distinct().sorted())
                .containsExactly(-2, -1, 0, 1, 2);
        assertThat(IntStream.range(0, 1_000).map(draw -> chance.below(1)).distinct()).containsExactly(0);
    }

    @Test
    void every_order_of_a_list_comes_up() {
        var chance = new Chance(3);
        var orders = new TreeMap<List<Integer>, Integer>(Comparator.comparing(List::toString));
        for (int i = 0; i < 6_000; i++) {
            var list = new ArrayList<>(List.of(1, 2, 3));
            chance.shuffle(list);
            orders.merge(list, 1, Integer::sum);
        }
        assertThat(orders).hasSize(6).allSatisfy((_, times) -> assertThat(times).isBetween(900, 1_100));
    }
}
