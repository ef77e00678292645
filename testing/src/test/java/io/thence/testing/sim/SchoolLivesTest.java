// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Outcome;
import io.thence.Refusal;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A school under contention, with commands that several send, through crashes: limits hold on both sides at each place
 * in the log, each answer was true at its own, each command is done once, and both kinds of read models are what the
 * log says.
 */
class SchoolLivesTest {

    private static final int SEEDS = 200;

    @BeforeAll
    static void quiet() {
        BankTraces.quiet();
    }

    @Test
    void no_limit_is_broken_and_no_answer_was_false() {
        var reasons = EnumSet.noneOf(School.No.class);
        long repeated = 0;
        long reused = 0;
        long conflicts = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            var life = new SchoolLife();
            life.simulator().run(seed);
            conflicts += life.conflicts();
            for (var answer : life.told().answers()) {
                switch (answer.outcome()) {
                    case Outcome.Accepted accepted -> repeated += accepted.repeated() ? 1 : 0;
                    case Outcome.Refused(var refusal, _, boolean again) -> {
                        reasons.add((School.No) ((Refusal.Decided) refusal).value());
                        repeated += again ? 1 : 0;
                    }
                    case Outcome.IdReused _ -> reused++;
                    case Outcome.Conflicted _ -> throw new AssertionError(answer);
                }
            }
        }
        assertThat(reasons).as("reasons that were given").isEqualTo(Set.of(School.No.FULL, School.No.BUSY,
                School.No.ENROLLED_ALREADY, School.No.NOT_ENROLLED));
        assertThat(repeated).as("answers that were given again").isGreaterThan(SEEDS);
        assertThat(reused).as("other commands under an id").isGreaterThan(SEEDS / 10);
        assertThat(conflicts).as("decisions that met a change").isGreaterThan(SEEDS / 10);
    }
}
