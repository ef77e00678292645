// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel.booking;

import io.thence.Ask;
import io.thence.Next;
import io.thence.Saga;
import io.thence.examples.travel.booking.BookingCommand.Confirm;
import io.thence.examples.travel.booking.BookingCommand.Release;
import io.thence.examples.travel.booking.BookingCommand.RequestDeposit;
import io.thence.examples.travel.booking.BookingCommand.RequestRefund;
import io.thence.examples.travel.events.BookingEvent.BookingCancelled;
import io.thence.examples.travel.events.BookingEvent.BookingReleased;
import io.thence.examples.travel.events.BookingEvent.DepositAgreed;
import io.thence.examples.travel.events.BookingEvent.GuestArrived;
import io.thence.examples.travel.events.BookingEvent.GuestMissed;
import io.thence.examples.travel.events.PaymentEvent.CardDeclined;
import io.thence.examples.travel.events.PaymentEvent.DepositCharged;

import static io.thence.examples.travel.events.BookingEvents.BOOKING;

/**
 * A booking that needs a deposit, from that on until the guest is here, or will not come. Payment is asked by an event,
 * and answers by events. When both cards of a guest are declined the nights are free again; when the guest cancels,
 * what was taken is asked back, as far as was agreed.
 */
public interface DepositSaga {

    /** So many cards a guest has. */
    int CARDS = 2;

    /** What is asked for. */
    record Wanted(int booking, long cents) {}

    Ask<Wanted, RequestDeposit> PAY = Ask.of("pay", RequestDeposit.class)
            .undo(RequestRefund.class, (_, asked) -> new RequestRefund(asked.booking(), asked.card()));
    Ask<Wanted, Confirm> CONFIRM = Ask.of("confirm", Confirm.class);
    Ask<Wanted, Release> RELEASE = Ask.of("release", Release.class);

    Saga<Integer, Wanted> SAGA = Saga.named("deposit").by(BOOKING).from(new Wanted(0, 0))
            .startsOn(DepositAgreed.class, (_, e) -> Next.state(new Wanted(e.booking(), e.cents()))
                    .ask(PAY, new RequestDeposit(e.booking(), 1, e.cents())))
            .onRefused(PAY, (wanted, _) -> Next.state(wanted).compensate())
            .on(DepositCharged.class, (wanted, e) -> Next.state(wanted).ask(CONFIRM, new Confirm(e.booking())))
            .onRefused(CONFIRM, (wanted, _) -> Next.state(wanted)) // it is over, and that is heard of next
            .on(CardDeclined.class, (wanted, e) -> e.card() < CARDS
                    ? Next.state(wanted).ask(PAY, new RequestDeposit(e.booking(), e.card() + 1, wanted.cents()))
                    : Next.state(wanted).ask(RELEASE, new Release(e.booking())))
            .onRefused(RELEASE, (wanted, _) -> Next.state(wanted))
            .on(BookingReleased.class, (wanted, _) -> Next.state(wanted).done())
            .on(BookingCancelled.class, (wanted, _) -> Next.state(wanted).compensate())
            .on(GuestArrived.class, (wanted, _) -> Next.state(wanted).done())
            .on(GuestMissed.class, (wanted, _) -> Next.state(wanted).done())
            .mayRepeat("a card is asked once, and a guest has " + CARDS);
}
