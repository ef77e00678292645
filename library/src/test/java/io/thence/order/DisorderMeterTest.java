// SPDX-License-Identifier: Apache-2.0
package io.thence.order;

import io.thence.order.Disorder.Spread;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How much came out of order is what a plain count finds; quantiles are at most a sixteenth too high. */
class DisorderMeterTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void what_is_in_order_is_not_counted() {
        var meter = new DisorderMeter<String>();
        for (int i = 1; i <= 100; i++) {
            meter.arrived("a", i, START.plusSeconds(i));
            meter.arrived("b", 1_000, START);
        }
        assertThat(meter.report()).isEqualTo(new Disorder(200, 0, new Spread(0, 0, 0, 0), new Spread(0, 0, 0, 0)));
        assertThat(new DisorderMeter<String>().report().share()).isZero();
    }

    @Test
    void what_is_behind_is_counted_by_how_far_and_how_late() {
        var meter = new DisorderMeter<String>();
        meter.arrived("a", 10, START.plusSeconds(10));
        meter.arrived("a", 7, START.plusSeconds(7));
        meter.arrived("b", 1, START);
        meter.arrived("a", 11, START.plusSeconds(11));
        meter.arrived("a", 9, START.plusSeconds(12));
        var report = meter.report();
        assertThat(report.outOfOrder()).isEqualTo(2);
        assertThat(report.share()).isEqualTo(0.4);
        assertThat(report.behind()).isEqualTo(new Spread(2, 3, 3, 3));
        assertThat(report.lateMillis().max()).isEqualTo(3_000);
        assertThat(report.lateMillis().p50()).as("the other one had happened later").isZero();
        assertThat(report).hasToString("2 of 5 came out of order: behind by 2 (half), 3 (99 of 100), 3 (most) numbers,"
                + " late by 0 (half), 3000 (99 of 100), 3000 (most) ms");
    }

    @Test
    void quantiles_are_at_most_a_sixteenth_too_high() {
        var chance = new Random(3);
        for (int shift = 4; shift < 62; shift += 3) {
            var magnitudes = new Magnitudes();
            var all = new ArrayList<Long>();
            for (int i = 0; i < 1_000; i++) {
                long value = (chance.nextLong() >>> 1) >>> (shift + chance.nextInt(2));
                magnitudes.add(value);
                all.add(value);
            }
            Collections.sort(all);
            for (double quantile : new double[] {0.001, 0.5, 0.9, 0.99, 1}) {
                long exact = all.get((int) Math.ceil(quantile * 1_000) - 1);
                assertThat(magnitudes.quantile(quantile)).isBetween(exact, exact + exact / 16);
            }
        }
    }
}
