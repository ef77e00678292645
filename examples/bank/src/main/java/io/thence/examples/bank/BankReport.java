// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.bank;

import io.thence.Row;
import io.thence.examples.Hundredths;
import io.thence.run.Thence;
import io.thence.view.ViewQuery;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static io.thence.examples.Questions.row;
import static io.thence.examples.Questions.rows;
import static io.thence.examples.Questions.tables;

/** What the statements say about the bank as a whole. */
final class BankReport {

    private static final LocalDate END = LocalDate.of(1994, 3, 30);
    private static final List<LocalDate> ENDS = List.of(LocalDate.of(1993, 6, 30), LocalDate.of(1993, 12, 31), END);

    private BankReport() {}

    private static ViewQuery statements(Thence bank) {
        return tables(bank, Statements.PROJECTION);
    }

    private static String money(Row row, String column) {
        return Hundredths.text(row.number(column));
    }

    /** K1: entries, accounts and days. */
    static String size(Thence bank) {
        return statements(bank).one("""
                select coalesce(sum(entries), 0) as entries, count(distinct account) as accounts,
                  count(distinct on_day) as days from days
                """, r -> row(r.number("entries"), r.number("accounts"), r.number("days")));
    }

    /** K2: entries and their sum for each type. */
    static String types(Thence bank) {
        return rows(statements(bank).list("select type, entries, haleru from types order by type",
                r -> row(r.text("type"), r.number("entries"), money(r, "haleru"))));
    }

    /** K4: what was in all accounts together at the end of three days. */
    static String sums(Thence bank) {
        return ENDS.stream().map(day -> statements(bank).one(
                        "select coalesce(sum(net), 0) as balance from days where on_day <= ?",
                        r -> money(r, "balance"), day))
                .collect(Collectors.joining(" | "));
    }

    /** K5: the ten accounts with most in them. */
    static String richest(Thence bank) {
        return rows(statements(bank).list("select account, haleru from balances order by haleru desc, account limit 10",
                r -> row(r.number("account"), money(r, "haleru"))));
    }

    /** K6: entries and net flow of each month of 1993. */
    static String months(Thence bank) {
        return rows(statements(bank).list("""
                select extract(month from on_day) as month_of_year, sum(entries) as entries, sum(net) as net from days
                where extract(year from on_day) = 1993 group by month_of_year order by month_of_year
                """, r -> row("1993-%02d".formatted(r.number("month_of_year")), r.number("entries"), money(r, "net"))));
    }

    /** K7: windows of seven days from 1970-01-01 on: how many are not empty; the fullest, the earliest of equals. */
    static String weeks(Thence bank) {
        var weeks = statements(bank).list("""
                select cast(extract(epoch from on_day) as bigint) / 604800 as window_number, sum(entries) as entries
                from days
                group by window_number order by entries desc, window_number
                """, r -> row(LocalDate.ofEpochDay(r.number("window_number") * 7), r.number("entries")));
        return Stream.concat(Stream.of(Integer.toString(weeks.size())), weeks.stream().limit(1))
                .collect(Collectors.joining(" | "));
    }

    /** K12: loans by the last day; how many were granted when less than a month's payment was in the account. */
    static String loans(Thence bank) {
        return statements(bank).one("""
                select count(*) as loans, coalesce(sum(haleru), 0) as haleru,
                  count(*) filter (where balance < payment) as below from loans where on_day <= ?
                """, r -> row(r.number("loans"), money(r, "haleru"), r.number("below")), END);
    }
}
