// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel.booking;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Decision;
import io.thence.Fold;
import io.thence.Source;
import io.thence.examples.travel.booking.BookingCommand.Cancel;
import io.thence.examples.travel.booking.BookingCommand.CheckIn;
import io.thence.examples.travel.booking.BookingCommand.CheckOut;
import io.thence.examples.travel.booking.BookingCommand.Confirm;
import io.thence.examples.travel.booking.BookingCommand.Miss;
import io.thence.examples.travel.booking.BookingCommand.Open;
import io.thence.examples.travel.booking.BookingCommand.Register;
import io.thence.examples.travel.booking.BookingCommand.Release;
import io.thence.examples.travel.booking.BookingCommand.RequestDeposit;
import io.thence.examples.travel.booking.BookingCommand.RequestRefund;
import io.thence.examples.travel.booking.BookingCommand.Reserve;
import io.thence.examples.travel.booking.Standing.Phase;
import io.thence.examples.travel.events.BookingEvent;
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
import io.thence.examples.travel.events.Deposit;
import io.thence.examples.travel.events.Night;
import io.thence.examples.travel.events.PaymentEvent;
import io.thence.examples.travel.events.PaymentEvents;
import io.thence.examples.travel.events.Request;
import java.time.LocalDate;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;
import static io.thence.examples.travel.events.BookingEvents.BOOKING;
import static io.thence.examples.travel.events.BookingEvents.EVENTS;
import static io.thence.examples.travel.events.BookingEvents.HOTEL;
import static io.thence.examples.travel.events.BookingEvents.NIGHT;

/** Hotels with so many rooms: a booking takes one of them in each of its nights. */
public interface Booking {

    // What decisions need to know: the rooms of a hotel, those that are taken in a night, and a booking.
    Fold<String, Integer> ROOMS = Fold.by(HOTEL).from(0)
            .on(HotelOpened.class, (_, e) -> e.rooms());

    Fold<Night, Integer> TAKEN = Fold.by(NIGHT).from(0)
            .onEach(BookingPlaced.class, (_, taken, _) -> taken + 1)
            .onEach(BookingReleased.class, (_, taken, _) -> taken - 1)
            .onEach(BookingCancelled.class, (_, taken, _) -> taken - 1);

    Fold<Integer, Standing> BOOKINGS = Fold.by(BOOKING).from(Standing.NONE)
            .on(BookingPlaced.class, (_, e) -> Standing.placed(e.request().stay()))
            .on(BookingConfirmed.class, (booking, _) -> booking.now(Phase.CONFIRMED))
            .on(GuestArrived.class, (booking, _) -> booking.now(Phase.ARRIVED))
            .on(BookingReleased.class, (booking, _) -> booking.now(Phase.CLOSED))
            .on(BookingCancelled.class, (booking, _) -> booking.now(Phase.CLOSED))
            .on(GuestLeft.class, (booking, _) -> booking.now(Phase.CLOSED))
            .on(GuestMissed.class, (booking, _) -> booking.now(Phase.CLOSED));

    Decider<Open, BookingEvent> OPENING = Decider.of(Open.class, EVENTS).writing(HotelOpened.class)
            .decide(c -> accept(new HotelOpened(c.hotel(), c.rooms())));

    // The boundary: all nights of the stay, up to 69 at once. Two guests never get the same last room.
    Decider<Reserve, BookingEvent> RESERVATIONS = Decider.of(Reserve.class, EVENTS)
            .writing(BookingPlaced.class, DepositAgreed.class)
            .consulting(ROOMS, c -> c.request().stay().hotel())
            .reading(BOOKINGS, Reserve::booking)
            .readingEach(TAKEN, c -> c.request().stay().each())
            .decide((c, rooms, booking, taken) -> {
                if (!booking.is(Phase.NONE)) {
                    return refuse("booking " + c.booking() + " is placed already");
                }
                var full = taken.entrySet().stream().filter(night -> night.getValue() >= rooms).findFirst();
                return full.isPresent()
                        ? refuse(full.get().getKey() + ": all " + rooms + " rooms are taken")
                        : placed(c.booking(), c.request(), c.day());
            });

