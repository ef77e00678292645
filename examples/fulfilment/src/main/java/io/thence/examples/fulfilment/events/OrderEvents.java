// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.fulfilment.events;

import io.thence.Events;
import io.thence.Key;
import io.thence.examples.fulfilment.events.OrderEvent.BackOrdered;
import io.thence.examples.fulfilment.events.OrderEvent.GoodsReturned;
import io.thence.examples.fulfilment.events.OrderEvent.ItemsCancelled;
import io.thence.examples.fulfilment.events.OrderEvent.OrderClosed;
import io.thence.examples.fulfilment.events.OrderEvent.OrderPlaced;
import io.thence.examples.fulfilment.events.OrderEvent.PiecesShipped;

/** The events of orders, and what they are filed under. */
public interface OrderEvents {

    /** An order, or a return. */
    Key<String> ORDER = Key.of("order");

    /**
     * Where all that is wanted from the shelves waits in line. It is the first key of such events: so who came first is
     * served first, whoever serves.
     */
    Key<String> COUNTER = Key.of("counter");

    /** There is one counter. */
    String ONLY = "goods";

    /** The events. */
    Events<OrderEvent> EVENTS = Events.of(OrderEvent.class)
            .type("order.placed", OrderPlaced.class, COUNTER.of(_ -> ONLY), ORDER.of(OrderEvent::order))
            .type("goods.returned", GoodsReturned.class, COUNTER.of(_ -> ONLY), ORDER.of(OrderEvent::order))
            .type("order.back-ordered", BackOrdered.class, ORDER.of(OrderEvent::order))
            .type("order.items-cancelled", ItemsCancelled.class, ORDER.of(OrderEvent::order))
            .type("order.pieces-shipped", PiecesShipped.class, ORDER.of(OrderEvent::order))
            .type("order.closed", OrderClosed.class, ORDER.of(OrderEvent::order));
}
