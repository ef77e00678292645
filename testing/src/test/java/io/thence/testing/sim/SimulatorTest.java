// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Outcome;
import io.thence.Send;
import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.testing.sim.Bank.BankCommand;
import java.time.Duration;
import java.util.HashSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A bank lives and dies some hundreds of times; and the simulator finds what it is there to find. */
class SimulatorTest {

    private static final int SEEDS = 250;
    private static final int SEEDS_TWICE = 50;

    @BeforeAll
    static void quiet() {
        BankTraces.quiet();
    }

    @Test
    void the_bank_survives_every_seed_and_the_same_seed_is_the_same_life() {
        var traces = new HashSet<String>();
        var refused = new HashSet<Class<?>>();
        int crashes = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            var life = new BankLife();
            var report = life.simulator(settings -> settings).shrinking(0).run(seed);
            traces.add(report.trace());
            crashes += report.crashes();
            life.told().answers().stream().filter(answer -> answer.outcome() instanceof Outcome.Refused)
                    .forEach(answer -> refused.add(answer.command().getClass()));
            if (seed <= SEEDS_TWICE) {
                assertThat(BankLife.simulator().run(seed)).isEqualTo(report);
            }
        }
        assertThat(traces).as("no two seeds are one life").hasSize(SEEDS);
        assertThat(crashes).isGreaterThan(SEEDS);
        assertThat(refused).as("what was refused now and then, for a reason that was checked")
                .containsExactly(BankCommand.Move.class);
    }

    /** Where two traces differ, the arguments {@code watch SEED} show the first line in which they do. */
    @Test
    void a_seed_gives_the_same_life_in_unlike_jvms() {
        assertThat(UnlikeJvms.demandSameOutput(BankTraces.class, "1", "20")).hasSize(20);
    }

    @Test
    void acknowledging_before_the_flush_is_found_within_twenty_seeds() {
        assertThat(firstToFail(() -> BankLife.simulator().on((world, disk) ->
                new Engine(world, new LyingDisk(disk), LogSettings.SMALL, 1_000)), 20)).isBetween(1L, 20L);
    }

    private static long firstToFail(Supplier<Simulator> life, long seeds) {
        for (long seed = 1; seed <= seeds; seed++) {
            try {
                life.get().run(seed);
            } catch (SimulationFailed e) {
                assertThat(e).hasMessageStartingWith("seed " + seed + ": ").hasMessageContaining("run(" + seed + ")");
                assertThat(e.seed()).isEqualTo(seed);
                return seed;
            }
        }
        return 0;
    }

    @Test
    void a_failed_check_names_its_seed() {
        var wrong = BankLife.simulator().check(bank -> assertThat(bank.conflicts()).isNegative());
        assertThatThrownBy(() -> wrong.run(42)).isInstanceOf(SimulationFailed.class)
                .hasMessageStartingWith("seed 42: ").hasMessageContaining("less than");
    }

    @Test
    void a_handler_that_breaks_is_no_liveness() {
        var broken = Simulator.of(Bank.APP).crashes(0, 0)
                .caller("ann", caller -> caller.send(new BankCommand.Open("ann", 5), "1"))
                .check(bank -> {
                    throw new IllegalStateException("the oracle is not amused");
                });
        assertThatThrownBy(() -> broken.run(1)).hasMessageContaining("not amused");
    }

    @Test
    void an_application_runs_in_a_world_without_a_simulator() {
        var world = new SimulatedWorld(5);
        var disk = new SimulatedDisk(world);
        long begin = world.nanos();
        try (var bank = Thence.run(Bank.APP, new Engine(world, disk, LogSettings.SMALL, 1_000))) {
            bank.send(new BankCommand.Open("ann", 50), Send.as("1"));
            bank.send(new BankCommand.Open("bob", 50), Send.as("2"));
            var moved = bank.send(new BankCommand.Move("ann", "bob", 10), Send.as("3"));
            assertThat(bank.await(Bank.REWARDS, moved.position(), Duration.ofMinutes(1))).isTrue();
            assertThat(bank.read(Bank.BALANCE, "ann")).isEqualTo(41);
            long seen = bank.query(Bank.BALANCES).after(moved)
                    .one("select cents from balances where account = 'bob'", row -> row.number("cents"));
            assertThat(seen).isEqualTo(60);
        }
        assertThat(world.nanos()).isGreaterThan(begin);
    }
}
