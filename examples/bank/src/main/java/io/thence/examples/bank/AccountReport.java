// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.bank;

import io.thence.run.Thence;

import static io.thence.examples.Questions.row;
import static io.thence.examples.Questions.tables;

/** What the statements say about what goes on in accounts. */
final class AccountReport {

    private AccountReport() {}

    /** K8: a large credit, and 1 to 3 days later a large withdrawal in cash: such credits, and such pairs. */
    static String inAndOut(Thence bank) {
        return tables(bank, Statements.PROJECTION).one("""
                select count(distinct c.transaction) as credits, count(*) as pairs
                from large_credits c join large_withdrawals w on w.account = c.account
                  and w.on_day between c.on_day + interval '1' day and c.on_day + interval '3' day
                """, r -> row(r.number("credits"), r.number("pairs")));
    }

    /** K9: ends of days below zero, accounts that had one, and how often one went below zero. */
    static String overdrafts(Thence bank) {
        return tables(bank, Statements.PROJECTION).one("""
                select count(*) filter (where balance < 0) as days,
                  count(distinct case when balance < 0 then account end) as accounts,
                  count(*) filter (where balance < 0 and before >= 0) as times
                from (select account, balance,
                    coalesce(lag(balance) over (partition by account order by on_day), 0) as before from ends_of_day)
                """, r -> row(r.number("days"), r.number("accounts"), r.number("times")));
    }

    /** K10: sessions with gaps of more than {@code gapDays}; accounts with more than one; the most entries of one. */
    static String sessions(Thence bank, int gapDays) {
        return tables(bank, Statements.PROJECTION).one("""
                with starts as (select account, on_day, entries,
                    case when on_day <= lag(on_day) over (partition by account order by on_day)
                      + cast(? as int) * interval '1' day then 0 else 1 end as is_start from days),
                  numbered as (select account, entries,
                    sum(is_start) over (partition by account order by on_day) as session from starts),
                  sessions as (select account, sum(entries) as entries from numbered group by account, session)
                select count(*) as sessions, coalesce(max(entries), 0) as longest,
                  (select count(*) from (select account from sessions group by account having count(*) > 1)) as several
                from sessions
                """, r -> row(r.number("sessions"), r.number("several"), r.number("longest")), gapDays);
    }
}
