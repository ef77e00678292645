// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.fulfilment.events;

import io.thence.Events;
import io.thence.examples.fulfilment.events.ParcelEvent.ParcelSent;

import static io.thence.examples.fulfilment.events.OrderEvents.ORDER;

/** The events of parcels, and what they are filed under. */
public interface ParcelEvents {

    /** The events. */
    Events<ParcelEvent> EVENTS = Events.of(ParcelEvent.class)
            .type("parcel.sent", ParcelSent.class, ORDER.of(ParcelSent::order));
}
