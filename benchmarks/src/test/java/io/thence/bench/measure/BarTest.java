// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.measure;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BarTest {

    private static final Medians HERE = Medians.of(List.of(MediansTest.round(75, 100, 2_999)), 150);

    @Test
    void aRatioIsMetAtItsBarAndNotBelow() {
        assertThat(new Bar.AtLeastOf("thence", "disk", 0.75).isMet(HERE)).isTrue();
        assertThat(new Bar.AtLeastOf("thence", "disk", 0.751).isMet(HERE)).isFalse();
        assertThat(new Bar.AtMostOf("disk", 0.75).isMet(HERE)).isTrue();
        assertThat(new Bar.AtMostOf("disk", 0.749).isMet(HERE)).isFalse();
    }

    @Test
    void anAbsoluteBarLooksAtThence() {
        assertThat(new Bar.AtLeast("events/s", 75).isMet(HERE)).isTrue();
        assertThat(new Bar.AtLeast("events/s", 76).isMet(HERE)).isFalse();
        assertThat(new Bar.Under("us", 76).isMet(HERE)).isTrue();
        assertThat(new Bar.Under("us", 75).isMet(HERE)).isFalse();
    }

    @Test
    void flushesAreThoseOfTheRow() {
        assertThat(new Bar.UnderFlushes("p999Micros", 20).isMet(HERE)).isTrue();
        assertThat(new Bar.UnderFlushes("p999Micros", 19.9).isMet(HERE)).isFalse();
        assertThat(new Bar.UnderFlushes("p999Micros", 20).isMet(new Medians(HERE.values(), HERE.figures(), 149)))
                .isFalse();
    }

    @Test
    void whatWasNotMeasuredIsNotMet() {
        assertThat(new Bar.AtLeastOf("thence", "kafka", 0).isMet(HERE)).isFalse();
        assertThat(new Bar.AtMostOf("kafka", 1_000).isMet(HERE)).isFalse();
        assertThat(new Bar.FigureAtLeast("heapMiB", 0).isMet(HERE)).isFalse();
        assertThat(new Bar.FigureUnder("heapMiB", 1_000).isMet(HERE)).isFalse();
    }

    @Test
    void saysWhatIsAskedFor() {
        assertThat(new Bar.AtLeastOf("thence", "disk", 0.75).text()).isEqualTo("at least 0.75 of disk");
        assertThat(new Bar.AtLeastOf("thence-unindexed", "chronicle", 0.7).text())
                .isEqualTo("at least 0.7 of chronicle by thence-unindexed");
        assertThat(new Bar.UnderFlushes("p999Micros", 20).text()).isEqualTo("p999Micros under 20 flushes");
    }
}
