// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.bank;

import io.thence.examples.Hundredths;
import io.thence.run.Thence;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import static io.thence.examples.Questions.row;
import static io.thence.examples.Questions.rows;

/** K3: what was in accounts at the end of a past day, from all that had happened to them by then. */
final class PastBalances {

    private PastBalances() {}

    /** The accounts that had an entry by then, by number. */
    static String of(Thence bank, LocalDate day, List<Integer> accounts) {
        var then = bank.asOf(day.atTime(LocalTime.MAX).toInstant(ZoneOffset.UTC));
        var balances = new ArrayList<String>();
        for (var number : new TreeSet<>(accounts)) {
            var account = then.read(Bank.ACCOUNTS, number);
            if (account.entries() > 0) {
                balances.add(row(number, Hundredths.text(account.haleru())));
            }
        }
        return rows(balances);
    }
}
