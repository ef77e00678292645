// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel.notification;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Projection;
import io.thence.Reaction;
import io.thence.Source;
import io.thence.examples.travel.events.BookingEvent;
import io.thence.examples.travel.events.BookingEvent.BookingCancelled;
import io.thence.examples.travel.events.BookingEvent.BookingConfirmed;
import io.thence.examples.travel.events.BookingEvent.BookingPlaced;
import io.thence.examples.travel.events.BookingEvent.BookingReleased;
import io.thence.examples.travel.events.BookingEvent.GuestMissed;
import io.thence.examples.travel.events.BookingEvents;
import io.thence.examples.travel.events.Deposit;
import io.thence.examples.travel.events.PaymentEvent;
import io.thence.examples.travel.events.PaymentEvent.BillPaid;
import io.thence.examples.travel.events.PaymentEvent.DepositRefunded;
import io.thence.examples.travel.events.PaymentEvents;
import io.thence.examples.travel.notification.NotificationEvent.MailSent;
import io.thence.examples.travel.notification.NotificationEvent.Subject;

import static io.thence.Decision.accept;
import static io.thence.examples.travel.events.BookingEvents.BOOKING;

/** Mails to guests about what the others say has happened. Each is an event: that is all that is sent here. */
public interface Notification {

    /** Sends a mail. */
    record Mail(int booking, Subject subject) {}

    Events<NotificationEvent> EVENTS = Events.of(NotificationEvent.class)
            .type("mail.sent", MailSent.class, BOOKING.of(MailSent::booking));

    Decider<Mail, NotificationEvent> POST = Decider.of(Mail.class, EVENTS)
            .decide(c -> accept(new MailSent(c.booking(), c.subject())));

    Reaction MAILER = Reaction.named("mailer").sending(Mail.class)
            .on(BookingPlaced.class, (e, out) -> {
                if (e.request().deposit() == Deposit.NONE) {
                    out.send(new Mail(e.booking(), Subject.CONFIRMED));
                }
            })
            .on(BookingConfirmed.class, (e, out) -> out.send(new Mail(e.booking(), Subject.CONFIRMED)))
            .on(BookingReleased.class, (e, out) -> out.send(new Mail(e.booking(), Subject.RELEASED)))
            .on(BookingCancelled.class, (e, out) -> out.send(new Mail(e.booking(), Subject.CANCELLED)))
            .on(GuestMissed.class, (e, out) -> out.send(new Mail(e.booking(), Subject.MISSED)))
            .on(DepositRefunded.class, (e, out) -> out.send(new Mail(e.booking(), Subject.REFUNDED)))
            .on(BillPaid.class, (e, out) -> out.send(new Mail(e.booking(), Subject.BILL)));

    Projection MAILS = Projection.sql("mails", 1, "create table mails (subject varchar primary key, mails bigint)")
            .on(MailSent.class, (tables, e) -> tables.row("mails", e.subject().name()).add("mails", 1));

    Application APPLICATION = Application.named("notification").with(EVENTS, POST, MAILER, MAILS)
            .with(BookingEvents.EVENTS, Source.named("booking").bringing(BookingEvent.class))
            .with(PaymentEvents.EVENTS, Source.named("payment").bringing(PaymentEvent.class));
}
