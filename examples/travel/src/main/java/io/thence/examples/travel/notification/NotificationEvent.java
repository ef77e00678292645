// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel.notification;

/** What happened to mails. */
public sealed interface NotificationEvent {

    /** What a mail is about. */
    enum Subject { CONFIRMED, RELEASED, CANCELLED, MISSED, REFUNDED, BILL }

    /** A mail went to the guest of a booking. */
    record MailSent(int booking, Subject subject) implements NotificationEvent {}
}
