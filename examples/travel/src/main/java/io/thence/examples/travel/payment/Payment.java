// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel.payment;

import io.thence.Application;
import io.thence.Breaker;
import io.thence.Decider;
import io.thence.Decision;
import io.thence.Effect;
import io.thence.Fold;
import io.thence.Policy;
import io.thence.Reaction;
import io.thence.Source;
import io.thence.examples.travel.events.BookingEvent;
import io.thence.examples.travel.events.BookingEvent.BookingPlaced;
import io.thence.examples.travel.events.BookingEvent.DepositRequested;
import io.thence.examples.travel.events.BookingEvent.GuestLeft;
import io.thence.examples.travel.events.BookingEvent.RefundRequested;
import io.thence.examples.travel.events.BookingEvents;
import io.thence.examples.travel.events.Deposit;
import io.thence.examples.travel.events.PaymentEvent;
import io.thence.examples.travel.events.PaymentEvent.BillPaid;
import io.thence.examples.travel.events.PaymentEvent.CardDeclined;
import io.thence.examples.travel.events.PaymentEvent.DepositCharged;
import io.thence.examples.travel.events.PaymentEvent.DepositKept;
import io.thence.examples.travel.events.PaymentEvent.DepositRefunded;
import io.thence.examples.travel.events.Request;
import io.thence.examples.travel.payment.PaymentCommand.Charge;
import io.thence.examples.travel.payment.PaymentCommand.Decline;
import io.thence.examples.travel.payment.PaymentCommand.Refund;
import io.thence.examples.travel.payment.PaymentCommand.Settle;
import java.time.Duration;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;
import static io.thence.examples.travel.events.BookingEvents.BOOKING;
import static io.thence.examples.travel.events.PaymentEvents.EVENTS;

/** Deposits and bills of bookings, about which payment hears from booking's events alone. */
public final class Payment {

    private Payment() {}

    /** The money of a booking: what was asked for says booking, what was paid says payment itself. */
    public static final Fold<Integer, Account> ACCOUNTS = Fold.by(BOOKING).from(Account.NONE)
            .on(BookingPlaced.class, (_, e) -> Account.of(e.request()))
            .on(DepositCharged.class, (account, e) -> account.charged(e.card(), e.cents()))
            .on(DepositRefunded.class, (account, _) -> account.refunded())
            .on(BillPaid.class, (account, _) -> account.billed());

    private static final Decider<Charge, PaymentEvent> CHARGES = Decider.of(Charge.class, EVENTS)
            .writing(DepositCharged.class)
            .decide(c -> accept(new DepositCharged(c.booking(), c.card(), c.cents())));

    private static final Decider<Decline, PaymentEvent> DECLINES = Decider.of(Decline.class, EVENTS)
            .writing(CardDeclined.class)
            .decide(c -> accept(new CardDeclined(c.booking(), c.card())));

    private static final Decider<Refund, PaymentEvent> REFUNDS = Decider.of(Refund.class, EVENTS)
            .writing(DepositRefunded.class, DepositKept.class)
            .reading(ACCOUNTS, Refund::booking)
            .decide(Payment::refund);

    private static final Decider<Settle, PaymentEvent> BILLS = Decider.of(Settle.class, EVENTS)
            .writing(BillPaid.class)
            .reading(ACCOUNTS, Settle::booking)
            .decide((c, account) -> account.settled() ? refuse("booking " + c.booking() + " is paid")
                    : account.request().map(asked -> bill(c.booking(), account, asked))
                            .orElseGet(() -> refuse("there is no booking " + c.booking())));

    // A card company that does not answer is no fault of a booking's: then nobody is charged for a while.
    private static final Policy PATIENT = Policy.DEFAULT.breaker(Breaker.DEFAULT.failing(0.5, 4)
            .openFor(Duration.ofMillis(500), Duration.ofMinutes(1)));

    private static Decision<PaymentEvent> refund(Refund c, Account account) {
        if (account.card() != c.card()) {
            return accept(); // nothing was taken from that card
        }
        return accept(account.request().filter(asked -> asked.deposit() == Deposit.NON_REFUND).isPresent()
                ? new DepositKept(c.booking(), c.card(), account.paid())
                : new DepositRefunded(c.booking(), c.card(), account.paid()));
    }

    private static Decision<PaymentEvent> bill(int booking, Account account, Request asked) {
        return accept(new BillPaid(booking, asked.stay().hotel(), asked.stay().arrival().getYear(), asked.cents(),
                account.paid()));
    }

    /** The call that has {@code company} give a deposit, and answers whether it does. */
    public static Effect<DepositRequested, Boolean> charging(CardCompany company) {
        return Effect.of("charge", DepositRequested.class, Boolean.class)
                .calling((_, e) -> !company.declines(e.booking(), e.card()));
    }

    /** The application, where {@code charging} gets the money from outside. */
    public static Application application(Effect<DepositRequested, Boolean> charging) {
        var cashier = Reaction.named("cashier").policy(PATIENT).calling(charging)
                .sending(Charge.class, Decline.class, Refund.class, Settle.class)
                .on(DepositRequested.class, (e, out) -> out.send(out.call(charging, e)
                        ? new Charge(e.booking(), e.card(), e.cents()) : new Decline(e.booking(), e.card())))
                .on(RefundRequested.class, (e, out) -> out.send(new Refund(e.booking(), e.card())))
                .on(GuestLeft.class, (e, out) -> out.send(new Settle(e.booking())));
        return Application.named("payment").with(EVENTS, CHARGES, DECLINES, REFUNDS, BILLS, cashier, Money.PROJECTION)
                .with(BookingEvents.EVENTS, Source.named("booking").bringing(BookingEvent.class));
    }
}
