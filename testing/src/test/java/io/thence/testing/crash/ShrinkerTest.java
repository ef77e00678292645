// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import io.thence.testing.crash.Deed.Cut;
import io.thence.testing.crash.Deed.Roll;
import io.thence.testing.disk.Call;
import io.thence.testing.disk.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A failing program is made short, and fails again in the same way each time. */
class ShrinkerTest {

    /** Stands for a bug that shows when the log rolls and the power fails at some time after that. */
    private static Optional<Throwable> planted(Program program) {
        boolean rolled = false;
        for (var deed : program.deeds()) {
            rolled |= deed instanceof Roll;
            if (rolled && deed instanceof Cut cut && cut.power()) {
                return Optional.of(new AssertionError("planted"));
            }
        }
        return Optional.empty();
    }

    @Test
    void onlyWhatTheFailureNeedsIsLeft() {
        int shrunk = 0;
        for (long seed = 1; seed <= 200; seed++) {
            var program = Program.of(seed);
            if (planted(program).isPresent()) {
                var shortest = new Shrinker(ShrinkerTest::planted).shrink(program);
                assertThat(shortest.deeds()).hasSize(2).element(0).isInstanceOf(Roll.class);
                assertThat(program.deeds()).containsSubsequence(shortest.deeds());
                shrunk++;
            }
        }
        assertThat(shrunk).isGreaterThan(20);
    }

    /** A disk that lies, where only loud faults are expected, is a bug of the disk: found, shrunk, and replayed. */
    @Test
    void aRealFailureIsFoundShrunkAndReplaysExactly() {
        Runs.quietly();
        var found = new ArrayList<Program>();
        for (long seed = 1; seed <= 300 && found.isEmpty(); seed++) {
            var deeds = new ArrayList<>(Program.of(seed).deeds());
            deeds.addFirst(new Deed.Harm(Fault.LIES, Optional.of(Call.FLUSH), 6));
            var program = new Program(seed, deeds);
            if (fails(program).isPresent()) {
                found.add(program);
            }
        }
        var shrinker = new Shrinker(ShrinkerTest::fails);
        var report = shrinker.report(found.getFirst());

        var shortest = shrinker.shrink(found.getFirst());
        assertThat(shortest.deeds()).hasSizeLessThan(9);
        assertThat(report).contains("-Dthence.crash.seed=").contains("Harm[fault=LIES");
        assertThat(List.of(message(shortest), message(shortest), message(shortest))).containsOnly(message(shortest));
    }

    private static String message(Program program) {
        return String.valueOf(fails(program).orElseThrow().getMessage());
    }

    private static Optional<Throwable> fails(Program program) {
        try {
            new Trial(program, (_, _, _, _) -> {}).trusting().run();
            return Optional.empty();
        } catch (AssertionError e) {
            return Optional.of(e);
        }
    }
}
