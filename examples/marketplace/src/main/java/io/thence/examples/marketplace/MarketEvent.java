// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.marketplace;

import java.time.Instant;

/** What happened in the marketplace. */
public sealed interface MarketEvent {

    /** The order that it is about. */
    String order();

    /** A customer bought something, which is promised for {@code promised}. */
    record OrderPurchased(String order, String customer, Instant at, Instant promised) implements MarketEvent {}

    /** It is paid. */
    record OrderApproved(String order, Instant at) implements MarketEvent {}

    /** A carrier has it. */
    record OrderHandedOver(String order, Instant at) implements MarketEvent {}

    /** The customer has it. */
    record OrderDelivered(String order, Instant at) implements MarketEvent {}

    /** How the order stands in the seller's books, such as {@code canceled}. */
    record StatusReported(String order, String status) implements MarketEvent {}
}
