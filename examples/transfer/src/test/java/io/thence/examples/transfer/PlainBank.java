// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.transfer;

import io.thence.examples.DataSets;
import io.thence.examples.transfer.TransferCommand.Request;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The same transfers in a plain loop, one after the other, over balances that are added up from the file's lines. */
final class PlainBank {

    private static final BigDecimal NOTHING = new BigDecimal("0.00");

    final TreeMap<Integer, BigDecimal> balances = new TreeMap<>();
    private final Set<Integer> closed;
    private final BigDecimal opening;
    private int done;
    private int refused;
    private int back;
    private BigDecimal given = NOTHING;
    private BigDecimal givenBack = NOTHING;

    private PlainBank(Collection<Integer> closed, List<String> lines) {
        this.closed = new HashSet<>(closed);
        for (var line : lines) {
            var cells = line.replace("\"", "").split(";", -1);
            var amount = new BigDecimal(cells[5]).setScale(2);
            balances.merge(Integer.valueOf(cells[1]), cells[3].equals("PRIJEM") ? amount : amount.negate(),
                    BigDecimal::add);
        }
        opening = sum();
    }

    static PlainBank of(TransferExample example) throws IOException {
        try (var lines = Files.lines(DataSets.folder().resolve(Openings.FILE))) {
            var drawn = example.draw().from(Openings.read());
            var bank = new PlainBank(drawn.closed(), lines.skip(1).toList());
            drawn.rounds().forEach(round -> round.forEach(bank::move));
            return bank;
        }
    }

    private void move(Request c) {
        var crowns = BigDecimal.valueOf(c.haleru(), 2);
        if (closed.contains(c.from()) || balances.get(c.from()).compareTo(crowns) < 0) {
            refused++;
        } else if (closed.contains(c.to())) {
            back++;
            givenBack = givenBack.add(crowns);
        } else {
            done++;
            given = given.add(crowns);
            balances.merge(c.from(), crowns.negate(), BigDecimal::add);
            balances.merge(c.to(), crowns, BigDecimal::add);
        }
    }

    private BigDecimal sum() {
        return balances.values().stream().reduce(NOTHING, BigDecimal::add);
    }

    List<String> answers() {
        var answers = new ArrayList<String>();
        answers.add(balances.size() + " | " + closed.size() + " | " + opening);
        answers.add((done + refused + back) + " | " + done + " | " + refused + " | " + back);
        answers.add(given + " | " + givenBack);
        answers.add(sum().toString());
        answers.add(done + back == 0 ? "none | none | 0" : opening + " | " + opening + " | 0");
        answers.add(balances.entrySet().stream()
                .sorted(Map.Entry.<Integer, BigDecimal>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(10).map(entry -> entry.getKey() + " | " + entry.getValue())
                .collect(Collectors.joining("; ")));
        return answers;
    }
}
