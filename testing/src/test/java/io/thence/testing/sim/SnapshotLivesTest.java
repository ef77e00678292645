// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.ThenceException.SnapshotDiffers;
import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.snapshot.SnapshotSettings;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Lives with snapshots, through crashes: states are what the raw events give, by the bank's own oracle and by a fold
 * from the first event at each use of a snapshot. The bank's folds keep them; here their limits are moved.
 */
class SnapshotLivesTest {

    private static final int SEEDS = 60;
    /** So few that a life has several logs of them, and drops some. */
    private static final long LITTLE = 2_500;

    record Added(String account, long number) {}

    record Add(String account, long number) {}

    static final AtomicInteger FACTOR = new AtomicInteger(1);
    static final Key<String> ACCOUNT = Key.of("account");
    static final Events<Added> EVENTS = Events.of(Added.class)
            .type("number.added", Added.class, ACCOUNT.of(Added::account));
    /** Its step depends on more than it is given. */
    static final Fold<String, Long> IMPURE = Fold.by(ACCOUNT).from(0L)
            .on(Added.class, (sum, added) -> sum + added.number() * FACTOR.get()).snapshotEvery(2);
    static final Application IMPURE_APP = Application.named("impure").with(EVENTS, Decider.of(Add.class, EVENTS)
            .reading(IMPURE, Add::account).decide((add, _) -> accept(new Added(add.account(), add.number()))));

    @BeforeAll
    static void quiet() {
        BankTraces.quiet();
    }

    /** Runs the bank's lives; how often a mark was passed. */
    private static int marks(String mark, UnaryOperator<SnapshotSettings> settings) {
        var passed = new AtomicInteger();
        for (long seed = 1; seed <= SEEDS; seed++) {
            new BankLife().simulator(settings).watch(line -> {
                if (line.endsWith("mark " + mark)) {
                    passed.incrementAndGet();
                }
            }).run(seed);
        }
        return passed.get();
    }

    @Test
    void states_are_right_with_snapshots() {
        assertThat(marks("SNAPSHOT_WRITTEN", settings -> settings)).isGreaterThan(10 * SEEDS);
    }

    @Test
    void states_are_right_without_snapshots() {
        assertThat(marks("SNAPSHOT_WRITTEN", settings -> settings.upTo(0))).isZero();
    }

    @Test
    void states_are_right_where_snapshots_are_dropped_now_and_then() {
        assertThat(marks("SNAPSHOTS_DROPPED", settings -> settings.upTo(LITTLE))).isGreaterThan(SEEDS / 2);
    }

    @Test
    void a_step_that_depends_on_more_than_state_and_event_is_found() {
        var simulator = Simulator.of(IMPURE_APP)
                .on((world, disk) -> {
                    FACTOR.incrementAndGet(); // another one after each crash, as a setting may be
                    return new Engine(world, disk, LogSettings.SMALL, 1);
                })
                .caller("ann", caller -> {
                    for (int i = 0; i < 20; i++) {
                        caller.send(new Add("a", i), "a/" + i);
                    }
                });
        assertThatThrownBy(() -> {
            for (long seed = 1; seed <= 20; seed++) {
                simulator.run(seed);
            }
        }).isInstanceOf(SimulationFailed.class).hasRootCauseInstanceOf(SnapshotDiffers.class)
                .hasMessageContaining("account/a");
    }
}
