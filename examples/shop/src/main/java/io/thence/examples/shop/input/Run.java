// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.time.Instant;
import java.util.List;

/**
 * Adjacent lines with one InvoiceNo and one InvoiceDate.
 *
 * @param ordinal counts from 1 the runs of this invoice in this minute, within the input
 * @param first   whether it is the first run of this invoice in the input
 * @param lines   at least one
 */
public record Run(String invoice, Instant at, int ordinal, boolean first, List<InvoiceLine> lines)
        implements Feedable {

    /** A run of at least one line. */
    public Run {
        lines = List.copyOf(lines);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("a run has at least one line");
        }
    }

    /** What the invoice of this run is about. */
    public Kind kind() {
        return lines.getFirst().kind();
    }
}
