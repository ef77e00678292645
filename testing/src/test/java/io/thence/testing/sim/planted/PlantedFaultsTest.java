// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim.planted;

import io.thence.testing.sim.Fault;
import io.thence.testing.sim.Seeds;
import io.thence.testing.sim.Seeds.Simulators;
import io.thence.testing.sim.SimulationFailed;
import io.thence.testing.sim.Simulator;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Applications like the examples, with a fault in each: found, made small, and failing again in the same way. */
class PlantedFaultsTest {

    private static final int SEEDS = 300;
    private static final int STEPS_MAX = 20;

    enum Planted {
        EFFECT_BEFORE_CHECKPOINT(EffectBeforeCheckpoint::simulator, "charged without a key"),
        HANDLER_NOT_IDEMPOTENT(HandlerNotIdempotent::simulator, "points"),
        FOLD_OVER_CLOCK(FoldOverClock::simulator, "last taken"),
        LOST_TIMER(LostTimer::simulator, "each transfer has ended"),
        COMPENSATION_BEFORE_ANSWER(CompensationBeforeAnswer::simulator, "all money"),
        REFUSAL_IGNORED(RefusalIgnored::simulator, "all money"),
        ORDER_ACROSS_KEYS(OrderAcrossKeys::simulator, "State"),
        UNBOUNDED_RETRY(UnboundedRetry::simulator, "the handler of reaction 'mailer'");

        private final Supplier<Simulator> simulator;
        private final String says;

        Planted(Supplier<Simulator> simulator, String says) {
            this.simulator = simulator;
            this.says = says;
        }
    }

    enum Unchanged {
        TRANSFER(Transfer::simulator), TRIPS(Trips::simulator), PARCELS(Parcels::simulator);

        private final Simulators simulators;

        Unchanged(Simulators simulators) {
            this.simulators = simulators;
        }
    }

    @ParameterizedTest
    @EnumSource
    void it_is_found_and_made_small(Planted planted) {
        var failed = firstFailure(planted.simulator.get());
        assertThat(failed).as("found within %s seeds", SEEDS).isPresent();
        assertThat(failed.get()).hasMessageContaining(planted.says);
        assertThat(failed.get().steps()).as("steps of%n%s", failed.get().getMessage()).isLessThanOrEqualTo(STEPS_MAX);
        assertThatThrownBy(() -> planted.simulator.get().replay(failed.get().replay()))
                .isInstanceOfSatisfying(SimulationFailed.class, again -> {
                    assertThat(again.story()).isEqualTo(failed.get().story());
                    assertThat(again.replay()).isEqualTo(failed.get().replay());
                });
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

    @ParameterizedTest
    @EnumSource
    void without_one_nothing_is_found(Unchanged unchanged) {
        var all = Seeds.of(unchanged.simulators).run(1, SEEDS / 10);
        assertThat(all.commandsMin()).isGreaterThanOrEqualTo(200);
        assertThat(all.crashesMin()).isGreaterThanOrEqualTo(5);
        assertThat(all.faults()).containsKeys(Fault.HANDLER_FAILED_AFTER, Fault.EVENT_REPEATED);
    }
}
