// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Decision;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Outcome;
import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.world.MemoryDisk;
import io.thence.world.World;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many callers of commands that each read several of few keys, so that their boundaries overlap without being the same
 * and they wait in several queues: how often one is decided, and how many others come before it. What is counted is the
 * worst over all commands of some seeds, which is the same in each run.
 */
class FairnessTest {

    private static final int SEEDS = 10;
    private static final int KEYS = 6;
    /** Of a hundred after which a command ends conflicted. */
    private static final int DECISIONS_MAX = 20;
    /** So many commands of each other caller may come before one. */
    private static final int OVERTAKEN_MAX = 6;

    private static final Key<String> SHELF = Key.of("shelf");

    record Pick(int caller, int round, List<String> shelves) {}

    record Picked(List<String> shelves) {}

    private static final Events<Picked> EVENTS = Events.of(Picked.class)
            .type("goods.picked", Picked.class, SHELF.each(Picked::shelves));
    private static final Fold<String, Integer> PICKS = Fold.by(SHELF).from(0)
            .onEach(Picked.class, (_, picks, _) -> picks + 1);

    /** What callers do: each sends so many commands, one after the other, of so many keys each. */
    private record Load(int callers, int keys, int rounds) {}

    /** One life of a warehouse, and what it comes to. */
    private static final class Warehouse {
        private final Map<Pick, Integer> decided = new HashMap<>();
        private final Map<String, Integer> expected = new HashMap<>();
        private long overtaken;
        private final Random chance;

        Warehouse(long seed) {
            chance = new Random(seed);
        }

        private Application application() {
            return Application.named("warehouse").with(EVENTS,
                    Decider.of(Pick.class, EVENTS).readingEach(PICKS, Pick::shelves).decide((pick, _) -> {
                        decided.merge(pick, 1, Integer::sum);
                        return Decision.accept(new Picked(pick.shelves()));
                    }));
        }

        private Pick next(int caller, int round, int keys) {
            var shelves = new ArrayList<>(IntStream.range(0, KEYS).mapToObj(i -> "s" + i).toList());
            Collections.shuffle(shelves, chance);
            return new Pick(caller, round, List.copyOf(shelves.subList(0, keys)));
        }

        private void work(Thence warehouse, Load load, int caller) {
            for (int round = 0; round < load.rounds(); round++) {
                var pick = next(caller, round, load.keys());
                long sent = warehouse.store().head().number();
                var outcome = warehouse.send(pick);
                assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
                overtaken = Math.max(overtaken, ((Outcome.Accepted) outcome).first().number() - sent - 1);
                pick.shelves().forEach(shelf -> expected.merge(shelf, 1, Integer::sum));
            }
        }

        void live(SimulatedWorld world, Load load) {
            try (var warehouse = Thence.run(application(),
                    new Engine(world, new MemoryDisk(), LogSettings.SMALL, 1 << 20))) {
                IntStream.range(0, load.callers()).mapToObj(caller ->
                                world.fork("caller-" + caller, () -> work(warehouse, load, caller)))
                        .toList().forEach(World.Running::stop);
                expected.forEach((shelf, picks) -> assertThat(warehouse.read(PICKS, shelf)).isEqualTo(picks));
            }
        }

        int decidedMost() {
            return Collections.max(decided.values());
        }
    }

    @BeforeAll
    static void quiet() {
        BankTraces.quiet();
    }

    @ParameterizedTest(name = "{0} callers, {1} keys of each command, {2} commands of each caller")
    @CsvSource({"8, 2, 12", "32, 2, 12", "32, 3, 12", "32, 3, 48", "64, 3, 12"})
    void nobody_is_decided_in_vain_or_overtaken_without_bound(int callers, int keys, int rounds) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            var warehouse = new Warehouse(seed);
            warehouse.live(new SimulatedWorld(seed), new Load(callers, keys, rounds));
            assertThat(warehouse.decided).as("commands").hasSize(callers * rounds);
            assertThat(warehouse.decidedMost()).as("decisions of one command, seed %s", seed)
                    .isBetween(2, DECISIONS_MAX);
            assertThat(warehouse.overtaken).as("others that came before one, seed %s", seed)
                    .isLessThanOrEqualTo((long) OVERTAKEN_MAX * callers);
        }
    }
}
