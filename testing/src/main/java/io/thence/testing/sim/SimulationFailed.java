// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import java.util.List;

/**
 * Something was not as it must be in the life of a seed. It was made smaller, as far as that went, and is told; the
 * life that is printed fails again in the same way.
 */
public final class SimulationFailed extends AssertionError {

    private static final long serialVersionUID = 1L;

    private final long seed;
    private final String replay;
    private final int steps;
    private final transient List<String> story;

    SimulationFailed(Lived first, Lived smallest) {
        super(message(first, smallest), Broken.told(smallest.failure()));
        seed = first.scenario().seed();
        replay = String.join("\n", smallest.scenario().lines());
        steps = smallest.steps().size();
        story = smallest.story();
    }

    private static String message(Lived first, Lived smallest) {
        return "seed " + first.scenario().seed() + ": " + Broken.told(smallest.failure()).getMessage()
                + "\nAfter " + count(smallest.steps().size(), "step") + " of callers and "
                + count(smallest.hits().size(), "fault") + (smallest.scenario().equals(first.scenario()) ? ""
                        : ", made smaller from " + first.steps().size() + " and " + first.hits().size())
                + ". It fails again with run(" + first.scenario().seed() + "), and so with replay(\"\"\"\n        "
                + String.join("\n        ", smallest.scenario().lines()) + "\n        \"\"\")\nWhat happened:\n"
                + String.join("\n", smallest.story());
    }

    private static String count(int n, String what) {
        return n + " " + what + (n == 1 ? "" : "s");
    }

    /** The seed. */
    public long seed() {
        return seed;
    }

    /** What {@link Simulator#replay} takes to live it again. */
    public String replay() {
        return replay;
    }

    /** How many steps of callers are left in it. */
    public int steps() {
        return steps;
    }

    /** What happened, line by line: who did what at which virtual time. */
    public List<String> story() {
        return story;
    }
}
