// SPDX-License-Identifier: Apache-2.0
package io.thence.examples;

import java.math.BigDecimal;

/** Amounts of money: exact, as whole hundredths. */
public final class Hundredths {

    private Hundredths() {}

    /**
     * The hundredths of an amount.
     *
     * @throws ArithmeticException if it has more than two decimals
     */
    public static long of(BigDecimal amount) {
        return amount.movePointRight(2).longValueExact();
    }

    /** The amount with two decimals, such as {@code 27840.70}. */
    public static String text(long hundredths) {
        return BigDecimal.valueOf(hundredths, 2).toPlainString();
    }
}
