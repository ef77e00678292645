// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.page;

import io.thence.Row;
import io.thence.examples.shop.Books;
import io.thence.examples.shop.page.Snapshot.Country;
import io.thence.examples.shop.page.Snapshot.Hour;
import io.thence.examples.shop.page.Snapshot.LowStock;
import io.thence.examples.shop.page.Snapshot.Product;
import io.thence.examples.shop.page.Snapshot.Totals;
import io.thence.run.Thence;
import io.thence.server.http.Page;
import io.thence.view.ViewQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * The live page of a shop that runs. It shows what the books hold when it asks and never waits for them to catch up;
 * how far they are stands on it. A question reads each table once, and no table is larger than the number of invoices.
 */
public final class ShopPage {

    /** December has 187 hours with sales: the chart holds a month, then moves on. */
    private static final int HOURS_MAX = 240;
    /** Those hours lie within this time, so that a year's older invoices need not be grouped. */
    private static final long HOURS_WITHIN_SECONDS = Duration.ofDays(60).toSeconds();
    private static final int PRODUCTS_MAX = 10;
    private static final int LOW_MAX = 10;
    private static final int COUNTRIES_MAX = 10;
    /** Books that are being built again say so soon, rather than keep the page waiting. */
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private static final String TOTALS = """
            select t.lines, t.sale_value + t.return_value + t.adjustment_value as net_value, t.malformed,
              i.*, r.*, c.*, s.*
            from totals t,
              (select count(case when kind = 'SALE' then 1 end) as sales,
                 count(case when kind = 'RETURN' then 1 end) as returns from invoices) i,
              (select coalesce(max(at), 0) as latest from runs) r,
              (select count(*) as customers from customers) c,
              (select count(*) as codes, count(case when moved < -50 then 1 end) as low from stock) s
            where t.id = 1
            """;

    private final Thence shop;
    private final Supplier<OptionalDouble> progress;

    private ShopPage(Thence shop, Supplier<OptionalDouble> progress) {
        this.shop = shop;
        this.progress = progress;
    }

    /** The page of a shop. */
    public static Page of(Thence shop) {
        return of(shop, OptionalDouble::empty);
    }

    /**
     * The page of a shop that is being fed.
     *
     * @param progress how much of the input is fed, from 0 to 1; asked from any thread
     */
    public static Page of(Thence shop, Supplier<OptionalDouble> progress) {
        return new Page(ShopPage.class, "static", new ShopPage(shop, progress)::snapshot);
    }

    private Snapshot snapshot() {
        var books = shop.query(Books.PROJECTION).within(PATIENCE);
        long head = shop.store().head().number();
        long booked = shop.progress(Books.PROJECTION).upTo();
        var share = progress.get();
        return books.one(TOTALS, row -> new Snapshot(
                latest(row),
                share.isPresent() ? Optional.of(share.getAsDouble()) : Optional.empty(),
                booked,
                totals(row, head),
                hours(books, row.number("latest")),
                products(books),
                low(books),
                countries(books)));
    }

    private static Optional<Instant> latest(Row row) {
        long at = row.number("latest");
        return at == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(at));
    }

    private static Totals totals(Row row, long head) {
        return new Totals(
                row.number("lines"),
                row.number("sales"),
                row.number("returns"),
                row.number("net_value"),
                row.number("customers"),
                head,
                row.number("malformed"),
                row.number("codes"),
                row.number("low"));
    }

    private static List<Hour> hours(ViewQuery books, long latest) {
        return books.list("select at - mod(at, 3600) as hour_at, count(*) as orders, sum(amount) as total from invoices"
                                + " where kind = 'SALE' and at > ? group by hour_at order by hour_at desc limit ?",
                        row -> new Hour(Instant.ofEpochSecond(row.number("hour_at")), row.number("orders"),
                                row.number("total")),
                        latest - HOURS_WITHIN_SECONDS, HOURS_MAX)
                .reversed();
    }

    private static List<Product> products(ViewQuery books) {
        return books.list("select code, description, quantity from stock where quantity > 0"
                        + " order by quantity desc, code limit ?",
                row -> new Product(row.text("code"), row.text("description"), row.number("quantity")), PRODUCTS_MAX);
    }

    private static List<LowStock> low(ViewQuery books) {
        return books.list("select code, description, 100 + moved as available, back_ordered, on_order from stock"
                        + " where moved < -50 order by moved - back_ordered, code limit ?",
                row -> new LowStock(row.text("code"), row.text("description"), row.number("available"),
                        row.number("back_ordered"), row.number("on_order")),
                LOW_MAX);
    }

    private static List<Country> countries(ViewQuery books) {
        return books.list("select country, amount from countries order by amount desc, country limit ?",
                row -> new Country(row.text("country"), row.number("amount")), COUNTRIES_MAX);
    }
}
