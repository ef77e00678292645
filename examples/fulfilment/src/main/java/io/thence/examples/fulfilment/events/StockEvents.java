// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.fulfilment.events;

import io.thence.Events;
import io.thence.Key;
import io.thence.examples.fulfilment.events.StockEvent.GoodsBought;
import io.thence.examples.fulfilment.events.StockEvent.GoodsPicked;
import io.thence.examples.fulfilment.events.StockEvent.GoodsPutBack;
import io.thence.examples.fulfilment.events.StockEvent.GoodsShort;
import io.thence.examples.fulfilment.events.StockEvent.ShelfFilled;

import static io.thence.examples.fulfilment.events.OrderEvents.ORDER;

/** The events of the shelves, and what they are filed under. */
public interface StockEvents {

    /** An article, by its code. */
    Key<String> ARTICLE = Key.of("article");

    /** The events. */
    Events<StockEvent> EVENTS = Events.of(StockEvent.class)
            .type("shelf.filled", ShelfFilled.class, ARTICLE.of(ShelfFilled::code))
            .type("goods.picked", GoodsPicked.class, ORDER.of(GoodsPicked::order),
                    ARTICLE.each(e -> Item.codes(e.items())))
            .type("goods.short", GoodsShort.class, ORDER.of(GoodsShort::order))
            .type("goods.put-back", GoodsPutBack.class, ORDER.of(GoodsPutBack::order),
                    ARTICLE.each(e -> Item.codes(e.items())))
            .type("goods.bought", GoodsBought.class, ORDER.of(GoodsBought::order));
}
