// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.measure;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FloorTest {

    private static Medians at(double peer, double flushMicros) {
        return Medians.of(List.of(MediansTest.round(1, peer, 1)), flushMicros);
    }

    @Test
    void holdsAsWrittenAtTheFlushItWasWrittenFor() {
        var floor = Floor.ofValue("disk", 150_000);
        assertThat(floor.objection(at(150_000, 150))).isEmpty();
        assertThat(floor.objection(at(149_999, 150)))
                .hasValue("disk reached 149,999.00, its floor is 150,000.00 at a flush of 150 us");
    }

    @Test
    void scalesWithTheFlush() {
        var floor = Floor.ofValue("disk", 150_000);
        assertThat(floor.at(300)).isEqualTo(75_000);
        assertThat(floor.at(100)).isEqualTo(225_000);
        assertThat(floor.objection(at(80_000, 300))).isEmpty();
        assertThat(floor.objection(at(200_000, 100))).isPresent();
    }

    @Test
    void doesNotScaleWhereTheProcessorDecides() {
        var floor = new Floor("disk", "gigabytesPerSecond", 0.3, false);
        assertThat(floor.at(1_000)).isEqualTo(0.3);
        assertThat(floor.objection(at(300, 1_000))).isEmpty();
        assertThat(floor.objection(at(299, 1_000)))
                .hasValue("disk reached 0.30 gigabytesPerSecond, its floor is 0.30 at a flush of 1000 us");
    }

    @Test
    void aPeerThatIsMissingIsTooWeak() {
        assertThat(Floor.ofValue("kafka", 1).objection(at(1, 150))).hasValue("kafka was not measured");
    }
}
