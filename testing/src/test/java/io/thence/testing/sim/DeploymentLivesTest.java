// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Part;
import io.thence.Position;
import io.thence.Send;
import io.thence.log.LogSettings;
import io.thence.run.Deployed;
import io.thence.run.Engine;
import io.thence.saga.SagaEvent.Status;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.testing.sim.BoxOffice.Cancel;
import io.thence.testing.sim.BoxOffice.Order;
import io.thence.world.Signal;
import io.thence.world.World.Running;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A box office and its till over one store, while the power goes: each order is paid once, or what was paid is given
 * back, and each application finds its own again, whichever of them was closed first.
 */
class DeploymentLivesTest {

    private static final int SEEDS = 60;
    private static final int CALLERS = 3;
    private static final int ORDERS = 5;
    private static final Duration LONG = Duration.ofMinutes(10);

    /** What became of an order. */
    enum Met { DONE, DECLINED, RETURNED, CRASHED_AT_WORK }

    private final Map<Met, Integer> met = new EnumMap<>(Met.class);

    @BeforeAll
    static void quiet() {
        BankTraces.quiet();
    }

    @Test
    void each_order_is_paid_once_or_given_back() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            new Life(seed).live();
        }
        for (var what : Met.values()) {
            assertThat(met.getOrDefault(what, 0)).as("%s, of %s", what, met).isGreaterThan(SEEDS / 3);
        }
    }

    /** The lives of a seed. */
    private final class Life {

        private final long seed;
        private final SimulatedWorld world;
        private final SimulatedDisk disk;
        private final SplittableRandom chance;

        Life(long seed) {
            this.seed = seed;
            world = new SimulatedWorld(seed);
            disk = new SimulatedDisk(world);
            chance = world.split();
        }

        private Deployed open() {
            var engine = new Engine(world, disk, LogSettings.SMALL, 4_000);
            return Deployed.run(BoxOffice.BOTH, engine.snapshots(engine.snapshots().comparing()));
        }

        void live() {
            try {
                for (int crashes = 1 + chance.nextInt(4); crashes > 0; crashes--) {
                    liveUntilCrash();
                }
                toItsEnd(deployed -> {
                    work(deployed);
                    settle(deployed);
                });
                toItsEnd(deployed -> {
                    settle(deployed);
                    check(deployed);
                });
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed, e);
            } finally {
                die();
            }
        }

        private void liveUntilCrash() {
            var worked = new AtomicBoolean();
            long step = world.steps() + 1 + chance.nextLong(8L << chance.nextInt(12));
            world.fork("life", () -> {
                work(open());
                worked.set(true);
            });
            world.waitFor(() -> worked.get() || world.steps() >= step, Fiber.NEVER);
            if (!worked.get()) {
                met.merge(Met.CRASHED_AT_WORK, 1, Integer::sum);
            }
            die();
        }

        private void die() {
            disk.crash();
            world.crash();
            disk.forgetDatabases();
        }

        /** Some work that ends well, and the one or the other application is closed first. */
        private void toItsEnd(Consumer<Deployed> work) {
            world.fork("life", () -> {
                var deployed = open();
                work.accept(deployed);
                deployed.of(chance.nextBoolean() ? "office" : "till").close();
                deployed.close();
            }).stop();
        }

        private void work(Deployed deployed) {
            var callers = new ArrayList<Running>();
            for (int i = 0; i < CALLERS; i++) {
                var name = "caller-" + i;
                callers.add(world.fork(name, () -> call(deployed, name)));
            }
            callers.forEach(Running::stop);
        }

        private void call(Deployed deployed, String name) {
            var random = new SplittableRandom(seed * 31 + name.hashCode());
            for (int i = 0; i < ORDERS; i++) {
                var order = name + "." + i;
                deployed.of("office").send(new Order(order, 1 + random.nextInt(50)), Send.as("order-" + order));
                int micros = random.nextInt(4_000);
                if (random.nextInt(2) == 0) {
                    world.await(new Signal(), Duration.ofNanos(1_000L * micros));
                    deployed.of("office").send(new Cancel(order), Send.as("cancel-" + order));
                }
            }
        }

        private void settle(Deployed deployed) {
            var store = deployed.of("till").store();
            var before = store.head();
            do {
                before = store.head();
                for (var each : deployed.applications()) {
                    var parts = new ArrayList<Part>(each.application().reactions());
                    parts.addAll(each.application().sagas());
                    for (var part : parts) {
                        assertThat(each.await(part, before, LONG)).as("%s", each.progress(part)).isTrue();
                    }
                }
            } while (!store.head().equals(before));
        }

        private void check(Deployed deployed) {
            var office = deployed.of("office");
            var till = deployed.of("till");
            long sum = 0;
            for (int i = 0; i < CALLERS * ORDERS; i++) {
                var order = "caller-" + i / ORDERS + "." + i % ORDERS;
                var sale = office.saga(BoxOffice.SALE).of(order).orElseThrow();
                var types = types(deployed, order);
                long paid = till.read(BoxOffice.PAID, order);
                assertThat(types).as("each once").doesNotHaveDuplicates();
                assertThat(sale.status().isEnd()).as("%s", sale).isTrue();
                assertThat(paid > 0).as("%s: %s", sale, types).isEqualTo(sale.status() == Status.DONE);
                met.merge(paid > 0 ? Met.DONE : types.contains("till.declined") ? Met.DECLINED : Met.RETURNED, 1,
                        Integer::sum);
                sum += paid;
            }
            long takings = till.query(BoxOffice.TAKINGS).upTo(till.store().head()).within(LONG)
                    .<Long>list("select cents from takings", row -> row.number("cents")).stream()
                    .mapToLong(cents -> cents).sum();
            assertThat(takings).isEqualTo(sum);
        }

        /** What has happened to an order, of both applications. */
        private static List<String> types(Deployed deployed, String order) {
            var store = deployed.of("office").store();
            var types = new ArrayList<String>();
            var query = Query.keys(BoxOffice.ORDER.value(order));
            try (var events = store.read(query, new Position(store.lineage(), 0), Direction.FORWARDS)) {
                for (var event = events.next(); event.isPresent(); event = events.next()) {
                    if (!event.get().type().startsWith("thence.")) {
                        types.add(event.get().type());
                    }
                }
            }
            return types;
        }
    }
}
