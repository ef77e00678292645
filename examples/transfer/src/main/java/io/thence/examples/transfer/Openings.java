// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.transfer;

import io.thence.examples.CsvFile;
import io.thence.examples.Hundredths;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the bank's accounts have in them at the end of 1994-03-30, the last day of the file. */
final class Openings {

    static final String FILE = "bank/trans.csv";

    private static final String CREDIT = "PRIJEM";

    private Openings() {}

    /** A row of the file. */
    record Transaction(int accountId, String type, BigDecimal amount) {

        long haleru() {
            return type.equals(CREDIT) ? Hundredths.of(amount) : -Hundredths.of(amount);
        }
    }

    /** Credits less debits of each account, in haleru, by its number. */
    static SortedMap<Integer, Long> read() throws IOException {
        var balances = new TreeMap<Integer, Long>();
        CsvFile.of(FILE, ';').rows(Transaction.class)
                .forEach(row -> balances.merge(row.accountId(), row.haleru(), Long::sum));
        return balances;
    }
}
