// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the lines of an input together to runs.
 *
 * <ul>
 *   <li>A refused line is given out at once, before the run that it stands in, which goes on across it.
 *   <li>Lines at or after {@code until} are left out as if they were not there; so are refused lines whose time can be
 *       read and is at or after it.
 *   <li>A run has at most {@value #LINES_MAX} lines, so that its stock codes, with the order itself, stay below the
 *       4,096 keys that one decision may read. What a longer run has more is a run of its own, with the next ordinal.
 *       (The longest run of the real year has 1,114 lines.)
 *   <li>Memory: the lines of one run, and about 200 bytes for each invoice of the input, to count its runs: 5 MB for
 *       the real year.
 * </ul>
 */
public final class Runs {

    static final int LINES_MAX = 4_000;
    private static final int SECONDS_OF_A_MINUTE = 60;

    private final Entries entries;
    private final Optional<Instant> until;
    private final Map<Minute, Integer> ordinals = new HashMap<>();
    private final Set<String> invoices = new HashSet<>();
    private List<InvoiceLine> run = new ArrayList<>();

    /** The runs of these entries; all of them when {@code until} is empty. Closing the entries stays the caller's. */
    public Runs(Entries entries, Optional<Instant> until) {
        this.entries = entries;
        this.until = until;
    }

    /** The next run or refused line; empty at the end, and from then on. */
    public Optional<Feedable> next() {
        for (var entry = entries.next(); entry.isPresent(); entry = entries.next()) {
            switch (entry.get()) {
                case RefusedLine line -> {
                    if (line.at().filter(this::isLeftOut).isEmpty()) {
                        return Optional.of(line);
                    }
                }
                case InvoiceLine line -> {
                    if (!isLeftOut(line.at())) {
                        var ended = startsAnother(line) ? finished() : Optional.<Feedable>empty();
                        run.add(line);
                        if (ended.isPresent()) {
                            return ended;
                        }
                    }
                }
            }
        }
        return finished();
    }

    private boolean isLeftOut(Instant at) {
        return until.isPresent() && !at.isBefore(until.get());
    }

    private boolean startsAnother(InvoiceLine line) {
        return !run.isEmpty()
                && (run.size() == LINES_MAX
                        || !run.getLast().invoice().equals(line.invoice())
                        || !run.getLast().at().equals(line.at()));
    }

    private Optional<Feedable> finished() {
        if (run.isEmpty()) {
            return Optional.empty();
        }
        var lines = run;
        run = new ArrayList<>();
        var start = lines.getFirst();
        long minute = Math.floorDiv(start.at().getEpochSecond(), SECONDS_OF_A_MINUTE);
        int ordinal = ordinals.merge(new Minute(start.invoice(), minute), 1, Integer::sum);
        boolean first = invoices.add(start.invoice());
        return Optional.of(new Run(start.invoice(), start.at(), ordinal, first, lines));
    }

    /** What ordinals are counted for: the id of a run's command is made of this and the ordinal. */
    private record Minute(String invoice, long minute) {}
}
