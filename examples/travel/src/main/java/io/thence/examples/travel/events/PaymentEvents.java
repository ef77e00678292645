// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel.events;

import io.thence.Events;
import io.thence.examples.travel.events.PaymentEvent.BillPaid;
import io.thence.examples.travel.events.PaymentEvent.CardDeclined;
import io.thence.examples.travel.events.PaymentEvent.DepositCharged;
import io.thence.examples.travel.events.PaymentEvent.DepositKept;
import io.thence.examples.travel.events.PaymentEvent.DepositRefunded;

import static io.thence.examples.travel.events.BookingEvents.BOOKING;

/** The events that payment writes. */
public interface PaymentEvents {

    Events<PaymentEvent> EVENTS = Events.of(PaymentEvent.class)
            .type("deposit.charged", DepositCharged.class, BOOKING.of(DepositCharged::booking))
            .type("card.declined", CardDeclined.class, BOOKING.of(CardDeclined::booking))
            .type("deposit.refunded", DepositRefunded.class, BOOKING.of(DepositRefunded::booking))
            .type("deposit.kept", DepositKept.class, BOOKING.of(DepositKept::booking))
            .type("bill.paid", BillPaid.class, BOOKING.of(BillPaid::booking));
}
