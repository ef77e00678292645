// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something was not as it must be in the life of a seed; the same seed fails again in the same way. */
public final class SimulationFailed extends AssertionError {

    private static final long serialVersionUID = 1L;

    private final long seed;

    SimulationFailed(long seed, List<String> trace, @Nullable Throwable cause) {
        super("seed " + seed + ": " + (cause == null ? "" : cause.getMessage()) + "\nIt fails again with run(" + seed
                + "). What happened last:\n    " + String.join("\n    ", trace), cause);
        this.seed = seed;
    }

    /** The seed. */
    public long seed() {
        return seed;
    }
}
