// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import io.thence.testing.sim.Seeds;
import io.thence.testing.sim.SimulationFailed;
import io.thence.testing.sim.Simulator;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** The shop with a fault in each: found, made small, and failing again in the same way. */
class PlantedShopTest {

    private static final int SEEDS = 300;
    private static final int STEPS_MAX = 20;
    private static final int SHRINKS_MAX = 250;

    enum Planted {
        HANDLER_NOT_IDEMPOTENT(PlantedShop::handlerNotIdempotent, "pieces ordered"),
        FOLD_OVER_CLOCK(PlantedShop::foldOverClock, "there was"),
        ORDER_ACROSS_KEYS(PlantedShop::orderAcrossKeys, "deliveries");

        private final Supplier<Simulator> simulator;
        private final String says;

        Planted(Supplier<Simulator> simulator, String says) {
            this.simulator = simulator;
            this.says = says;
        }
    }

    @BeforeAll
    static void quiet() {
        ShopLife.quiet();
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
