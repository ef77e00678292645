// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.marketplace;

import io.thence.Outcome;
import io.thence.examples.marketplace.MarketCommand.Approve;
import io.thence.examples.marketplace.MarketCommand.HandOver;
import io.thence.examples.marketplace.MarketCommand.Purchase;
import io.thence.run.Engine;
import io.thence.run.Thence;
import java.time.Instant;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The steps of an order, without any data. */
class StepsTest {

    @Test
    void a_step_is_taken_once_and_only_by_an_order_that_is_there() {
        var at = Instant.parse("2017-01-01T10:00:00Z");
        try (var market = Thence.run(Market.APPLICATION, Engine.inMemory())) {
            assertThat(market.send(new Approve("a", at))).isInstanceOf(Outcome.Refused.class);
            assertThat(market.send(new Purchase("a", "anna", at, at))).isInstanceOf(Outcome.Accepted.class);
            assertThat(market.send(new Purchase("a", "anna", at, at))).isInstanceOf(Outcome.Refused.class);
            assertThat(market.send(new HandOver("a", at))).isInstanceOf(Outcome.Accepted.class);
            assertThat(market.send(new Approve("a", at.minusSeconds(60)))).isInstanceOf(Outcome.Accepted.class);
            assertThat(market.send(new Approve("a", at))).isInstanceOfSatisfying(Outcome.Refused.class, refused ->
                    assertThat(refused.refusal().reason()).isEqualTo("order a was approved before"));
            assertThat(market.read(Market.ORDERS, "a").furthest()).contains(Step.CARRIER);
        }
    }
}
