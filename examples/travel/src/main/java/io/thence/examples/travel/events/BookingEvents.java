// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel.events;

import io.thence.Events;
import io.thence.Key;
import io.thence.examples.travel.events.BookingEvent.BookingCancelled;
import io.thence.examples.travel.events.BookingEvent.BookingConfirmed;
import io.thence.examples.travel.events.BookingEvent.BookingPlaced;
import io.thence.examples.travel.events.BookingEvent.BookingReleased;
import io.thence.examples.travel.events.BookingEvent.DepositAgreed;
import io.thence.examples.travel.events.BookingEvent.DepositRequested;
import io.thence.examples.travel.events.BookingEvent.GuestArrived;
import io.thence.examples.travel.events.BookingEvent.GuestLeft;
import io.thence.examples.travel.events.BookingEvent.GuestMissed;
import io.thence.examples.travel.events.BookingEvent.HotelOpened;
import io.thence.examples.travel.events.BookingEvent.RefundRequested;

/** The events that booking writes, and what they are filed under: a booking under each of its nights. */
public interface BookingEvents {

    Key<String> HOTEL = Key.of("hotel");
    Key<Integer> BOOKING = Key.of("booking", number -> Integer.toString(number));
    Key<Night> NIGHT = Key.of("night", Night::text);

    Events<BookingEvent> EVENTS = Events.of(BookingEvent.class)
            .type("hotel.opened", HotelOpened.class, HOTEL.of(HotelOpened::hotel))
            .type("booking.placed", BookingPlaced.class,
                    BOOKING.of(BookingPlaced::booking), NIGHT.each(e -> e.request().stay().each()))
            .type("booking.deposit-agreed", DepositAgreed.class, BOOKING.of(DepositAgreed::booking))
            .type("booking.deposit-requested", DepositRequested.class, BOOKING.of(DepositRequested::booking))
            .type("booking.refund-requested", RefundRequested.class, BOOKING.of(RefundRequested::booking))
            .type("booking.confirmed", BookingConfirmed.class, BOOKING.of(BookingConfirmed::booking))
            .type("booking.released", BookingReleased.class,
                    BOOKING.of(BookingReleased::booking), NIGHT.each(e -> e.stay().each()))
            .type("booking.cancelled", BookingCancelled.class,
                    BOOKING.of(BookingCancelled::booking), NIGHT.each(e -> e.stay().each()))
            .type("guest.arrived", GuestArrived.class, BOOKING.of(GuestArrived::booking))
            .type("guest.left", GuestLeft.class, BOOKING.of(GuestLeft::booking))
            .type("guest.missed", GuestMissed.class, BOOKING.of(GuestMissed::booking));
}
