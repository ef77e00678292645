// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel;

import io.thence.testing.sim.Fault;
import io.thence.testing.sim.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Booking, payment and notification through crashes: no room is sold twice, and nobody pays twice or for nothing. */
class TravelSimulationTest {

    private static final int SEEDS = 300;
    private static final int SEEDS_IN_JVMS = 30;

    @BeforeAll
    static void quiet() {
        Logger.getLogger("io.thence").setLevel(Level.SEVERE); // a view that is set aside after a crash is no news here
    }

    @Test
    void rooms_and_money_are_right_whatever_the_crashes() {
        var all = Seeds.of(TravelLife::simulator).run(1, SEEDS);
        assertThat(all.commandsMin()).isGreaterThanOrEqualTo(200);
        assertThat(all.crashesMin()).isGreaterThanOrEqualTo(5);
        assertThat(all.faults()).containsOnlyKeys(Fault.values()); // a breaker that opens is one of them
    }

    @Test
    void a_seed_has_one_trace_in_other_jvms() {
        Seeds.of(TravelLife::simulator).inTwoJvms(1, SEEDS_IN_JVMS);
    }

    @Test
    @Tag("campaign")
    void the_same_for_many_seeds() throws IOException {
        var all = Seeds.of(TravelLife::simulator).resume(Path.of("target", "travel-lives"), 1,
                Long.getLong("thence.lives", 30_000));
        System.out.println("travel: " + all);
    }
}
