// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.measure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * One sample of every contender, taken one after the other.
 *
 * @param samples by the contender's name, in the order in which they were taken
 */
public record Round(SequencedMap<String, Sample> samples) {

    public Round {
        samples = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(samples));
    }
}
