// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel.payment;

/** What payment can be asked to do. */
public sealed interface PaymentCommand {

    /** Writes down that a deposit was taken from a card. */
    record Charge(int booking, int card, long cents) implements PaymentCommand {}

    /** Writes down that a card gave nothing. */
    record Decline(int booking, int card) implements PaymentCommand {}

    /** Gives back what was taken from a card, as far as was agreed. */
    record Refund(int booking, int card) implements PaymentCommand {}

    /** Has a guest who has left pay what is not paid yet. */
    record Settle(int booking) implements PaymentCommand {}
}
