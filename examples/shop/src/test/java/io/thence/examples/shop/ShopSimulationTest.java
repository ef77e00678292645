// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import io.thence.examples.shop.input.Datasets;
import io.thence.testing.sim.UnlikeJvms;
import java.util.HashSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The shop on December's first 2,000 lines, in a simulated world that crashes. */
class ShopSimulationTest {

    private static final int SEEDS = 10;

    @BeforeAll
    static void quiet() {
        Datasets.need(Datasets.DECEMBER);
        ShopLife.quiet();
    }

    @Test
    void whatever_the_crashes_the_report_is_that_of_a_shop_without_any() {
        String report;
        String stock;
        try (var shop = FedShop.inMemory()) {
            ShopLife.feed(shop.thence, shop);
            report = shop.json();
            stock = shop.stockDigest();
        }
        var simulator = ShopLife.simulator().check(shop -> {
            assertThat(ShopLife.report(shop)).isEqualTo(report);
            assertThat(FedShop.stockDigest(shop.query(Books.PROJECTION))).isEqualTo(stock);
        });
        var traces = new HashSet<String>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            var life = simulator.run(seed);
            assertThat(life.crashes()).isPositive();
            traces.add(life.trace());
        }
        assertThat(traces).hasSize(SEEDS);
    }

    /** Where two traces differ, the arguments {@code watch SEED} show the first line in which they do. */
    @Test
    void one_seed_gives_one_trace_in_unlike_jvms() {
        assertThat(UnlikeJvms.demandSameOutput(ShopLife.class, "1", "3")).hasSize(3);
    }
}
