// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Programs from seeds against the model, crashed before one in some of the changes that they make to the disk; see
 * {@link Campaign} for all of these. One seed by the property {@code thence.crash.seed}, with all its points.
 */
class CrashPointsTest {

    private static final long ONE = Long.getLong("thence.crash.seed", 0);
    private static final int SEEDS = Integer.getInteger("thence.crash.seeds", 400);
    private static final long ONE_IN = 16;
    private static final Histogram HISTOGRAM = new Histogram();

    static LongStream seeds() {
        return ONE != 0 ? LongStream.of(ONE) : LongStream.rangeClosed(1, SEEDS);
    }

    @BeforeAll
    static void quietly() {
        Runs.quietly();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatWasAcknowledgedIsThereAndNothingElse(long seed) {
        Runs.run(Program.of(seed), point -> ONE != 0 || Math.floorMod(point ^ seed, ONE_IN) == 0, HISTOGRAM);
    }

    /** The generator comes to each branch of recovery: none is tested by name only. */
    @AfterAll
    static void everyBranchWasTaken() {
        if (ONE == 0) {
            assertThat(HISTOGRAM.branches()).as(HISTOGRAM.toString()).hasSizeGreaterThanOrEqualTo(9);
        }
    }
}
