// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Booking, payment and notification through crashes: no room is sold twice, and nobody pays twice or for nothing. */
class TravelSimulationTest {

    private static final int SEEDS = 20;

    @BeforeAll
    static void quiet() {
        Logger.getLogger("io.thence").setLevel(Level.SEVERE); // a view that is set aside after a crash is no news here
    }

    @Test
    void rooms_and_money_are_right_whatever_the_crashes() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            TravelLife.simulator().run(seed);
        }
    }
}
