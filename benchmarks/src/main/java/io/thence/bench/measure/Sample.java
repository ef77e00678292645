// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.measure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * What one round of one contender came to.
 *
 * @param value   in the row's unit
 * @param figures what else was seen in it, by a name that ends with the unit
 */
public record Sample(double value, SequencedMap<String, Double> figures) {

    public Sample {
        figures = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(figures));
    }

    /** A sample of which nothing else is known. */
    public static Sample of(double value) {
        return new Sample(value, new LinkedHashMap<>());
    }

    /** The same, with one more figure. */
    public Sample with(String figure, double amount) {
        var more = new LinkedHashMap<>(figures);
        more.put(figure, amount);
        return new Sample(value, more);
    }
}
