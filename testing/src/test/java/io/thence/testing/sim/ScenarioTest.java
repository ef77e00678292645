// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.testing.sim.Scenario.Hit;
import io.thence.testing.sim.Scenario.Step;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A life is read as it is printed. */
class ScenarioTest {

    @Test
    void all_of_it() {
        var all = Scenario.of(-7).order(12).steps(List.of(new Step("ann of 3", 0), new Step("bob", 4),
                        new Step("bob", Step.APART)))
                .faults(List.of(new Hit(Fault.POWER_LOSS, "number 3"),
                        new Hit(Fault.HANDLER_FAILED_AFTER, "reaction 'mails' on a, b/1/0, attempt 2")));
        assertThat(all.lines()).containsExactly("seed -7, order 12, only, faults", "steps 1 of ann of 3",
                "steps 0 5 of bob", "fault POWER_LOSS number 3",
                "fault HANDLER_FAILED_AFTER reaction 'mails' on a, b/1/0, attempt 2");
        assertThat(Scenario.parse(String.join("\n", all.lines()))).isEqualTo(all);
    }

    @Test
    void nothing_and_no_more_than_is_said() {
        assertThat(Scenario.parse("seed 5")).isEqualTo(Scenario.of(5));
        var nothing = Scenario.of(5).steps(List.of()).faults(List.of());
        assertThat(Scenario.parse(String.join("\n", nothing.lines()))).isEqualTo(nothing);
        assertThat(Scenario.parse("  seed 5, faults\n").faults()).hasValueSatisfying(some ->
                assertThat(some).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sed 5", "seed 5\nsteps of ann", "seed 5\nfault NONE here", "seed 5\nseed 6"})
    void anything_else_is_refused(String text) {
        assertThatThrownBy(() -> Scenario.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
