// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.page;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the page shows, whole: a page that missed some needs nothing but the next one. Money is in thousandths of a
 * pound.
 *
 * @param at       the shop's own time: that of its latest invoice; none before the first
 * @param progress how much of the input is fed, from 0 to 1, if known
 * @param booked   position up to which the books are written; below the head while they catch up
 * @param totals   figures over everything
 * @param hours    the latest hours with sales, the oldest first
 * @param products most sold first
 * @param low      stock that runs low, the most urgent first
 * @param countries most valuable first
 */
public record Snapshot(
        Optional<Instant> at,
        Optional<Double> progress,
        long booked,
        Totals totals,
        List<Hour> hours,
        List<Product> products,
        List<LowStock> low,
        List<Country> countries) {

    /**
     * Figures over everything.
     *
     * @param head     position of the latest event
     * @param refused  lines of the input that were not understood
     * @param lowCodes stock codes with fewer than 50 pieces available
     */
    public record Totals(
            long lines,
            long sales,
            long returns,
            long netValue,
            long customers,
            long head,
            long refused,
            long stockCodes,
            long lowCodes) {}

    /** Sales of one hour, by the time of their invoice. */
    public record Hour(Instant hour, long orders, long value) {}

    /** A stock code by net quantity. */
    public record Product(String code, String description, long quantity) {}

    /** A stock code that runs low; a delivery that is on order counts when it is next asked for. */
    public record LowStock(String code, String description, long available, long backOrdered, long onOrder) {}

    /** A country by net value. */
    public record Country(String country, long value) {}
}
