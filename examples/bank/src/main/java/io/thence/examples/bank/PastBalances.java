// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.bank;

import io.thence.examples.Hundredths;
import io.thence.run.Thence;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import static io.thence.examples.Questions.row;
import static io.thence.examples.Questions.rows;
import static io.thence.examples.Questions.tables;

/** K3: what was in accounts at the end of a past day. */
final class PastBalances {

    private PastBalances() {}

    /** The accounts that had an entry by then, by number. */
    static String of(Thence bank, LocalDate day, List<Integer> accounts) {
        var balances = new ArrayList<String>();
        for (int account : new TreeSet<>(accounts)) {
            var then = tables(bank, Statements.PROJECTION).one("""
                    select coalesce(sum(entries), 0) as entries, coalesce(sum(net), 0) as net from days
                    where account = ? and on_day <= ?
                    """, r -> new Account(r.number("entries"), r.number("net")), account, day);
            if (then.entries() > 0) {
                balances.add(row(account, Hundredths.text(then.haleru())));
            }
        }
        return rows(balances);
    }
}
