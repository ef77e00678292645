// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import io.thence.examples.shop.ShopCommand.ReturnGoods;
import io.thence.examples.shop.ShopEvent.GoodsReturned;
import io.thence.examples.shop.ShopEvent.Restock;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a return comes to: each of its stock codes gets its pieces back. */
final class Returns {

    private Returns() {}

    static GoodsReturned of(ReturnGoods command, Invoice invoice, Map<String, Stock> stocks) {
        var returned = new LinkedHashMap<String, Long>();
        command.lines().forEach(line -> returned.merge(line.code(), line.takenBack(), Long::sum));
        var restocks = new LinkedHashMap<String, Restock>();
        stocks.forEach((code, stock) ->
                restocks.put(code, stock.restock(command.at(), returned.getOrDefault(code, 0L))));
        return new GoodsReturned(invoice.bill(command.invoice(), command.at(), command.lines()), restocks);
    }
}
