// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import io.thence.Projection;
import io.thence.Tables;
import io.thence.examples.shop.ShopEvent.AccountAdjusted;
import io.thence.examples.shop.ShopEvent.Bill;
import io.thence.examples.shop.ShopEvent.GoodsReturned;
import io.thence.examples.shop.ShopEvent.LineRefused;
import io.thence.examples.shop.ShopEvent.LinesAdded;
import io.thence.examples.shop.ShopEvent.OrderPlaced;
import io.thence.examples.shop.ShopEvent.Pick;
import io.thence.examples.shop.ShopEvent.StockRanLow;
import io.thence.examples.shop.ShopEvent.StockReceived;
import io.thence.examples.shop.input.Kind;
import java.util.Map;

/**
 * The shop's read models: what it sold, to whom, when, and what is in stock. Money is in thousandths of a pound,
 * {@code at} in seconds since 1970, UTC. A stock code has {@code 100 + moved} pieces available.
 */
public final class Books {

    private Books() {}

    /** The part that fills them. */
    public static final Projection PROJECTION = Projection.sql("books", 1,
            """
            create table totals (id int primary key,
              lines bigint default 0, sale_lines bigint default 0, return_lines bigint default 0,
              sale_quantity bigint default 0, return_quantity bigint default 0,
              sale_value bigint default 0, return_value bigint default 0, adjustment_value bigint default 0,
              no_customer bigint default 0, negative_sale_lines bigint default 0, zero_price_lines bigint default 0,
              repeated_lines bigint default 0, back_orders bigint default 0, not_there bigint default 0,
              malformed bigint default 0)
            """,
            "insert into totals (id) values (1)",
            """
            create table invoices (invoice varchar primary key, kind varchar, at bigint,
              lines bigint default 0, amount bigint default 0)
            """,
            "create table runs (invoice varchar, kind varchar, at bigint, lines bigint, amount bigint)",
            "create table customers (customer varchar primary key, amount bigint default 0)",
            "create table countries (country varchar primary key, amount bigint default 0)",
            """
            create table stock (code varchar primary key, description varchar default '', quantity bigint default 0,
              moved bigint default 0, back_ordered bigint default 0, on_order bigint default 0,
              ordered bigint default 0, written_off bigint default 0, returned bigint default 0,
              received bigint default 0, receipts bigint default 0)
            """,
            """
            create view hours as select at - mod(at, 3600) as at, sum(lines) as lines,
              count(distinct invoice) as invoices, sum(amount) as amount
              from runs group by at - mod(at, 3600)
            """)
            .on(OrderPlaced.class, (tables, e) -> sale(tables, e.bill(), e.picks()))
            .on(LinesAdded.class, (tables, e) -> sale(tables, e.bill(), e.picks()))
            .on(GoodsReturned.class, Books::returned)
            .on(AccountAdjusted.class, (tables, e) -> run(tables, e.bill(), Kind.ADJUSTMENT))
            .on(StockRanLow.class, (tables, e) -> tables.row("stock", e.code()).add("on_order", e.pieces()))
            .on(StockReceived.class, (tables, e) ->
                    tables.row("stock", e.code()).add("received", e.pieces()).add("receipts", 1))
            .on(LineRefused.class, (tables, _) -> tables.row("totals", 1).add("malformed", 1));

    private static void sale(Tables tables, Bill bill, Map<String, Pick> picks) {
        run(tables, bill, Kind.SALE);
        var totals = tables.row("totals", 1).add("sale_lines", bill.lines().size());
        for (var line : bill.lines()) {
            totals.add("sale_quantity", line.quantity())
                    .add("sale_value", line.value())
                    .add("negative_sale_lines", line.quantity() < 0 ? 1 : 0);
        }
        picks.forEach((code, pick) -> {
            totals.add("back_orders", pick.backOrdered() > 0 ? 1 : 0).add("not_there", pick.notThere());
            var arrival = pick.arrival();
            tables.row("stock", code)
                    .add("moved", arrival.pieces() - arrival.filled() - pick.taken() - pick.writtenOff())
                    .add("back_ordered", pick.backOrdered() - arrival.filled())
                    .add("on_order", -arrival.pieces())
                    .add("ordered", pick.taken() + pick.backOrdered())
                    .add("written_off", pick.writtenOff());
        });
    }

    private static void returned(Tables tables, GoodsReturned e) {
        run(tables, e.bill(), Kind.RETURN);
        var totals = tables.row("totals", 1).add("return_lines", e.bill().lines().size());
        for (var line : e.bill().lines()) {
            totals.add("return_quantity", line.quantity()).add("return_value", line.value());
        }
        e.restocks().forEach((code, restock) -> {
            var arrival = restock.arrival();
            tables.row("stock", code)
                    .add("moved",
                            arrival.pieces() - arrival.filled() + restock.returned() - restock.filled())
                    .add("back_ordered", -arrival.filled() - restock.filled())
                    .add("on_order", -arrival.pieces())
                    .add("returned", restock.returned());
        });
    }

    /** What a run of any kind adds. */
    private static void run(Tables tables, Bill bill, Kind kind) {
        long at = bill.at().getEpochSecond();
        long amount = 0;
        var totals = tables.row("totals", 1)
                .add("lines", bill.lines().size())
                .add("repeated_lines", bill.repeatedLines());
        for (var line : bill.lines()) {
            amount += line.value();
            totals.add("no_customer", line.customer().isEmpty() ? 1 : 0)
                    .add("zero_price_lines", line.price() == 0 ? 1 : 0)
                    .add("adjustment_value", kind == Kind.ADJUSTMENT ? line.value() : 0);
            line.customer().ifPresent(customer -> tables.row("customers", customer).add("amount", line.value()));
            tables.row("countries", line.country()).add("amount", line.value());
            var stock = tables.row("stock", line.code()).add("quantity", line.quantity());
            if (!line.description().isEmpty()) {
                stock.set("description", line.description());
            }
        }
        tables.row("invoices", bill.invoice())
                .set("kind", kind.name())
                .least("at", at)
                .add("lines", bill.lines().size())
                .add("amount", amount);
        tables.run("insert into runs values (?, ?, ?, ?, ?)",
                bill.invoice(), kind.name(), at, bill.lines().size(), amount);
    }
}
