// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import io.thence.examples.shop.ShopCommand.PlaceOrder;
import io.thence.examples.shop.ShopCommand.Sell;
import io.thence.examples.shop.ShopEvent.LinesAdded;
import io.thence.examples.shop.ShopEvent.OrderPlaced;
import io.thence.examples.shop.ShopEvent.Pick;
import io.thence.examples.shop.ShopEvent.StockRanLow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a sale comes to: the order itself, and a delivery for each stock code that it leaves low. */
record Sale(ShopEvent order, List<StockRanLow> low) {

    static Sale of(Sell sell, Invoice invoice, Map<String, Stock> stocks) {
        var asked = new LinkedHashMap<String, Long>();
        var gone = new LinkedHashMap<String, Long>();
        for (var line : sell.lines()) {
            asked.merge(line.code(), line.asked(), Long::sum);
            gone.merge(line.code(), line.takenBack(), Long::sum);
        }
        var picks = new LinkedHashMap<String, Pick>();
        var low = new ArrayList<StockRanLow>();
        stocks.forEach((code, stock) -> {
            var pick = stock.pick(sell.at(), asked.getOrDefault(code, 0L), gone.getOrDefault(code, 0L));
            picks.put(code, pick);
            stock.after(pick, sell.at()).reorder(sell.at())
                    .ifPresent(delivery -> low.add(new StockRanLow(code, delivery.pieces(), delivery.due())));
        });
        var bill = invoice.bill(sell.invoice(), sell.at(), sell.lines());
        return new Sale(
                sell instanceof PlaceOrder ? new OrderPlaced(bill, picks) : new LinesAdded(bill, picks), low);
    }

    List<ShopEvent> events() {
        var events = new ArrayList<ShopEvent>();
        events.add(order);
        events.addAll(low);
        return events;
    }
}
