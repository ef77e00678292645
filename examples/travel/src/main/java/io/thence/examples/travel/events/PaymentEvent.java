// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel.events;

/** What happened to the money of a booking, in cents. */
public sealed interface PaymentEvent {

    /** A deposit was taken from a card. */
    record DepositCharged(int booking, int card, long cents) implements PaymentEvent {}

    /** A card gives nothing. */
    record CardDeclined(int booking, int card) implements PaymentEvent {}

    /** A deposit went back to the card. */
    record DepositRefunded(int booking, int card, long cents) implements PaymentEvent {}

    /** A deposit was to go back, and was agreed to stay. */
    record DepositKept(int booking, int card, long cents) implements PaymentEvent {}

    /**
     * The bill of a stay is paid.
     *
     * @param booking the booking
     * @param hotel   where it was
     * @param year    the year of arrival
     * @param cents   the price of all nights
     * @param before  how much of it was paid before
     */
    record BillPaid(int booking, String hotel, int year, long cents, long before) implements PaymentEvent {}
}
