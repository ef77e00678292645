// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One line of an invoice as the shop books it.
 *
 * @param quantity pieces; negative on returns, and on write-offs inside sales
 * @param price    of one piece, in thousandths of a pound
 */
public record Line(
        String code, String description, int quantity, long price, Optional<String> customer, String country) {

    /** Quantity times price, in thousandths of a pound. */
    long value() {
        return Math.multiplyExact(quantity, price);
    }

    /** Pieces that are asked for: none on a write-off. */
    long asked() {
        return Math.max(quantity, 0);
    }

    /** Pieces that a negative line takes out of the books, or that a return brings back. */
    long takenBack() {
        return Math.max(-(long) quantity, 0);
    }

    /** The stock codes of {@code lines}, each once, in the order of the lines. */
    static Set<String> codes(List<Line> lines) {
        var codes = new LinkedHashSet<String>();
        lines.forEach(line -> codes.add(line.code));
        return Collections.unmodifiableSet(codes);
    }
}
