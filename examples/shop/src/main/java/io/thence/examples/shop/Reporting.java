// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import io.thence.Row;
import io.thence.examples.shop.Report.CodeReceipts;
import io.thence.examples.shop.Report.CountryValue;
import io.thence.examples.shop.Report.CustomerValue;
import io.thence.examples.shop.Report.HourSales;
import io.thence.examples.shop.Report.HourValue;
import io.thence.examples.shop.Report.SaleValue;
import io.thence.examples.shop.Report.StockQuantity;
import io.thence.examples.shop.Report.WindowLines;
import io.thence.view.ViewQuery;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the books for a {@link Report}. */
public final class Reporting {

    /** Every figure that is one number, in one row. Deliveries that are under way count as arrived. */
    private static final String FIGURES = """
            select t.*, i.*, s.*, c.*
            from totals t,
              (select count(case when kind = 'SALE' then 1 end) as sales,
                 count(case when kind = 'RETURN' then 1 end) as returns,
                 count(case when kind = 'ADJUSTMENT' then 1 end) as adjustments,
                 count(case when kind = 'SALE' and amount <= 0 then 1 end) as no_value from invoices) i,
              (select count(*) as codes, count(case when quantity >= 1000 then 1 end) as at_least_1000,
                 count(case when quantity < 0 then 1 end) as below_zero,
                 coalesce(sum(receipts), 0) as receipts, coalesce(sum(received), 0) as received,
                 coalesce(sum(ordered), 0) as ordered, coalesce(sum(returned), 0) as returned,
                 coalesce(sum(written_off), 0) as written_off,
                 coalesce(sum(greatest(100 + moved - back_ordered + on_order, 0)), 0) as available,
                 coalesce(sum(greatest(back_ordered - on_order - moved - 100, 0)), 0) as back_ordered
               from stock) s,
              (select count(*) as customers from customers) c
            where t.id = 1
            """;

    private Reporting() {}

    /** The report of what is in {@code books} now. */
    public static Report report(ViewQuery books) {
        var lists = new Lists(topStock(books, 10), topCountries(books, 5), topCustomers(books, 5), largestSale(books),
                busiestHours(books), richestHours(books), busiestTenMinutes(books), topReceipts(books));
        return books.one(FIGURES, row -> report(row, lists));
    }

    /** What is asked for apart from the figures. */
    private record Lists(
            List<StockQuantity> topStock,
            List<CountryValue> topCountries,
            List<CustomerValue> topCustomers,
            @Nullable SaleValue largestSale,
            List<HourSales> busiestHours,
            List<HourValue> richestHours,
            List<WindowLines> busiestTenMinutes,
            List<CodeReceipts> topReceipts) {}

    private static Report report(Row row, Lists lists) {
        return new Report(
                row.number("lines"),
                row.number("sales"),
                row.number("returns"),
                row.number("adjustments"),
                row.number("sale_lines"),
                row.number("return_lines"),
                row.number("sale_quantity"),
                row.number("return_quantity"),
                row.number("sale_value"),
                row.number("return_value"),
                row.number("adjustment_value"),
                row.number("sale_value") + row.number("return_value") + row.number("adjustment_value"),
                row.number("customers"),
                row.number("no_customer"),
                row.number("codes"),
                row.number("negative_sale_lines"),
                row.number("zero_price_lines"),
                row.number("repeated_lines"),
                row.number("no_value"),
                row.number("at_least_1000"),
                row.number("below_zero"),
                lists.topStock(),
                lists.topCountries(),
                lists.topCustomers(),
                lists.largestSale(),
                lists.busiestHours(),
                lists.richestHours(),
                lists.busiestTenMinutes(),
                row.number("receipts"),
                row.number("received"),
                row.number("ordered"),
                row.number("ordered") - row.number("back_ordered"),
                row.number("returned"),
                row.number("written_off"),
                row.number("not_there"),
                row.number("available"),
                row.number("back_ordered"),
                row.number("back_orders"),
                lists.topReceipts(),
                row.number("malformed"));
    }

    static List<StockQuantity> topStock(ViewQuery books, int limit) {
        return books.list("select code, quantity from stock order by quantity desc, code limit ?",
                row -> new StockQuantity(row.text("code"), row.number("quantity")), limit);
    }

    static List<CountryValue> topCountries(ViewQuery books, int limit) {
        return books.list("select country, amount from countries order by amount desc, country limit ?",
                row -> new CountryValue(row.text("country"), row.number("amount")), limit);
    }

    static List<CustomerValue> topCustomers(ViewQuery books, int limit) {
        return books.list("select customer, amount from customers order by amount desc, customer limit ?",
                row -> new CustomerValue(row.text("customer"), row.number("amount")), limit);
    }

    private static @Nullable SaleValue largestSale(ViewQuery books) {
        var sales = books.list("select invoice, amount, lines from invoices where kind = 'SALE'"
                        + " order by amount desc, invoice limit 1",
                row -> new SaleValue(row.text("invoice"), row.number("amount"), row.number("lines")));
        return sales.isEmpty() ? null : sales.getFirst();
    }

    private static List<HourSales> busiestHours(ViewQuery books) {
        return books.list("select at - mod(at, 3600) as hour_at, count(*) as sales from invoices where kind = 'SALE'"
                        + " group by hour_at order by sales desc, hour_at limit 4",
                row -> new HourSales(time(row, "hour_at"), row.number("sales")));
    }

    private static List<HourValue> richestHours(ViewQuery books) {
        return books.list("select at - mod(at, 3600) as hour_at, sum(amount) as total from runs where kind = 'SALE'"
                        + " group by hour_at order by total desc, hour_at limit 3",
                row -> new HourValue(time(row, "hour_at"), row.number("total")));
    }

    private static List<WindowLines> busiestTenMinutes(ViewQuery books) {
        return books.list("select at - mod(at, 600) as from_at, sum(lines) as line_count,"
                        + " count(distinct invoice) as invoices from runs"
                        + " group by from_at order by line_count desc, from_at limit 5",
                row -> new WindowLines(time(row, "from_at"), row.number("line_count"), row.number("invoices")));
    }

    private static List<CodeReceipts> topReceipts(ViewQuery books) {
        return books.list("select code, receipts from stock where receipts > 0 order by receipts desc, code limit 5",
                row -> new CodeReceipts(row.text("code"), row.number("receipts")));
    }

    private static String time(Row row, String column) {
        return Instant.ofEpochSecond(row.number(column)).toString();
    }
}
