// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.transfer;

import io.thence.testing.sim.Seeds;
import io.thence.testing.sim.SimulationFailed;
import io.thence.testing.sim.Simulator;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** The transfers of the example with a fault in each: found, made small, and failing again in the same way. */
class PlantedTransfersTest {

    private static final int SEEDS = 300;
    private static final int STEPS_MAX = 20;
    private static final int SHRINKS_MAX = 250;

    enum Planted {
        LOST_TIMER(PlantedTransfers::lostTimer, "each transfer has ended"),
        COMPENSATION_BEFORE_ANSWER(PlantedTransfers::compensationBeforeAnswer, "it must not come in"),
        REFUSAL_IGNORED(PlantedTransfers::refusalIgnored, "check"),
        UNBOUNDED_RETRY(PlantedTransfers::unboundedRetry, "each transfer has ended");

        private final Supplier<Simulator> simulator;
        private final String says;

        Planted(Supplier<Simulator> simulator, String says) {
            this.simulator = simulator;
            this.says = says;
        }
    }

    @ParameterizedTest
    @EnumSource
    void it_is_found_and_made_small(Planted planted) {
        var failed = catchThrowableOfType(SimulationFailed.class, () ->
                Seeds.of(() -> planted.simulator.get().shrinking(SHRINKS_MAX)).run(1, SEEDS));
        assertThat(failed).as("found within %s seeds", SEEDS).hasMessageContaining(planted.says);
        assertThat(failed.steps()).as("steps of%n%s", failed.getMessage()).isLessThanOrEqualTo(STEPS_MAX);
        assertThatThrownBy(() -> planted.simulator.get().replay(failed.replay()))
                .isInstanceOfSatisfying(SimulationFailed.class, again ->
                        assertThat(again.story()).isEqualTo(failed.story()));
    }
}
