// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Application;
import io.thence.Ask;
import io.thence.Decider;
import io.thence.Deployment;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Next;
import io.thence.Projection;
import io.thence.Reaction;
import io.thence.Saga;
import io.thence.Source;

import static io.thence.Decision.accept;

/** A box office and its till, two applications over one store: orders are paid, declined, or cancelled. */
interface BoxOffice {

    sealed interface Office {
        record Ordered(String order, long cents) implements Office {}

        record Cancelled(String order) implements Office {}

        record PaymentAsked(String order, long cents) implements Office {}

        record ReturnAsked(String order) implements Office {}
    }

    sealed interface Till {
        record Paid(String order, long cents) implements Till {}

        record Declined(String order) implements Till {}

        record Returned(String order, long cents) implements Till {}
    }

    record Order(String order, long cents) {}

    record Cancel(String order) {}

    record AskPayment(String order, long cents) {}

    record AskReturn(String order) {}

    record Pay(String order, long cents) {}

    record GiveBack(String order) {}

    Key<String> ORDER = Key.of("order");

    Events<Office> OFFICE_EVENTS = Events.of(Office.class)
            .type("office.ordered", Office.Ordered.class, ORDER.of(Office.Ordered::order))
            .type("office.cancelled", Office.Cancelled.class, ORDER.of(Office.Cancelled::order))
            .type("office.payment-asked", Office.PaymentAsked.class, ORDER.of(Office.PaymentAsked::order))
            .type("office.return-asked", Office.ReturnAsked.class, ORDER.of(Office.ReturnAsked::order));
    Events<Till> TILL_EVENTS = Events.of(Till.class)
            .type("till.paid", Till.Paid.class, ORDER.of(Till.Paid::order))
            .type("till.declined", Till.Declined.class, ORDER.of(Till.Declined::order))
            .type("till.returned", Till.Returned.class, ORDER.of(Till.Returned::order));

    // The office.
    record Wanted(String order) {}

    Ask<Wanted, AskPayment> PAY = Ask.of("pay", AskPayment.class)
            .undo(AskReturn.class, (_, asked) -> new AskReturn(asked.order()));
    Saga<String, Wanted> SALE = Saga.named("sale").by(ORDER).from(new Wanted(""))
            .startsOn(Office.Ordered.class, (_, e) -> Next.state(new Wanted(e.order()))
                    .ask(PAY, new AskPayment(e.order(), e.cents())))
            .onRefused(PAY, (wanted, _) -> Next.state(wanted).compensate())
            .on(Till.Paid.class, (wanted, _) -> Next.state(wanted).done())
            .on(Till.Declined.class, (wanted, _) -> Next.state(wanted).compensate())
            .on(Office.Cancelled.class, (wanted, _) -> Next.state(wanted).compensate())
            .mayRepeat("an order is paid once");
    Application OFFICE = Application.named("office").with(OFFICE_EVENTS, SALE,
                    Decider.of(Order.class, OFFICE_EVENTS).writing(Office.Ordered.class)
                            .decide(c -> accept(new Office.Ordered(c.order(), c.cents()))),
                    Decider.of(Cancel.class, OFFICE_EVENTS).writing(Office.Cancelled.class)
                            .decide(c -> accept(new Office.Cancelled(c.order()))),
                    Decider.of(AskPayment.class, OFFICE_EVENTS).writing(Office.PaymentAsked.class)
                            .decide(c -> accept(new Office.PaymentAsked(c.order(), c.cents()))),
                    Decider.of(AskReturn.class, OFFICE_EVENTS).writing(Office.ReturnAsked.class)
                            .decide(c -> accept(new Office.ReturnAsked(c.order()))))
            .with(TILL_EVENTS, Source.named("till").bringing(Till.class));

    // The till, which declines amounts that are odd.
    Fold<String, Long> PAID = Fold.by(ORDER).from(0L)
            .on(Till.Paid.class, (_, e) -> e.cents())
            .on(Till.Returned.class, (_, _) -> 0L).named("paid").snapshotEvery(2);
    Reaction CASHIER = Reaction.named("cashier").sending(Pay.class, GiveBack.class)
            .on(Office.PaymentAsked.class, (e, out) -> out.send(new Pay(e.order(), e.cents())))
            .on(Office.ReturnAsked.class, (e, out) -> out.send(new GiveBack(e.order())));
    Projection TAKINGS = Projection.sql("takings", 1, "create table takings (what varchar primary key, cents bigint)")
            .on(Till.Paid.class, (tables, e) -> tables.row("takings", "all").add("cents", e.cents()))
            .on(Till.Returned.class, (tables, e) -> tables.row("takings", "all").add("cents", -e.cents()));
    Application TILL = Application.named("till").with(TILL_EVENTS, CASHIER, TAKINGS,
                    Decider.of(Pay.class, TILL_EVENTS).writing(Till.Paid.class, Till.Declined.class)
                            .reading(PAID, Pay::order)
                            .decide((c, _) -> accept(c.cents() % 2 == 0 ? new Till.Paid(c.order(), c.cents())
                                    : new Till.Declined(c.order()))),
                    Decider.of(GiveBack.class, TILL_EVENTS).writing(Till.Returned.class).reading(PAID, GiveBack::order)
                            .decide((c, paid) -> paid == 0 ? accept() : accept(new Till.Returned(c.order(), paid))))
            .with(OFFICE_EVENTS, Source.named("office").bringing(Office.class));

    Deployment BOTH = Deployment.named("box-office").with(OFFICE, TILL);
}
