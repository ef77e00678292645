// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.measure;

import io.thence.bench.Tiny;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Rounds, attempts and verdicts, on contenders whose samples are known. */
class RefereeTest {

    @TempDir
    Path folder;

    /** A row of one peer, whose samples are those given, again and again. */
    private record Scripted(List<String> taken, double peer, double floor) implements Row {
        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public String unit() {
            return "things/s";
        }

        @Override
        public List<Bar> bars() {
            return List.of(new Bar.AtLeastOf("thence", "disk", 0.5));
        }

        @Override
        public List<Floor> floors() {
            return List.of(new Floor("disk", "", floor, false));
        }

        @Override
        public Measured measure(Lab lab, int rounds) throws Exception {
            return Interleaving.of(lab, this, rounds, List.of(
                    Entrant.ours("each", () -> contender("thence", 60)),
                    new Entrant("disk", "each", () -> contender("disk", peer))));
        }

        private Contender contender(String name, double value) {
            return () -> {
                taken.add(name);
                if (value < 0) {
                    throw new IllegalStateException("no disk");
                }
                return Sample.of(value);
            };
        }
    }

    private Result judge(Row row, int rounds) throws Exception {
        try (var lab = Lab.in(folder, Tiny.SCALE, Tiny.terminal())) {
            return new Referee(lab, rounds).judge(row);
        }
    }

    @Test
    void takesTurnsAndDropsTheWarmUp() throws Exception {
        var taken = new ArrayList<String>();
        var result = judge(new Scripted(taken, 100, 10), 5);
        assertThat(taken).hasSize(12).startsWith("thence", "disk", "thence", "disk");
        assertThat(result.measured().rounds()).hasSize(5);
        assertThat(result.medians().ratio("thence", "disk")).hasValue(0.6);
        assertThat(result.isMet()).isTrue();
        assertThat(result.measured().settings()).containsEntry("attempts", 1);
    }

    @Test
    void measuresAgainUpToThreeTimesBesideAWeakPeer() throws Exception {
        var taken = new ArrayList<String>();
        var result = judge(new Scripted(taken, 100, 101), 5);
        assertThat(taken).hasSize(36);
        assertThat(result.measured().settings()).containsEntry("attempts", 3);
        assertThat(result.isMet()).isFalse();
        assertThat(result.invalid()).hasValueSatisfying(why -> assertThat(why).startsWith("disk reached 100.00"));
    }

    @Test
    void aPeerThatFailsTakesPartNoMore() throws Exception {
        var taken = new ArrayList<String>();
        var result = judge(new Scripted(taken, -1, 10), 5);
        assertThat(taken).hasSize(7).containsOnlyOnce("disk");
        assertThat(result.isMet()).isFalse();
        assertThat(result.invalid()).hasValue("disk took no part: java.lang.IllegalStateException: no disk");
    }

    @Test
    void fewRoundsProveNothing() throws Exception {
        var result = judge(new Scripted(new ArrayList<>(), 100, 10), 4);
        assertThat(result.isMet()).isFalse();
        assertThat(result.invalid()).hasValue("medians of 4 rounds: at least 5 are needed");
    }

    @Test
    void isUnmetBelowTheBar() throws Exception {
        var result = judge(new Scripted(new ArrayList<>(), 121, 10), 5);
        assertThat(result.invalid()).isEmpty();
        assertThat(result.isMet()).isFalse();
    }

    @Test
    void leavesNothingOnTheDisk() throws Exception {
        judge(new Scripted(new ArrayList<>(), 100, 10), 5);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void knowsWhatAFlushTakes() throws Exception {
        assertThat(FlushTime.micros(folder, 10)).isPositive();
        assertThat(folder).isEmptyDirectory();
    }
}
