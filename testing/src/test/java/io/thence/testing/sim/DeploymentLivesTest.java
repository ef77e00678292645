// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Position;
import io.thence.run.Thence;
import io.thence.saga.SagaEvent.Status;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.testing.sim.BoxOffice.Cancel;
import io.thence.testing.sim.BoxOffice.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A box office and its till over one store, while the power goes: each order is paid once, or what was paid is given
 * back, and each application finds its own again.
 */
class DeploymentLivesTest {

    private static final int SEEDS = 60;
    private static final int CALLERS = 3;
    private static final int ORDERS = 5;
    private static final Duration LONG = Duration.ofMinutes(10);

    /** What became of an order. */
    enum Met { PAID, DECLINED, RETURNED }

    private final Map<Met, Integer> met = new EnumMap<>(Met.class);

    @BeforeAll
    static void quiet() {
        BankTraces.quiet();
    }

    @Test
    void each_order_is_paid_once_or_given_back() {
        var simulator = Simulator.of(BoxOffice.BOTH).check(this::check);
        for (int i = 0; i < CALLERS; i++) {
            simulator = simulator.caller("caller-" + i, DeploymentLivesTest::order);
        }
        for (long seed = 1; seed <= SEEDS; seed++) {
            simulator.run(seed);
        }
        for (var what : Met.values()) {
            assertThat(met.getOrDefault(what, 0)).as("%s, of %s", what, met).isGreaterThan(SEEDS / 3);
        }
    }

    private static void order(Caller caller) {
        var random = caller.random();
        for (int i = 0; i < ORDERS; i++) {
            var order = caller.name() + "." + i;
            caller.send(new Order(order, 1 + random.nextInt(50)), "order-" + order);
            int micros = random.nextInt(4_000);
            if (random.nextInt(2) == 0) {
                caller.pause(Duration.ofNanos(1_000L * micros));
                caller.send(new Cancel(order), "cancel-" + order);
            }
        }
    }

    private void check(Thence office) {
        var till = office.deployed().of("till");
        long sum = 0;
        for (int i = 0; i < CALLERS * ORDERS; i++) {
            var order = "caller-" + i / ORDERS + "." + i % ORDERS;
            var sale = office.saga(BoxOffice.SALE).of(order).orElseThrow();
            var types = types(office, order);
            long paid = till.read(BoxOffice.PAID, order);
            assertThat(types).as("each once").doesNotHaveDuplicates();
            assertThat(sale.status().isEnd()).as("%s", sale).isTrue();
            assertThat(paid > 0).as("%s: %s", sale, types).isEqualTo(sale.status() == Status.DONE);
            met.merge(paid > 0 ? Met.PAID : types.contains("till.declined") ? Met.DECLINED : Met.RETURNED, 1,
                    Integer::sum);
            sum += paid;
        }
        long takings = till.query(BoxOffice.TAKINGS).upTo(till.store().head()).within(LONG)
                .<Long>list("select cents from takings", row -> row.number("cents")).stream()
                .mapToLong(cents -> cents).sum();
        assertThat(takings).isEqualTo(sum);
    }

    /** What has happened to an order, of both applications. */
    private static List<String> types(Thence office, String order) {
        var store = office.store();
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
