// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.marketplace;

import io.thence.examples.marketplace.MarketEvent.OrderApproved;
import io.thence.examples.marketplace.MarketEvent.OrderDelivered;
import io.thence.examples.marketplace.MarketEvent.OrderHandedOver;
import java.time.Instant;

/** What the marketplace can be asked to do. */
public sealed interface MarketCommand {

    /** Buys something. */
    record Purchase(String order, String customer, Instant at, Instant promised) implements MarketCommand {}

    /** Takes an order one step on. */
    sealed interface TakeStep extends MarketCommand {
        String order();

        /** Which step. */
        Step step();

        /** What happens then. */
        MarketEvent event();
    }

    /** It is paid. */
    record Approve(String order, Instant at) implements TakeStep {
        @Override
        public Step step() {
            return Step.APPROVED;
        }

        @Override
        public MarketEvent event() {
            return new OrderApproved(order, at);
        }
    }

    /** A carrier takes it. */
    record HandOver(String order, Instant at) implements TakeStep {
        @Override
        public Step step() {
            return Step.CARRIER;
        }

        @Override
        public MarketEvent event() {
            return new OrderHandedOver(order, at);
        }
    }

    /** The customer gets it. */
    record Deliver(String order, Instant at) implements TakeStep {
        @Override
        public Step step() {
            return Step.DELIVERED;
        }

        @Override
        public MarketEvent event() {
            return new OrderDelivered(order, at);
        }
    }

    /** Says how it stands in the seller's books. */
    record Report(String order, String status) implements MarketCommand {}
}
