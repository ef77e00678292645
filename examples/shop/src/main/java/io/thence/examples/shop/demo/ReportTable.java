// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.demo;

import io.thence.examples.shop.Report;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A report for a person. */
final class ReportTable {

    private final StringBuilder out = new StringBuilder();

    private ReportTable() {}

    static String of(Report r) {
        var table = new ReportTable();
        table.sales(r);
        table.stock(r);
        table.top(r);
        return table.out.toString();
    }

    private void sales(Report r) {
        count("lines", r.lines());
        count("  of sales", r.saleLines());
        count("  of returns", r.returnLines());
        count("  refused", r.malformed());
        count("  repeated", r.repeatedLines());
        count("  without customer", r.linesWithoutCustomer());
        count("sales", r.sales());
        count("returns", r.returns());
        count("adjustments", r.adjustments());
        money("value of sales", r.saleValue());
        money("value of returns", r.returnValue());
        money("net value", r.netValue());
        count("known customers", r.knownCustomers());
    }

    private void stock(Report r) {
        count("stock codes", r.stockCodes());
        count("pieces ordered by customers", r.orderedPieces());
        count("pieces taken", r.takenPieces());
        count("pieces returned", r.returnedPieces());
        count("pieces written off", r.writtenOffPieces());
        count("deliveries", r.receipts());
        count("pieces received", r.receivedPieces());
        count("pieces available", r.availablePieces());
        count("pieces back-ordered", r.backOrderedPieces());
    }

    private void top(Report r) {
        list("top stock codes", r.topStock(), s -> s.stockCode() + " (" + number(s.quantity()) + ")");
        list("top countries", r.topCountries(), c -> c.country() + " (" + pounds(c.value()) + ")");
        list("top customers", r.topCustomers(), c -> c.customer() + " (" + pounds(c.value()) + ")");
        list("busiest hours", r.busiestHours(), h -> h.hour() + " (" + number(h.sales()) + " sales)");
        list("richest hours", r.richestHours(), h -> h.hour() + " (" + pounds(h.value()) + ")");
        list("most deliveries", r.topReceipts(), c -> c.stockCode() + " (" + number(c.receipts()) + ")");
        var largest = r.largestSale();
        if (largest != null) {
            line("largest sale", largest.invoice() + " (" + pounds(largest.value()) + ", " + number(largest.lines())
                    + " lines)");
        }
    }

    private <T> void list(String name, List<T> items, Function<T, String> text) {
        for (int i = 0; i < items.size(); i++) {
            line(i == 0 ? name : "", text.apply(items.get(i)));
        }
    }

    private void count(String name, long n) {
        line(name, "%16s".formatted(number(n)));
    }

    private void money(String name, long thousandths) {
        line(name, "%16s".formatted(pounds(thousandths)));
    }

    private void line(String name, String value) {
        out.append("%-30s%s%n".formatted(name, value));
    }

    private static String number(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    private static String pounds(long thousandths) {
        return String.format(Locale.ROOT, "£%,.2f", thousandths / 1000.0);
    }
}
