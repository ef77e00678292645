// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import io.thence.examples.Chance;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PopularityTest {

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
