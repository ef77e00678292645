// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.load;

import io.thence.bench.measure.Sample;
import org.HdrHistogram.Histogram;

/**
 * What callers have done.
 *
 * @param done         how often
 * @param seconds      how long it took
 * @param nanos        how long each took
 * @param slowestShare what the caller that came through least often did, by the mean: 1 is fair, 0 is starved
 */
public record Tally(long done, double seconds, Histogram nanos, double slowestShare) {

    /** A sample in things a second, each time being {@code things} of them. */
    public Sample perSecond(int things) {
        return Sample.of(done * (double) things / seconds)
                .with("p50Micros", micros(50)).with("p999Micros", micros(99.9)).with("slowestShare", slowestShare);
    }

    /** A sample in microseconds: the median of one time. */
    public Sample medianMicros() {
        return Sample.of(micros(50)).with("p999Micros", micros(99.9)).with("perSecond", done / seconds);
    }

    private double micros(double percentile) {
        return nanos.getValueAtPercentile(percentile) / 1e3;
    }
}
