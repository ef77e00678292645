// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.testing.sim.DepotLife.Seen;
import java.util.EnumMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tables park keys, are built anew beside others, swapped and dropped, and built anew shelf by shelf, while the power
 * goes at bad moments: whatever answers is what the log says, and nothing is lost or repeated.
 */
class DepotLivesTest {

    private static final int SEEDS = 150;

    @BeforeAll
    static void quiet() {
        BankTraces.quiet();
    }

    @Test
    void tables_that_answer_are_always_what_the_log_says() {
        var seen = new EnumMap<Seen, Integer>(Seen.class);
        for (long seed = 1; seed <= SEEDS; seed++) {
            var life = new DepotLife(seed);
            life.simulator().run(seed);
            life.seen().forEach((what, times) -> seen.merge(what, times, Integer::sum));
        }
        for (var what : Seen.values()) {
            assertThat(seen.getOrDefault(what, 0)).as("%s, of %s", what, seen).isGreaterThan(SEEDS / 10);
        }
    }

    @Test
    void the_same_seed_is_the_same_life() {
        for (long seed = 1; seed <= 5; seed++) {
            assertThat(new DepotLife(seed).simulator().run(seed))
                    .isEqualTo(new DepotLife(seed).simulator().run(seed));
        }
    }
}
