// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.fulfilment.ordering;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Decision;
import io.thence.Fold;
import io.thence.Reaction;
import io.thence.Source;
import io.thence.examples.fulfilment.events.Item;
import io.thence.examples.fulfilment.events.OrderEvent;
import io.thence.examples.fulfilment.events.OrderEvent.BackOrdered;
import io.thence.examples.fulfilment.events.OrderEvent.GoodsReturned;
import io.thence.examples.fulfilment.events.OrderEvent.ItemsCancelled;
import io.thence.examples.fulfilment.events.OrderEvent.OrderClosed;
import io.thence.examples.fulfilment.events.OrderEvent.OrderPlaced;
import io.thence.examples.fulfilment.events.OrderEvent.PiecesShipped;
import io.thence.examples.fulfilment.events.OrderEvents;
import io.thence.examples.fulfilment.events.ParcelEvent;
import io.thence.examples.fulfilment.events.ParcelEvent.ParcelSent;
import io.thence.examples.fulfilment.events.ParcelEvents;
import io.thence.examples.fulfilment.events.StockEvent;
import io.thence.examples.fulfilment.events.StockEvent.GoodsShort;
import io.thence.examples.fulfilment.events.StockEvents;
import io.thence.examples.fulfilment.ordering.OrderCommand.NoteShipped;
import io.thence.examples.fulfilment.ordering.OrderCommand.Place;
import io.thence.examples.fulfilment.ordering.OrderCommand.Settle;
import io.thence.examples.fulfilment.ordering.OrderCommand.TakeBack;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;
import static io.thence.examples.fulfilment.events.OrderEvents.EVENTS;
import static io.thence.examples.fulfilment.events.OrderEvents.ORDER;

/** Takes orders and returns. It knows the customers, and nothing of shelves and parcels but what it hears. */
public interface Ordering {

    // What decisions need to know.
    Fold<String, Order> ORDERS = Fold.by(ORDER).from(Order.NONE)
            .on(OrderPlaced.class, (_, e) -> Order.of(e))
            .on(PiecesShipped.class, (order, e) -> order.ship(e.pieces()))
            .on(ItemsCancelled.class, (order, e) -> order.cancel(Item.pieces(e.items())));

    Decider<Place, OrderEvent> PLACING = Decider.of(Place.class, EVENTS).writing(OrderPlaced.class)
            .reading(ORDERS, Place::order)
            .decide((c, order) -> order.isPlaced() ? refuse("order " + c.order() + " is placed already")
                    : accept(new OrderPlaced(c.order(), c.customer(), c.items())));

    Decider<TakeBack, OrderEvent> RETURNS = Decider.of(TakeBack.class, EVENTS).writing(GoodsReturned.class)
            .decide(c -> accept(new GoodsReturned(c.order(), c.items())));

    // Who is known waits for what is not there. Nobody could be told that it has come who is not.
    Decider<Settle, OrderEvent> SETTLING = Decider.of(Settle.class, EVENTS)
            .writing(BackOrdered.class, ItemsCancelled.class, OrderClosed.class)
            .reading(ORDERS, Settle::order)
            .decide((c, order) -> order.isKnown() ? accept(new BackOrdered(c.order(), c.items()))
                    : closing(new ItemsCancelled(c.order(), c.items()), order.cancel(Item.pieces(c.items()))));

    Decider<NoteShipped, OrderEvent> NOTING = Decider.of(NoteShipped.class, EVENTS)
            .writing(PiecesShipped.class, OrderClosed.class)
            .reading(ORDERS, NoteShipped::order)
            .decide((c, order) -> closing(new PiecesShipped(c.order(), c.pieces()), order.ship(c.pieces())));

    private static Decision<OrderEvent> closing(OrderEvent event, Order after) {
        return after.isComplete()
                ? accept(event, new OrderClosed(event.order(), after.shipped(), after.cancelled())) : accept(event);
    }

    // What it does about what it hears.
    Reaction SHORTAGE = Reaction.named("shortage").sending(Settle.class)
            .on(GoodsShort.class, (e, out) -> out.send(new Settle(e.order(), e.items())));

    Reaction CLOSING = Reaction.named("closing").sending(NoteShipped.class)
            .on(ParcelSent.class, (e, out) -> out.send(new NoteShipped(e.order(), Item.pieces(e.items()))));

    Application APPLICATION = Application.named("ordering")
            .with(OrderEvents.EVENTS, PLACING, RETURNS, SETTLING, NOTING, SHORTAGE, CLOSING)
            .with(StockEvents.EVENTS, Source.named("inventory").bringing(StockEvent.class))
            .with(ParcelEvents.EVENTS, Source.named("shipping").bringing(ParcelEvent.class));
}
