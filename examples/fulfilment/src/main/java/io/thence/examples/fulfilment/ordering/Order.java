// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.fulfilment.ordering;

import io.thence.examples.fulfilment.events.Item;
import io.thence.examples.fulfilment.events.OrderEvent.OrderPlaced;

/**
 * An order.
 *
 * @param isKnown   whether its customer is
 * @param ordered   pieces that were ordered; 0 where there is no such order
 * @param shipped   pieces that are on their way
 * @param cancelled pieces that do not come
 */
public record Order(boolean isKnown, long ordered, long shipped, long cancelled) {

    /** No such order. */
    static final Order NONE = new Order(false, 0, 0, 0);

    static Order of(OrderPlaced e) {
        return new Order(e.customer().isPresent(), Item.pieces(e.items()), 0, 0);
    }

    boolean isPlaced() {
        return ordered > 0;
    }

    Order ship(long pieces) {
        return new Order(isKnown, ordered, shipped + pieces, cancelled);
    }

    Order cancel(long pieces) {
        return new Order(isKnown, ordered, shipped, cancelled + pieces);
    }

    boolean isComplete() {
        return shipped + cancelled == ordered;
    }
}
