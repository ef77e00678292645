// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.marketplace;

import io.thence.run.Thence;

import static io.thence.examples.Questions.row;
import static io.thence.examples.Questions.tables;

/** What the view of orders says. */
final class MarketReport {

    private MarketReport() {}

    /** K8: orders for each status; how many are approved, handed over and delivered. */
    static String statuses(Thence market) {
        var statuses = String.join(", ", tables(market, Market.VIEW).list(
                "select status, count(*) as n from orders group by status order by status",
                r -> r.text("status") + " " + r.number("n")));
        return row(statuses, two(market, """
                select count(approved) as one, count(carrier) as other from orders
                """), tables(market, Market.VIEW).one("select count(delivered) as n from orders", r -> r.number("n")));
    }

    /** K10: orders not paid within a day of the purchase; orders never paid. */
    static String paidLate(Thence market) {
        return two(market, """
                select count(*) filter (where approved - purchased > 86400) as one,
                  count(*) filter (where approved is null) as other from orders
                """);
    }

    /** K11: orders that came later than promised; orders that never came. */
    static String deliveredLate(Thence market) {
        return two(market, """
                select count(*) filter (where delivered > promised) as one,
                  count(*) filter (where delivered is null) as other from orders
                """);
    }

    /** K12: orders handed over before they were paid; orders delivered before they were handed over. */
    static String outOfOrder(Thence market) {
        return two(market, """
                select count(*) filter (where carrier < approved) as one,
                  count(*) filter (where delivered < carrier) as other from orders
                """);
    }

    private static String two(Thence market, String sql) {
        return tables(market, Market.VIEW).one(sql, r -> row(r.number("one"), r.number("other")));
    }
}
