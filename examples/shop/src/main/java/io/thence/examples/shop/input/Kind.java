// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.util.Optional;

/** What an invoice is about; the form of its number says it. */
public enum Kind {
    /** Six digits: goods are sold. */
    SALE,
    /** {@code C} and digits: earlier goods come back. */
    RETURN,
    /** {@code A} and digits: an account is put right. */
    ADJUSTMENT;

    private static final int SALE_DIGITS = 6;

    /** The kind of the invoice of this number; empty when the number has none of the three forms. */
    public static Optional<Kind> of(String invoiceNo) {
        if (invoiceNo.isEmpty()) {
            return Optional.empty();
        }
        int length = invoiceNo.length();
        return switch (invoiceNo.charAt(0)) {
            case 'C' -> Optional.of(RETURN).filter(kind -> Figures.digits(invoiceNo, 1, length));
            case 'A' -> Optional.of(ADJUSTMENT).filter(kind -> Figures.digits(invoiceNo, 1, length));
            default -> Optional.of(SALE)
                    .filter(kind -> length == SALE_DIGITS && Figures.digits(invoiceNo, 0, length));
        };
    }
}