    // What a hotel has booked is booked, however many rooms it has: it has happened.
    Decider<Register, BookingEvent> HISTORY = Decider.of(Register.class, EVENTS)
            .writing(BookingPlaced.class, DepositAgreed.class)
            .decide(c -> placed(c.booking(), c.request(), c.day()));

    private static Decision<BookingEvent> placed(int booking, Request request, LocalDate day) {
        var placed = new BookingPlaced(booking, request, day);
        return request.deposit() == Deposit.NONE ? accept(placed)
                : accept(placed, new DepositAgreed(booking, request.deposit().of(request.cents())));
    }

    // A booking that is cancelled frees its nights.
    Decider<Cancel, BookingEvent> CANCELLATIONS = Decider.of(Cancel.class, EVENTS).writing(BookingCancelled.class)
            .reading(BOOKINGS, Cancel::booking)
            .decide((c, booking) -> booking.isExpected()
                    ? accept(new BookingCancelled(c.booking(), booking.stay().orElseThrow(), c.day()))
                    : refuse("no guest is expected for booking " + c.booking()));

    // One that ends otherwise, by departure or because nobody came, frees nothing.
    Decider<CheckIn, BookingEvent> ARRIVALS = Decider.of(CheckIn.class, EVENTS).writing(GuestArrived.class)
            .reading(BOOKINGS, CheckIn::booking)
            .decide((c, booking) -> booking.isExpected()
                    ? accept(new GuestArrived(c.booking(), c.room(), c.day()))
                    : refuse("no guest is expected for booking " + c.booking()));

    Decider<CheckOut, BookingEvent> DEPARTURES = Decider.of(CheckOut.class, EVENTS).writing(GuestLeft.class)
            .reading(BOOKINGS, CheckOut::booking)
            .decide((c, booking) -> booking.is(Phase.ARRIVED)
                    ? accept(new GuestLeft(c.booking(), c.day()))
                    : refuse("no guest is here for booking " + c.booking()));

    Decider<Miss, BookingEvent> NO_SHOWS = Decider.of(Miss.class, EVENTS).writing(GuestMissed.class)
            .reading(BOOKINGS, Miss::booking)
            .decide((c, booking) -> booking.isExpected()
                    ? accept(new GuestMissed(c.booking(), c.day()))
                    : refuse("no guest is expected for booking " + c.booking()));

    // What the saga of a deposit asks for.
    Decider<RequestDeposit, BookingEvent> DEPOSITS = Decider.of(RequestDeposit.class, EVENTS)
            .writing(DepositRequested.class)
            .decide(c -> accept(new DepositRequested(c.booking(), c.card(), c.cents())));

    Decider<RequestRefund, BookingEvent> REFUNDS = Decider.of(RequestRefund.class, EVENTS)
            .writing(RefundRequested.class)
            .decide(c -> accept(new RefundRequested(c.booking(), c.card())));

    Decider<Confirm, BookingEvent> CONFIRMATIONS = Decider.of(Confirm.class, EVENTS).writing(BookingConfirmed.class)
            .reading(BOOKINGS, Confirm::booking)
            .decide((c, booking) -> booking.is(Phase.PLACED)
                    ? accept(new BookingConfirmed(c.booking()))
                    : refuse("no deposit is expected for booking " + c.booking()));

    Decider<Release, BookingEvent> RELEASES = Decider.of(Release.class, EVENTS).writing(BookingReleased.class)
            .reading(BOOKINGS, Release::booking)
            .decide((c, booking) -> booking.is(Phase.PLACED)
                    ? accept(new BookingReleased(c.booking(), booking.stay().orElseThrow()))
                    : refuse("no deposit is expected for booking " + c.booking()));

    /** Rooms and guests alone: nobody asks for a deposit. */
    Application DESK = Application.named("booking")
            .with(EVENTS, OPENING, RESERVATIONS, HISTORY, CANCELLATIONS, ARRIVALS, DEPARTURES, NO_SHOWS,
                    RELEASES, Bookings.PROJECTION);

    Application APPLICATION = DESK
            .with(DEPOSITS, REFUNDS, CONFIRMATIONS, DepositSaga.SAGA)
            .with(PaymentEvents.EVENTS, Source.named("payment").bringing(PaymentEvent.class));
}
