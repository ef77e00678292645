// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChanceTest {

    /** The published test vector of SplitMix64. */
    @Test
    void drawsAreThoseOfSplitMix64() {
        var chance = new Chance(1_234_567);
        assertThat(chance.next()).isEqualTo(6_457_827_717_110_365_317L);
        assertThat(chance.next()).isEqualTo(3_203_168_211_198_807_973L);
        assertThat(chance.next()).isEqualTo(Long.parseUnsignedLong("9817491932198370423"));
        assertThat(chance.next()).isEqualTo(4_593_380_528_125_082_431L);
        assertThat(chance.next()).isEqualTo(Long.parseUnsignedLong("16408922859458223821"));
    }

    @Test
    void numbersAreWithinTheirBoundsAndReachThem() {
        var chance = new Chance(3);
        assertThat(IntStream.range(0, 1_000).map(draw -> chance.between(-2, 2)).distinct().sorted())
                .containsExactly(-2, -1, 0, 1, 2);
        assertThat(IntStream.range(0, 1_000).map(draw -> chance.below(1)).distinct()).containsExactly(0);
    }

    @Test
    void popularThingsArePickedMoreOftenAndAllCanBe() {
        var chance = new Chance(3);
        var popularity = new Popularity(3, 1); // weights 1, 1/2 and 1/3
        var picks = new int[3];
        IntStream.range(0, 11_000).forEach(draw -> picks[popularity.pick(chance)]++);
        assertThat(picks[0]).isBetween(5_800, 6_200);
        assertThat(picks[1]).isBetween(2_800, 3_200);
        assertThat(picks[2]).isBetween(1_800, 2_200);
    }
}
