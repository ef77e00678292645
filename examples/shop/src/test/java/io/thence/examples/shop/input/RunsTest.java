// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static io.thence.examples.shop.input.Written.line;
import static org.assertj.core.api.Assertions.assertThat;

class RunsTest {

    private static final String DIRT_AT_TEN = line("536366", "10:00:00").replace(",6,", ",six,");

    @Test
    void adjacentLinesOfOneInvoiceAtOneTimeAreARun() {
        assertThat(runs(line("536365", "10:00:00"), line("536365", "10:00:00"), line("536366", "10:00:00"),
                line("C536367", "10:05:00"), line("C536367", "10:06:00")))
                .containsExactly("536365 10:00 #1 first 2,3", "536366 10:00 #1 first 4", "C536367 10:05 #1 first 5",
                        "C536367 10:06 #1 later 6");
    }

    @Test
    void theRunsOfAnInvoiceInAMinuteAreCounted() {
        assertThat(runs(line("536365", "10:00:00"), line("536366", "10:00:00"), line("536365", "10:00:00"),
                line("536365", "10:00:30"), line("536365", "10:01:00"), line("536365", "10:00:59")))
                .containsExactly("536365 10:00 #1 first 2", "536366 10:00 #1 first 3", "536365 10:00 #2 later 4",
                        "536365 10:00:30 #3 later 5", "536365 10:01 #1 later 6", "536365 10:00:59 #4 later 7");
    }

    @Test
    void aRunGoesOnAcrossARefusedLineWhichComesFirst() {
        assertThat(runs(line("536365", "10:00:00"), "dirt\n", line("536365", "10:00:00"), DIRT_AT_TEN))
                .containsExactly("refused 3", "refused 5", "536365 10:00 #1 first 2,4");
    }

    @Test
    void linesFromUntilOnAreLeftOutAsIfTheyWereNotThere() {
        var lines = new String[] {line("536365", "09:59:59"), line("536365", "10:00:00"), line("536366", "10:00:01"),
            DIRT_AT_TEN, "dirt\n", line("536365", "09:59:59")};
        assertThat(runsUntil("10:00:00", lines)).containsExactly("refused 6", "536365 09:59:59 #1 first 2,7");
        assertThat(runsUntil("10:00:01", lines)).containsExactly("536365 09:59:59 #1 first 2", "refused 5",
                "refused 6", "536365 10:00 #1 later 3", "536365 09:59:59 #2 later 7");
        assertThat(runsUntil("00:00:00", lines)).containsExactly("refused 6");
    }

    @Test
    void anInputOfNothingHasNoRuns() {
        assertThat(runs()).isEmpty();
    }

    @Test
    void aRunThatIsTooLongIsGoneOnWithByTheNextOrdinal() {
        var lines = new String[9_000];
        Arrays.fill(lines, line("536365", "10:00:00"));
        var runs = new ArrayList<Run>();
        try (var entries = InvoiceFile.open(Written.lines(lines))) {
            all(new Runs(entries, Optional.empty())).forEach(run -> runs.add((Run) run));
        }
        assertThat(runs).extracting(run -> run.lines().size()).containsExactly(4_000, 4_000, 1_000);
        assertThat(runs).extracting(Run::ordinal).containsExactly(1, 2, 3);
        assertThat(runs).extracting(Run::first).containsExactly(true, false, false);
    }

    private static List<String> runs(String... lines) {
        return runs(Optional.empty(), lines);
    }

    private static List<String> runsUntil(String time, String... lines) {
        return runs(Optional.of(Instant.parse("2010-12-01T" + time + "Z")), lines);
    }

    private static List<String> runs(Optional<Instant> until, String... lines) {
        try (var entries = InvoiceFile.open(Written.lines(lines))) {
            return all(new Runs(entries, until)).stream().map(RunsTest::shown).toList();
        }
    }

    static List<Feedable> all(Runs runs) {
        var all = new ArrayList<Feedable>();
        for (var next = runs.next(); next.isPresent(); next = runs.next()) {
            all.add(next.get());
        }
        assertThat(runs.next()).isEmpty();
        return all;
    }

    private static String shown(Feedable feedable) {
        return switch (feedable) {
            case RefusedLine line -> "refused " + line.number();
            case Run run -> run.invoice() + " " + run.at().toString().replaceAll("^.*T|(:00)?Z$", "") + " #"
                    + run.ordinal() + (run.first() ? " first " : " later ")
                    + String.join(",", run.lines().stream().map(line -> "" + line.number()).toList());
        };
    }
}
