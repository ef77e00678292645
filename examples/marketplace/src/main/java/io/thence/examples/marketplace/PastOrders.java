// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.marketplace;

import io.thence.run.Thence;
import java.time.Instant;

import static io.thence.examples.Questions.row;
import static io.thence.examples.Questions.rows;
import static io.thence.examples.Questions.tables;

/** K9: orders as they stood at a past moment. */
final class PastOrders {

    private PastOrders() {}

    /** For each step how many of the orders that were purchased by then had come as far. */
    static String of(Thence market, Instant moment) {
        long at = moment.getEpochSecond();
        return rows(tables(market, Market.VIEW).list("""
                select case when delivered <= ? then 'delivered' when carrier <= ? then 'carrier'
                  when approved <= ? then 'approved' else 'purchased' end as step, count(*) as orders
                from orders where purchased <= ? group by step order by step
                """, r -> row(r.text("step"), r.number("orders")), at, at, at, at));
    }
}
