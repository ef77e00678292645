// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the shop did, in the order in which it is printed. Money is in thousandths of a pound; times are texts such as
 * {@code 2010-12-03T15:00:00Z}. Stock figures are as if every delivery ordered so far had arrived.
 */
public record Report(
        long lines,
        long sales,
        long returns,
        long adjustments,
        long saleLines,
        long returnLines,
        long saleQuantity,
        long returnQuantity,
        long saleValue,
        long returnValue,
        long adjustmentValue,
        long netValue,
        long knownCustomers,
        long linesWithoutCustomer,
        long stockCodes,
        long negativeSaleLines,
        long zeroPriceLines,
        long repeatedLines,
        long salesOfNoValue,
        long stockAtLeast1000,
        long stockBelowZero,
        List<StockQuantity> topStock,
        List<CountryValue> topCountries,
        List<CustomerValue> topCustomers,
        @Nullable SaleValue largestSale,
        List<HourSales> busiestHours,
        List<HourValue> richestHours,
        List<WindowLines> busiestTenMinutes,
        long receipts,
        long receivedPieces,
        long orderedPieces,
        long takenPieces,
        long returnedPieces,
        long writtenOffPieces,
        long notTherePieces,
        long availablePieces,
        long backOrderedPieces,
        long backOrders,
        List<CodeReceipts> topReceipts,
        long malformed) {

    /** Net pieces of a stock code over all lines. */
    public record StockQuantity(String stockCode, long quantity) {}

    /** Net value of a country. */
    public record CountryValue(String country, long value) {}

    /** Net value of a known customer. */
    public record CustomerValue(String customer, long value) {}

    /** A sale. */
    public record SaleValue(String invoice, long value, long lines) {}

    /** Sales of an hour, by the time of their invoice. */
    public record HourSales(String hour, long sales) {}

    /** Value of the sale lines of an hour. */
    public record HourValue(String hour, long value) {}

    /** Lines of ten minutes, and the invoices that they are of. */
    public record WindowLines(String from, long lines, long invoices) {}

    /** Deliveries of a stock code. */
    public record CodeReceipts(String stockCode, long receipts) {}
}
