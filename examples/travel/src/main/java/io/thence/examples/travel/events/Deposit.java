// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel.events;

import java.util.Arrays;
import java.util.Optional;

/** What a guest pays before the stay. */
public enum Deposit {
    /** Nothing: the whole price is paid at departure. */
    NONE("No Deposit", 0),
    /** A part, which the guest gets back who cancels. */
    REFUNDABLE("Refundable", 30),
    /** The whole price, which stays with the hotel whatever comes. */
    NON_REFUND("Non Refund", 100);

    private final String text;
    private final int percent;

    Deposit(String text, int percent) {
        this.text = text;
        this.percent = percent;
    }

    /** Which one {@code text} is, as hotels write it; empty if it is none. */
    public static Optional<Deposit> of(String text) {
        return Arrays.stream(values()).filter(deposit -> deposit.text.equals(text)).findFirst();
    }

    /** As hotels write it. */
    public String text() {
        return text;
    }

    /** The part of {@code cents} that is paid before, down to whole cents. */
    public long of(long cents) {
        return Math.floorDiv(cents * percent, 100);
    }
}
