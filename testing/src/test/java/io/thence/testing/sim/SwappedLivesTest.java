// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Application;
import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.testing.sim.Depot.Shelve;
import io.thence.view.Rebuild;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The power goes right after tables were swapped in. The log has the swap, so they answer at the next start. Open when
 * the power went they are built anew before they answer; closed by then they have what they had.
 */
class SwappedLivesTest {

    private static final int SEEDS = 40;
    private static final int ITEMS = 40;
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Depot depot = new Depot();
    private final Application application =
            Application.named("depot").with(Depot.EVENTS, Depot.SHELVING, depot.inOrder);

    @BeforeAll
    static void quiet() {
        BankTraces.quiet();
    }

    /** A machine of a seed, and what runs on it. */
    private final class Machine {

        private final SimulatedWorld world;
        private final SimulatedDisk disk;

        Machine(long seed) {
            world = new SimulatedWorld(seed);
            disk = new SimulatedDisk(world);
        }

        private Thence start() {
            return Thence.run(application, new Engine(world, disk, LogSettings.SMALL, 1_000));
        }

        /** Runs something up to its end. */
        void live(Consumer<Thence> work) {
            world.fork("life", () -> work.accept(start())).stop();
        }

        void losePower() {
            disk.crash();
            world.crash();
            disk.forgetDatabases();
        }
    }

    /** Fills shelves and swaps tables in that were built from the first event on: the position of the head before. */
    private long swap(Thence thence) {
        for (int i = 0; i < ITEMS; i++) {
            thence.send(new Shelve(List.of("a", "b", "c", "x", "y").get(i % 5), "item-" + i, i, ""));
        }
        long head = thence.store().head().number();
        var rebuild = thence.rebuild(depot.inOrder);
        assertThat(rebuild.await(LONG)).isTrue();
        rebuild.swap();
        return head;
    }

    /** How far the tables were that answer after all, when the next life began; each life is held against the log. */
    private List<Long> positions(Consumer<Thence> afterTheSwap) {
        var positions = new ArrayList<Long>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            var machine = new Machine(seed);
            var head = new AtomicLong();
            machine.live(thence -> {
                head.set(swap(thence));
                afterTheSwap.accept(thence);
            });
            machine.losePower();
            machine.live(thence -> {
                positions.add(thence.progress(depot.inOrder).upTo());
                assertThat(thence.beside(depot.inOrder).stream()).extracting(Rebuild::database).as("the swap holds")
                        .doesNotContain("in-order-v1-b");
                assertThat(machine.disk.list("views")).contains("in-order-v1-b.mv.db");
                var tables = DepotTables.read(thence.query(depot.inOrder).within(LONG));
                var log = DepotLog.of(depot, thence);
                assertThat(log.puts()).hasSize(ITEMS);
                tables.checkEverything(log, depot.inOrder);
                assertThat(tables.lanes().values()).allMatch(position -> position > head.get() - ITEMS);
                thence.close();
            });
            machine.losePower();
        }
        return positions;
    }

    @Test
    void tables_that_were_open_when_the_power_went_are_built_anew() {
        assertThat(positions(_ -> {})).containsOnly(0L);
    }

    @Test
    void tables_that_were_closed_when_the_power_went_have_what_they_had() {
        assertThat(positions(Thence::close)).allMatch(position -> position >= ITEMS);
    }
}
