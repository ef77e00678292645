// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.fulfilment.events;

import java.util.List;
import java.util.Optional;

/** What happened to orders. */
public sealed interface OrderEvent {

    /** The order's number. */
    String order();

    /** Something that the counter of the inventory serves, in the order in which it came. */
    sealed interface Wanted extends OrderEvent {
        /** What is wanted. */
        List<Item> items();
    }

    /** Somebody ordered; of customers who are not known there is no number. */
    record OrderPlaced(String order, Optional<String> customer, List<Item> items) implements Wanted {}

    /** Somebody brought goods back: an order the other way round, with a number of its own. */
    record GoodsReturned(String order, List<Item> items) implements Wanted {}

    /** The customer waits for what is not there. */
    record BackOrdered(String order, List<Item> items) implements OrderEvent {}

    /** Nobody waits for what is not there. */
    record ItemsCancelled(String order, List<Item> items) implements OrderEvent {}

    /** So many pieces are on their way to the customer. */
    record PiecesShipped(String order, long pieces) implements OrderEvent {}

    /** All that was ordered is shipped or cancelled. */
    record OrderClosed(String order, long shipped, long cancelled) implements OrderEvent {}
}
