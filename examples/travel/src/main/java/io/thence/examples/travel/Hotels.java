// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.examples.travel.HotelCommand.Cancel;
import io.thence.examples.travel.HotelCommand.End;
import io.thence.examples.travel.HotelCommand.Open;
import io.thence.examples.travel.HotelCommand.Register;
import io.thence.examples.travel.HotelCommand.Reserve;
import io.thence.examples.travel.HotelEvent.BookingCancelled;
import io.thence.examples.travel.HotelEvent.BookingEnded;
import io.thence.examples.travel.HotelEvent.BookingPlaced;
import io.thence.examples.travel.HotelEvent.HotelOpened;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;

/** Hotels with so many rooms: a booking takes one of them in each of its nights. */
public interface Hotels {

    // What events are filed under: a booking under each of its nights.
    Key<String> HOTEL = Key.of("hotel");
    Key<Integer> BOOKING = Key.of("booking", number -> Integer.toString(number));
    Key<Night> NIGHT = Key.of("night", Night::text);

    Events<HotelEvent> EVENTS = Events.of(HotelEvent.class)
            .type("hotel.opened", HotelOpened.class, HOTEL.of(HotelOpened::hotel))
            .type("booking.placed", BookingPlaced.class,
                    BOOKING.of(BookingPlaced::booking), NIGHT.each(e -> e.stay().each()))
            .type("booking.cancelled", BookingCancelled.class,
                    BOOKING.of(BookingCancelled::booking), NIGHT.each(e -> e.stay().each()))
            .type("booking.ended", BookingEnded.class, BOOKING.of(BookingEnded::booking));

    // What decisions need to know: the rooms of a hotel, those that are taken in a night, and a booking.
    Fold<String, Integer> ROOMS = Fold.by(HOTEL).from(0)
            .on(HotelOpened.class, (_, e) -> e.rooms());

    Fold<Night, Integer> TAKEN = Fold.by(NIGHT).from(0)
            .onEach(BookingPlaced.class, (_, taken, _) -> taken + 1)
            .onEach(BookingCancelled.class, (_, taken, _) -> taken - 1);

    Fold<Integer, Booking> BOOKINGS = Fold.by(BOOKING).from(Booking.NONE)
            .on(BookingPlaced.class, (_, e) -> Booking.of(e.stay()))
            .on(BookingCancelled.class, (booking, _) -> booking.closed())
            .on(BookingEnded.class, (booking, _) -> booking.closed());

    Decider<Open, HotelEvent> OPENING = Decider.of(Open.class, EVENTS)
            .decide(c -> accept(new HotelOpened(c.hotel(), c.rooms())));

    // The boundary: all nights of the stay, up to 69 at once. Two guests never get the same last room.
    Decider<Reserve, HotelEvent> RESERVATIONS = Decider.of(Reserve.class, EVENTS)
            .consulting(ROOMS, c -> c.stay().hotel())
            .reading(BOOKINGS, Reserve::booking)
            .readingEach(TAKEN, c -> c.stay().each())
            .decide((c, rooms, booking, taken) -> {
                if (booking.isPlaced()) {
                    return refuse("booking " + c.booking() + " is placed already");
                }
                var full = taken.entrySet().stream().filter(night -> night.getValue() >= rooms).findFirst();
                return full.isPresent()
                        ? refuse(full.get().getKey() + ": all " + rooms + " rooms are taken")
                        : accept(new BookingPlaced(c.booking(), c.stay(), c.day()));
            });

    // What a hotel has booked is booked, however many rooms it has: it has happened.
    Decider<Register, HotelEvent> HISTORY = Decider.of(Register.class, EVENTS)
            .decide(c -> accept(new BookingPlaced(c.booking(), c.stay(), c.day())));

    // A booking that is cancelled frees its nights.
    Decider<Cancel, HotelEvent> CANCELLATIONS = Decider.of(Cancel.class, EVENTS)
            .reading(BOOKINGS, Cancel::booking)
            .decide((c, booking) -> booking.open().isPresent()
                    ? accept(new BookingCancelled(c.booking(), booking.open().get(), c.day()))
                    : refuse("there is no open booking " + c.booking()));

    // One that ends otherwise, by departure or because nobody came, frees nothing.
    Decider<End, HotelEvent> ENDS = Decider.of(End.class, EVENTS)
            .reading(BOOKINGS, End::booking)
            .decide((c, booking) -> booking.open().isPresent()
                    ? accept(new BookingEnded(c.booking(), c.status(), c.day()))
                    : refuse("there is no open booking " + c.booking()));

    Application APPLICATION = Application.named("travel")
            .with(EVENTS, OPENING, RESERVATIONS, HISTORY, CANCELLATIONS, ENDS, Bookings.PROJECTION);
}
