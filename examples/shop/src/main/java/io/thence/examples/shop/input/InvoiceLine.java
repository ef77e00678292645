// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.time.Instant;
import java.util.Optional;

/**
 * One good line of an invoice file.
 *
 * @param number   of the line in its input; the header is line 1
 * @param quantity pieces; negative on returns, and on write-offs inside sales
 * @param at       the InvoiceDate, taken as UTC
 * @param price    of one piece, in thousandths of a pound; negative only in adjustments
 * @param customer the CustomerID without {@code .0}
 * @param text     the line as it stands there, its first 1,000 characters
 */
public record InvoiceLine(
        int number,
        String invoice,
        String stockCode,
        String description,
        int quantity,
        Instant at,
        long price,
        Optional<String> customer,
        String country,
        String text)
        implements Entry {

    /** What the invoice of this line is about. */
    public Kind kind() {
        return Kind.of(invoice)
                .orElseThrow(() -> new IllegalStateException("no kind of invoice has number " + invoice));
    }
}
