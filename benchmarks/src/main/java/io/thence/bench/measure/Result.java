// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.measure;

import java.util.List;
import java.util.Optional;

/**
 * A row that was measured.
 *
 * @param name     the row's
 * @param unit     what its values count
 * @param bars     what was asked for
 * @param measured the samples
 * @param medians  what is compared
 * @param invalid  why the comparison proves nothing, if so
 */
public record Result(
        String name, String unit, List<Bar> bars, Measured measured, Medians medians, Optional<String> invalid) {

    public Result {
        bars = List.copyOf(bars);
    }

    /** Whether everything that was asked for is reached. */
    public boolean isMet() {
        return invalid.isEmpty() && bars.stream().allMatch(bar -> bar.isMet(medians));
    }
}
