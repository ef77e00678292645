// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel;

import io.thence.testing.sim.SimulationFailed;
import io.thence.testing.sim.Simulator;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Travel with a fault in it: found, made small, and failing again in the same way. */
class PlantedTravelTest {

    private static final int SEEDS = 300;
    private static final int STEPS_MAX = 20;
    private static final int SHRINKS_MAX = 250;

    enum Planted {
        EFFECT_BEFORE_CHECKPOINT(PlantedTravel::effectBeforeCheckpoint, "what cards were charged");

        private final Supplier<Simulator> simulator;
        private final String says;

        Planted(Supplier<Simulator> simulator, String says) {
            this.simulator = simulator;
            this.says = says;
        }
    }

    @BeforeAll
    static void quiet() {
        TravelSimulationTest.quiet();
    }

    @ParameterizedTest
    @EnumSource
    void it_is_found_and_made_small(Planted planted) {
        var failed = firstFailure(planted.simulator.get().shrinking(SHRINKS_MAX));
        assertThat(failed).as("found within %s seeds", SEEDS).isPresent();
        assertThat(failed.get()).hasMessageContaining(planted.says);
        assertThat(failed.get().steps()).as("steps of%n%s", failed.get().getMessage()).isLessThanOrEqualTo(STEPS_MAX);
        assertThatThrownBy(() -> planted.simulator.get().replay(failed.get().replay()))
                .isInstanceOfSatisfying(SimulationFailed.class, again ->
                        assertThat(again.story()).isEqualTo(failed.get().story()));
    }

    private static Optional<SimulationFailed> firstFailure(Simulator simulator) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                simulator.run(seed);
            } catch (SimulationFailed e) {
                return Optional.of(e);
            }
        }
        return Optional.empty();
    }
}
