// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.fulfilment.shipping;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Fold;
import io.thence.Reaction;
import io.thence.Source;
import io.thence.examples.fulfilment.events.ParcelEvent;
import io.thence.examples.fulfilment.events.ParcelEvent.ParcelSent;
import io.thence.examples.fulfilment.events.ParcelEvents;
import io.thence.examples.fulfilment.events.StockEvent;
import io.thence.examples.fulfilment.events.StockEvent.GoodsBought;
import io.thence.examples.fulfilment.events.StockEvent.GoodsPicked;
import io.thence.examples.fulfilment.events.StockEvents;

import static io.thence.Decision.accept;
import static io.thence.examples.fulfilment.events.OrderEvents.ORDER;
import static io.thence.examples.fulfilment.events.ParcelEvents.EVENTS;

/** Sends what was picked or bought: a parcel each. It knows nothing of why. */
public interface Shipping {

    // What decisions need to know: how many parcels of an order were sent.
    Fold<String, Integer> PARCELS = Fold.by(ORDER).from(0).on(ParcelSent.class, (_, e) -> e.number());

    Decider<Ship, ParcelEvent> SENDING = Decider.of(Ship.class, EVENTS)
            .reading(PARCELS, Ship::order)
            .decide((c, parcels) -> accept(new ParcelSent(c.order(), parcels + 1, c.items())));

    // What it does about what it hears.
    Reaction PACKING = Reaction.named("packing").sending(Ship.class)
            .on(GoodsPicked.class, (e, out) -> out.send(new Ship(e.order(), e.items())))
            .on(GoodsBought.class, (e, out) -> out.send(new Ship(e.order(), e.items())));

    Application APPLICATION = Application.named("shipping")
            .with(ParcelEvents.EVENTS, SENDING, PACKING)
            .with(StockEvents.EVENTS, Source.named("inventory").bringing(StockEvent.class));
}
