// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.bank;

import java.time.LocalDate;

/**
 * What is written down for one credit or debit. The codes are the bank's own, in Czech.
 *
 * @param transaction its number
 * @param day         when it was booked
 * @param operation   how: {@code VKLAD} cash in, {@code VYBER} cash out, {@code PREVOD Z UCTU} a transfer in,
 *                    {@code PREVOD NA UCET} a transfer out, {@code VYBER KARTOU} by card, empty for interest
 * @param haleru      how much, in hundredths of a crown; never negative
 * @param symbol      what for, such as {@code SIPO} for the household; may be empty
 * @param other       the other party's bank and account; may be empty
 */
public record Slip(
        int transaction, LocalDate day, Type type, String operation, long haleru, String symbol, String other) {

    /** Which way the money goes. */
    public enum Type {
        /** A credit. */
        PRIJEM,
        /** A debit. */
        VYDAJ,
        /** A debit in cash, by an older code. */
        VYBER;

        /** Whether money comes in. */
        boolean isCredit() {
            return this == PRIJEM;
        }
    }
}
