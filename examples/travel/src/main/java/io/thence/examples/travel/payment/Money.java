// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel.payment;

import io.thence.Projection;
import io.thence.Tables;
import io.thence.examples.travel.events.PaymentEvent.BillPaid;
import io.thence.examples.travel.events.PaymentEvent.CardDeclined;
import io.thence.examples.travel.events.PaymentEvent.DepositCharged;
import io.thence.examples.travel.events.PaymentEvent.DepositKept;
import io.thence.examples.travel.events.PaymentEvent.DepositRefunded;

/** What was paid, in cents: bills of hotels by the year of arrival, and what became of deposits. */
public final class Money {

    private Money() {}

    /** The part that fills it. */
    public static final Projection PROJECTION = Projection.sql("money", 1,
                    "create table bills (hotel varchar, year_of_arrival int, bills bigint, cents bigint,"
                            + " primary key (hotel, year_of_arrival))",
                    "create table deposits (what varchar primary key, times bigint, cents bigint)")
            .on(BillPaid.class, (tables, e) -> tables.row("bills", e.hotel(), e.year())
                    .add("bills", 1).add("cents", e.cents()))
            .on(DepositCharged.class, (tables, e) -> deposit(tables, "charged", e.cents()))
            .on(CardDeclined.class, (tables, _) -> deposit(tables, "declined", 0))
            .on(DepositRefunded.class, (tables, e) -> deposit(tables, "refunded", e.cents()))
            .on(DepositKept.class, (tables, e) -> deposit(tables, "kept", e.cents()));

    private static void deposit(Tables tables, String what, long cents) {
        tables.row("deposits", what).add("times", 1).add("cents", cents);
    }
}
