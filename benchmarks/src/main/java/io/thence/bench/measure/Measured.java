// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.measure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What a row came to.
 *
 * @param rounds   the raw samples, without the warm-up
 * @param flush    each contender's flush mode, in words
 * @param failures why a contender took no part, by its name
 * @param settings what was measured, so that it can be repeated
 */
public record Measured(
        List<Round> rounds,
        SequencedMap<String, String> flush,
        SequencedMap<String, String> failures,
        SequencedMap<String, Object> settings) {

    public Measured {
        rounds = List.copyOf(rounds);
        flush = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(flush));
        failures = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(failures));
        settings = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(settings));
    }

    /** The same, with one more setting. */
    public Measured with(String setting, Object value) {
        var more = new LinkedHashMap<>(settings);
        more.put(setting, value);
        return new Measured(rounds, flush, failures, more);
    }
}
