// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.transfer;

import io.thence.Row;
import io.thence.examples.Hundredths;
import io.thence.run.Thence;
import io.thence.view.ViewQuery;

import static io.thence.examples.Questions.row;
import static io.thence.examples.Questions.rows;
import static io.thence.examples.Questions.tables;

/** What the books and the log say about the transfers. */
final class TransferReport {

    private TransferReport() {}

    private static ViewQuery books(Thence bank) {
        return tables(bank, Books.PROJECTION);
    }

    private static String money(Row row, String column) {
        return Hundredths.text(row.number(column));
    }

    /** T1: accounts, and what they were opened with. */
    static String openings(Thence bank) {
        return books(bank).one("""
                select count(*) as accounts, coalesce(sum(closed), 0) as closed,
                  coalesce(sum(opening), 0) as haleru from accounts
                """, r -> row(r.number("accounts"), r.number("closed"), money(r, "haleru")));
    }

    /** T2: how transfers ended. */
    static String ends(Thence bank) {
        return books(bank).one("""
                select count(*) as transfers, count(*) filter (where given = haleru) as done,
                  count(*) filter (where taken = 0) as refused,
                  count(*) filter (where given_back = haleru) as back from transfers
                """, r -> row(r.number("transfers"), r.number("done"), r.number("refused"), r.number("back")));
    }

    /** T3: what they moved. */
    static String moved(Thence bank) {
        return books(bank).one("""
                select coalesce(sum(given), 0) as given, coalesce(sum(given_back), 0) as back from transfers
                """, r -> row(money(r, "given"), money(r, "back")));
    }

    /** T4: what is in all accounts together. */
    static String sum(Thence bank) {
        return books(bank).one("select coalesce(sum(haleru), 0) as haleru from accounts", r -> money(r, "haleru"));
    }

    /** T5: the same wherever no transfer is under way. */
    static String audit(Thence bank) {
        var audit = Audit.of(bank);
        return audit.restSums().isEmpty() ? row("none", "none", audit.faults().size())
                : row(Hundredths.text(audit.restSums().first()), Hundredths.text(audit.restSums().last()),
                        audit.faults().size());
    }

    /** T6: the accounts with most in them. */
    static String richest(Thence bank) {
        return rows(books(bank).list("select account, haleru from accounts order by haleru desc, account limit 10",
                r -> row(r.number("account"), money(r, "haleru"))));
    }
}
