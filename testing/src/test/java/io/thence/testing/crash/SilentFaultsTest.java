// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Flushes that lie, writes that go elsewhere and bits that rot, among crashes: the store may lose what came last, says
 * where it is damaged, and never serves a wrong event.
 */
class SilentFaultsTest {

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Integer.getInteger("thence.silent.seeds", 600));
    }

    @BeforeAll
    static void quietly() {
        Runs.quietly();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsServedIsRightOrDamageIsReportedWithItsPlace(long seed) {
        Runs.run(Program.silent(seed), _ -> false, new Histogram());
    }
}
