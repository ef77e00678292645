// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.marketplace;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Projection;
import io.thence.Tables;
import io.thence.examples.marketplace.MarketCommand.Purchase;
import io.thence.examples.marketplace.MarketCommand.Report;
import io.thence.examples.marketplace.MarketCommand.TakeStep;
import io.thence.examples.marketplace.MarketEvent.OrderApproved;
import io.thence.examples.marketplace.MarketEvent.OrderDelivered;
import io.thence.examples.marketplace.MarketEvent.OrderHandedOver;
import io.thence.examples.marketplace.MarketEvent.OrderPurchased;
import io.thence.examples.marketplace.MarketEvent.StatusReported;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;

/** A marketplace: orders are purchased, approved when they are paid, handed to a carrier and delivered. */
public interface Market {

    // What events are filed under.
    Key<String> ORDER = Key.of("order");

    Events<MarketEvent> EVENTS = Events.of(MarketEvent.class)
            .type("order.purchased", OrderPurchased.class, ORDER.of(OrderPurchased::order))
            .type("order.approved", OrderApproved.class, ORDER.of(OrderApproved::order))
            .type("order.handed-over", OrderHandedOver.class, ORDER.of(OrderHandedOver::order))
            .type("order.delivered", OrderDelivered.class, ORDER.of(OrderDelivered::order))
            .type("order.status-reported", StatusReported.class, ORDER.of(StatusReported::order));

    // What decisions need to know.
    Fold<String, Order> ORDERS = Fold.by(ORDER).from(Order.NEW)
            .on(OrderPurchased.class, (order, _) -> order.with(Step.PURCHASED))
            .on(OrderApproved.class, (order, _) -> order.with(Step.APPROVED))
            .on(OrderHandedOver.class, (order, _) -> order.with(Step.CARRIER))
            .on(OrderDelivered.class, (order, _) -> order.with(Step.DELIVERED));

    Decider<Purchase, MarketEvent> SALES = Decider.of(Purchase.class, EVENTS)
            .reading(ORDERS, Purchase::order)
            .decide((c, order) -> order.has(Step.PURCHASED)
                    ? refuse("order " + c.order() + " is purchased already")
                    : accept(new OrderPurchased(c.order(), c.customer(), c.at(), c.promised())));

    // Carriers and banks report when they like: a step may come before the one that should be first, but not twice.
    Decider<TakeStep, MarketEvent> STEPS = Decider.of(TakeStep.class, EVENTS)
            .reading(ORDERS, TakeStep::order)
            .decide((c, order) -> {
                if (!order.has(Step.PURCHASED)) {
                    return refuse("there is no order " + c.order());
                }
                return order.has(c.step())
                        ? refuse("order " + c.order() + " was " + c.step() + " before") : accept(c.event());
            });

    Decider<Report, MarketEvent> STATUS = Decider.of(Report.class, EVENTS)
            .reading(ORDERS, Report::order)
            .decide((c, order) -> order.has(Step.PURCHASED)
                    ? accept(new StatusReported(c.order(), c.status())) : refuse("there is no order " + c.order()));

    // Orders as they are asked for: a row each. Times are seconds since 1970, UTC; null for what has not happened.
    Projection VIEW = Projection.sql("orders", 1,
                    """
                    create table orders (id varchar primary key, customer varchar, status varchar, promised bigint,
                      purchased bigint, approved bigint, carrier bigint, delivered bigint)
                    """)
            .on(OrderPurchased.class, (tables, e) -> row(tables, e)
                    .set("customer", e.customer())
                    .set("promised", e.promised().getEpochSecond())
                    .set("purchased", e.at().getEpochSecond()))
            .on(OrderApproved.class, (tables, e) -> row(tables, e).set("approved", e.at().getEpochSecond()))
            .on(OrderHandedOver.class, (tables, e) -> row(tables, e).set("carrier", e.at().getEpochSecond()))
            .on(OrderDelivered.class, (tables, e) -> row(tables, e).set("delivered", e.at().getEpochSecond()))
            .on(StatusReported.class, (tables, e) -> row(tables, e).set("status", e.status()));

    Application APPLICATION = Application.named("marketplace").with(EVENTS, SALES, STEPS, STATUS, VIEW);

    private static Tables.Row row(Tables tables, MarketEvent event) {
        return tables.row("orders", event.order());
    }
}
