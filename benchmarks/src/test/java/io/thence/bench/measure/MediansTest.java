// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.measure;

import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MediansTest {

    static Round round(double ours, double peer, double tail) {
        var samples = new LinkedHashMap<String, Sample>();
        samples.put("thence", Sample.of(ours).with("p999Micros", tail));
        samples.put("disk", Sample.of(peer).with("gigabytesPerSecond", peer / 1000));
        return new Round(samples);
    }

    @Test
    void medianIsTheMiddleAndNotTheMean() {
        assertThat(Medians.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2.0);
        assertThat(Medians.median(List.of(4.0, 100.0, 1.0, 2.0))).isEqualTo(3.0);
        assertThat(Medians.median(List.of(7.0))).isEqualTo(7.0);
    }

    @Test
    void takesEachContendersOwnMedian() {
        var medians = Medians.of(List.of(round(80, 100, 5), round(60, 400, 900), round(90, 120, 7)), 150);
        assertThat(medians.value("thence")).hasValue(80);
        assertThat(medians.value("disk")).hasValue(120);
        assertThat(medians.ratio("thence", "disk")).hasValue(80.0 / 120);
        assertThat(medians.figure("p999Micros")).hasValue(7);
        assertThat(medians.figure("disk.gigabytesPerSecond")).hasValue(0.12);
        assertThat(medians.ratio("thence", "kafka")).isEmpty();
    }
}
