// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.fulfilment.inventory;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Fold;
import io.thence.Reaction;
import io.thence.Source;
import io.thence.examples.fulfilment.events.Item;
import io.thence.examples.fulfilment.events.OrderEvent;
import io.thence.examples.fulfilment.events.OrderEvent.BackOrdered;
import io.thence.examples.fulfilment.events.OrderEvent.GoodsReturned;
import io.thence.examples.fulfilment.events.OrderEvent.OrderPlaced;
import io.thence.examples.fulfilment.events.OrderEvents;
import io.thence.examples.fulfilment.events.StockEvent;
import io.thence.examples.fulfilment.events.StockEvent.GoodsBought;
import io.thence.examples.fulfilment.events.StockEvent.GoodsPicked;
import io.thence.examples.fulfilment.events.StockEvent.GoodsPutBack;
import io.thence.examples.fulfilment.events.StockEvent.GoodsShort;
import io.thence.examples.fulfilment.events.StockEvent.ShelfFilled;
import io.thence.examples.fulfilment.inventory.StockCommand.Buy;
import io.thence.examples.fulfilment.inventory.StockCommand.Fill;
import io.thence.examples.fulfilment.inventory.StockCommand.Pick;
import io.thence.examples.fulfilment.inventory.StockCommand.PutBack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;
import static io.thence.examples.fulfilment.events.StockEvents.ARTICLE;
import static io.thence.examples.fulfilment.events.StockEvents.EVENTS;

/** Has the shelves. It serves who comes to its counter in line, and knows nothing of customers and parcels. */
public interface Inventory {

    // What decisions need to know: the pieces on the shelf of an article.
    Fold<String, Long> SHELVES = Fold.by(ARTICLE).from(0L)
            .on(ShelfFilled.class, (pieces, e) -> pieces + e.pieces())
            .onEach(GoodsPicked.class, (code, pieces, e) -> pieces - Item.pieces(e.items(), code))
            .onEach(GoodsPutBack.class, (code, pieces, e) -> pieces + Item.pieces(e.items(), code));

    Decider<Fill, StockEvent> FILLING = Decider.of(Fill.class, EVENTS).writing(ShelfFilled.class)
            .decide(c -> c.pieces() < 0 ? refuse("nothing is taken from a shelf by that")
                    : accept(new ShelfFilled(c.code(), c.pieces())));

    Decider<Pick, StockEvent> PICKING = Decider.of(Pick.class, EVENTS).writing(GoodsPicked.class, GoodsShort.class)
            .readingEach(SHELVES, Pick::codes)
            .decide((c, shelves) -> accept(picked(c, shelves)));

    Decider<PutBack, StockEvent> PUTTING_BACK = Decider.of(PutBack.class, EVENTS).writing(GoodsPutBack.class)
            .decide(c -> accept(new GoodsPutBack(c.order(), c.items())));

    Decider<Buy, StockEvent> BUYING = Decider.of(Buy.class, EVENTS).writing(GoodsBought.class)
            .decide(c -> accept(new GoodsBought(c.order(), c.items())));

    /** One item after the other: all of it, or nothing where there is less. */
    private static List<StockEvent> picked(Pick c, Map<String, Long> shelves) {
        var left = new HashMap<>(shelves);
        var there = new ArrayList<Item>();
        var missing = new ArrayList<Item>();
        for (var item : c.items()) {
            if (item.pieces() <= left.getOrDefault(item.code(), 0L)) {
                left.merge(item.code(), -item.pieces(), Long::sum);
                there.add(item);
            } else {
                missing.add(item);
            }
        }
        var events = new ArrayList<StockEvent>();
        if (!there.isEmpty()) {
            events.add(new GoodsPicked(c.order(), there));
        }
        if (!missing.isEmpty()) {
            events.add(new GoodsShort(c.order(), missing));
        }
        return events;
    }

    // What it does about what it hears. One reaction serves the counter, so that orders and returns are in one line.
    Reaction SERVING = Reaction.named("serving").sending(Pick.class, PutBack.class)
            .on(OrderPlaced.class, (e, out) -> out.send(new Pick(e.order(), e.items())))
            .on(GoodsReturned.class, (e, out) -> out.send(new PutBack(e.order(), e.items())));

    Reaction PURCHASE = Reaction.named("purchase").sending(Buy.class)
            .on(BackOrdered.class, (e, out) -> out.send(new Buy(e.order(), e.items())));

    Application APPLICATION = Application.named("inventory")
            .with(EVENTS, FILLING, PICKING, PUTTING_BACK, BUYING, SERVING, PURCHASE)
            .with(OrderEvents.EVENTS, Source.named("ordering").bringing(OrderEvent.class));
}
