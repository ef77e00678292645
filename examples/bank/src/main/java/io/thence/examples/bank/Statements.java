// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.bank;

import io.thence.Projection;
import io.thence.Tables;
import io.thence.examples.bank.BankEvent.Credited;
import io.thence.examples.bank.BankEvent.Debited;
import io.thence.examples.bank.BankEvent.LoanGranted;

/** The bank's read models. Money is in hundredths of a crown. */
public final class Statements {

    /** From this amount on a credit or debit is kept with its day: 20,000 crowns. */
    static final long LARGE_HALERU = 2_000_000;

    private static final String CASH = "VYBER";

    private Statements() {}

    /** The part that fills them. */
    public static final Projection PROJECTION = Projection.sql("statements", 1,
            "create table types (type varchar primary key, entries bigint, haleru bigint)",
            "create table balances (account int primary key, haleru bigint)",
            "create table days (account int, on_day date, entries bigint, net bigint, primary key (account, on_day))",
            "create table large_credits (transaction int primary key, account int, on_day date)",
            "create table large_withdrawals (transaction int primary key, account int, on_day date)",
            "create index withdrawals_of_account on large_withdrawals (account, on_day)",
            "create table loans (number int primary key, on_day date, haleru bigint, payment bigint, balance bigint)",
            // What was in each account at the end of each day on which something was booked.
            """
            create view ends_of_day as
              select account, on_day, sum(net) over (partition by account order by on_day) as balance from days
            """)
            .on(Credited.class, (tables, e) -> {
                book(tables, e.account(), e.slip(), e.slip().haleru());
                if (e.slip().haleru() >= LARGE_HALERU) {
                    keep(tables, "large_credits", e.account(), e.slip());
                }
            })
            .on(Debited.class, (tables, e) -> {
                book(tables, e.account(), e.slip(), -e.slip().haleru());
                if (e.slip().haleru() >= LARGE_HALERU && e.slip().operation().equals(CASH)) {
                    keep(tables, "large_withdrawals", e.account(), e.slip());
                }
            })
            .on(LoanGranted.class, (tables, e) -> tables.row("loans", e.loan().number())
                    .set("on_day", e.loan().day())
                    .set("haleru", e.loan().haleru())
                    .set("payment", e.loan().payment())
                    .set("balance", e.haleru()));

    private static void book(Tables tables, int account, Slip slip, long net) {
        tables.row("types", slip.type().name()).add("entries", 1).add("haleru", slip.haleru());
        tables.row("balances", account).add("haleru", net);
        tables.row("days", account, slip.day()).add("entries", 1).add("net", net);
    }

    private static void keep(Tables tables, String table, int account, Slip slip) {
        tables.row(table, slip.transaction()).set("account", account).set("on_day", slip.day());
    }
}
