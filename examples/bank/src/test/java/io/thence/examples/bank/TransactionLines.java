// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.bank;

import io.thence.examples.DataSets;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The lines of trans.csv, cut at their semicolons: answers from them owe nothing to what is tested. */
record TransactionLines(List<Line> lines) {

    record Line(int account, LocalDate day, BigDecimal signed) {
        static Line of(String text) {
            var cells = text.replace("\"", "").split(";", -1);
            var date = cells[2];
            var day = LocalDate.of(1900 + Integer.parseInt(date.substring(0, 2)),
                    Integer.parseInt(date.substring(2, 4)), Integer.parseInt(date.substring(4)));
            var amount = new BigDecimal(cells[5]);
            return new Line(Integer.parseInt(cells[1]), day, cells[3].equals("PRIJEM") ? amount : amount.negate());
        }
    }

    static TransactionLines read() throws IOException {
        try (var lines = Files.lines(DataSets.folder().resolve(BankFiles.TRANSACTIONS))) {
            return new TransactionLines(lines.skip(1).map(Line::of).toList());
        }
    }

    List<Integer> accounts() {
        return lines.stream().map(Line::account).distinct().toList();
    }

    String balances(LocalDate asOf, List<Integer> accounts) {
        SortedMap<Integer, BigDecimal> sums = new TreeMap<>();
        lines.stream().filter(line -> !line.day().isAfter(asOf) && accounts.contains(line.account()))
                .forEach(line -> sums.merge(line.account(), line.signed(), BigDecimal::add));
        return sums.entrySet().stream().map(sum -> sum.getKey() + " | " + sum.getValue())
                .collect(Collectors.joining("; "));
    }

    /** Walks each account's days and counts by hand. */
    String sessions(int gapDays) {
        long sessions = 0;
        long several = 0;
        long longest = 0;
        for (var account : lines.stream().collect(Collectors.groupingBy(Line::account)).values()) {
            var counts = account.stream().collect(Collectors.groupingBy(Line::day, Collectors.counting()));
            long ofAccount = 0;
            long inSession = 0;
            LocalDate before = LocalDate.MIN;
            for (var day : new TreeSet<>(counts.keySet())) {
                if (before.equals(LocalDate.MIN) || before.plusDays(gapDays).isBefore(day)) {
                    ofAccount++;
                    inSession = 0;
                }
                inSession += counts.get(day);
                longest = Math.max(longest, inSession);
                before = day;
            }
            sessions += ofAccount;
            several += ofAccount > 1 ? 1 : 0;
        }
        return sessions + " | " + several + " | " + longest;
    }
}
