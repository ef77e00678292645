// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.bank;

import io.thence.examples.CsvFile;
import io.thence.examples.Hundredths;
import io.thence.examples.Sender;
import io.thence.examples.Sent;
import io.thence.examples.bank.BankCommand.Book;
import io.thence.examples.bank.BankCommand.GrantLoan;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Turns the bank's files into commands: each day after the one before, and of a day first the credits of an account,
 * then its debits, then its loans. Accounts have nothing to do with one another, and are sent at the same time.
 */
final class BankFiles {

    static final String TRANSACTIONS = "bank/trans.csv";
    static final String LOANS = "bank/loan.csv";

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd");

    private BankFiles() {}

    /** A row of trans.csv. */
    record TransactionRow(
            int transId,
            int accountId,
            String date,
            Slip.Type type,
            String operation,
            BigDecimal amount,
            String kSymbol,
            String bank,
            String account) {

        Sent sent() {
            var slip = new Slip(transId, day(date), type, operation, Hundredths.of(amount), kSymbol.strip(),
                    (bank + " " + account).strip());
            return BankFiles.sent("transaction/" + transId, slip.day(), new Book(accountId, slip));
        }
    }

    /** Whose transaction it is, in a row of trans.csv. */
    record AccountOfRow(int accountId) {}

    /** A row of loan.csv. */
    record LoanRow(
            int loanId, int accountId, String date, BigDecimal amount, int duration, BigDecimal payments) {

        Sent sent() {
            var loan = new Loan(loanId, day(date), Hundredths.of(amount), duration, Hundredths.of(payments));
            return BankFiles.sent("loan/" + loanId, loan.day(), new GrantLoan(accountId, loan));
        }
    }

    /** The numbers of all accounts with a transaction. */
    static SortedSet<Integer> accounts() throws IOException {
        return CsvFile.of(TRANSACTIONS, ';').rows(AccountOfRow.class).stream().map(AccountOfRow::accountId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static void feed(Sender sender) throws IOException {
        var transactions = CsvFile.of(TRANSACTIONS, ';').rows(TransactionRow.class);
        var loans = CsvFile.of(LOANS, ';').rows(LoanRow.class);
        var days = new TreeMap<LocalDate, List<Sent>>();
        transactions.stream().filter(row -> row.type().isCredit()).forEach(row -> add(days, row.date(), row.sent()));
        transactions.stream().filter(row -> !row.type().isCredit()).forEach(row -> add(days, row.date(), row.sent()));
        loans.forEach(row -> add(days, row.date(), row.sent()));
        sender.expect(transactions.size() + loans.size());
        days.values().forEach(sender::record);
    }

    private static void add(SortedMap<LocalDate, List<Sent>> days, String date, Sent sent) {
        days.computeIfAbsent(day(date), _ -> new ArrayList<>()).add(sent);
    }

    private static Sent sent(String id, LocalDate day, BankCommand command) {
        return new Sent(id, Integer.toString(command.account()), day.atStartOfDay().toInstant(ZoneOffset.UTC), command);
    }

    /** A date that is written as YYMMDD. */
    private static LocalDate day(String date) {
        return LocalDate.parse("19" + date, DAY);
    }
}
