// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.marketplace;

import io.thence.run.Thence;
import java.time.Instant;
import java.util.TreeMap;

import static io.thence.examples.Questions.row;
import static io.thence.examples.Questions.rows;
import static io.thence.examples.Questions.tables;

/** K9: orders as they stood at a past moment, from all that had happened to them by then. */
final class PastOrders {

    private PastOrders() {}

    /** For each step how many of the orders that were purchased by then had come as far. */
    static String of(Thence market, Instant moment) {
        var then = market.asOf(moment);
        var counts = new TreeMap<String, Integer>();
        tables(market, Market.VIEW).list("select id from orders", r -> r.text("id")).forEach(order ->
                then.read(Market.ORDERS, order).furthest()
                        .ifPresent(step -> counts.merge(step.toString(), 1, Integer::sum)));
        return rows(counts.entrySet().stream().map(step -> row(step.getKey(), step.getValue())).toList());
    }
}
