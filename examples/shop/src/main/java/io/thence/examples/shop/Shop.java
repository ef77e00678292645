// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Queries;
import io.thence.Reaction;
import io.thence.examples.shop.ShopCommand.AddLines;
import io.thence.examples.shop.ShopCommand.AdjustAccount;
import io.thence.examples.shop.ShopCommand.PlaceOrder;
import io.thence.examples.shop.ShopCommand.ReceiveStock;
import io.thence.examples.shop.ShopCommand.RefuseLine;
import io.thence.examples.shop.ShopCommand.ReturnGoods;
import io.thence.examples.shop.ShopCommand.Sell;
import io.thence.examples.shop.ShopEvent.AccountAdjusted;
import io.thence.examples.shop.ShopEvent.GoodsReturned;
import io.thence.examples.shop.ShopEvent.LineRefused;
import io.thence.examples.shop.ShopEvent.LinesAdded;
import io.thence.examples.shop.ShopEvent.OrderPlaced;
import io.thence.examples.shop.ShopEvent.Run;
import io.thence.examples.shop.ShopEvent.StockRanLow;
import io.thence.examples.shop.ShopEvent.StockReceived;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;

/** A wholesaler of gifts: it takes orders and returns, keeps stock, and orders what runs low. */
public interface Shop {

    // What events are filed under.
    Key<String> INVOICE = Key.of("invoice");
    Key<String> STOCK = Key.of("stock");
    Key<Integer> LINE = Key.of("line", number -> Integer.toString(number));

    Events<ShopEvent> EVENTS = Events.of(ShopEvent.class)
            .type("order.placed", OrderPlaced.class, INVOICE.of(Run::invoice), STOCK.each(Run::codes))
            .type("lines.added", LinesAdded.class, INVOICE.of(Run::invoice), STOCK.each(Run::codes))
            .type("goods.returned", GoodsReturned.class, INVOICE.of(Run::invoice), STOCK.each(Run::codes))
            .type("account.adjusted", AccountAdjusted.class, INVOICE.of(Run::invoice))
            .type("stock.ran-low", StockRanLow.class, STOCK.of(StockRanLow::code))
            .type("stock.received", StockReceived.class, STOCK.of(StockReceived::code))
            .type("line.refused", LineRefused.class, LINE.of(LineRefused::line));

    // What decisions need to know.
    Fold<String, Invoice> INVOICES = Fold.by(INVOICE).from(Invoice.NEW)
            .on(Run.class, (invoice, e) -> invoice.with(e.bill()));

    Fold<String, Stock> STOCKS = Fold.by(STOCK).from(Stock.NEW)
            .onEach(OrderPlaced.class, (code, stock, e) -> stock.after(e.pick(code), e.bill().at()))
            .onEach(LinesAdded.class, (code, stock, e) -> stock.after(e.pick(code), e.bill().at()))
            .onEach(GoodsReturned.class, (code, stock, e) -> stock.after(e.restock(code), e.bill().at()))
            .on(StockRanLow.class, (stock, e) -> stock.ordered(e.pieces()))
            .on(StockReceived.class, (stock, e) -> stock.received(e.pieces(), e.due()));

    // What the shop decides: an order over its invoice and every stock code that it takes.
    Decider<Sell, ShopEvent> SALES = Decider.of(Sell.class, EVENTS)
            .writing(OrderPlaced.class, LinesAdded.class, StockRanLow.class)
            .reading(INVOICES, Sell::invoice)
            .readingEach(STOCKS, Sell::codes)
            .decide((sell, invoice, stocks) -> switch (sell) {
                case PlaceOrder c when !invoice.isNew() -> refuse("order " + c.invoice() + " is placed already");
                case AddLines c when invoice.isNew() -> refuse("order " + c.invoice() + " is not placed yet");
                case Sell c -> accept(Sale.of(c, invoice, stocks).events());
            });

    Decider<ReturnGoods, ShopEvent> RETURNS = Decider.of(ReturnGoods.class, EVENTS)
            .writing(GoodsReturned.class)
            .reading(INVOICES, ReturnGoods::invoice)
            .readingEach(STOCKS, ReturnGoods::codes)
            .decide((c, invoice, stocks) -> accept(Returns.of(c, invoice, stocks)));

    Decider<AdjustAccount, ShopEvent> ADJUSTMENTS = Decider.of(AdjustAccount.class, EVENTS)
            .writing(AccountAdjusted.class)
            .reading(INVOICES, AdjustAccount::invoice)
            .decide((c, invoice) -> accept(new AccountAdjusted(invoice.bill(c.invoice(), c.at(), c.lines()))));

    Decider<ReceiveStock, ShopEvent> DELIVERIES = Decider.of(ReceiveStock.class, EVENTS)
            .writing(StockReceived.class)
            .decide(c -> accept(new StockReceived(c.code(), c.pieces(), c.due())));

    Decider<RefuseLine, ShopEvent> REFUSALS = Decider.of(RefuseLine.class, EVENTS)
            .writing(LineRefused.class)
            .decide(c -> accept(new LineRefused(c.line(), c.text(), c.reason())));

    // What follows when stock runs low.
    Reaction REORDER = Reaction.named("reorder")
            .sending(ReceiveStock.class)
            .on(StockRanLow.class, (low, out) -> out.send(new ReceiveStock(low.code(), low.pieces(), low.due())));

    // What can be asked.
    Queries DESK = Queries.named("desk").over(Books.PROJECTION).answer(StockOf.class, StockOf::answer);

    Application APPLICATION = Application.named("shop")
            .with(EVENTS, SALES, RETURNS, ADJUSTMENTS, DELIVERIES, REFUSALS, Books.PROJECTION, REORDER, DESK);
}
