// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.CommandId;
import io.thence.Outcome;
import io.thence.testing.sim.Scenario.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What callers remember over all crashes, for they are not on the machine: what they did, and were told. */
final class Memory {

    private final LinkedHashSet<Step> steps = new LinkedHashSet<>();
    private final Set<Step> done = new HashSet<>();
    private final Set<CommandId> answered = new HashSet<>();
    private final Set<CommandId> accepted = new HashSet<>();
    private final Set<Answered> told = new HashSet<>();
    private final List<Answered> answers = new ArrayList<>();

    void begun(Step step) {
        steps.add(step);
    }

    void done(Step step) {
        done.add(step);
    }

    boolean isDone(Step step) {
        return done.contains(step);
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    void told(Answered answer) {
        boolean isNew = switch (answer.outcome()) {
            case Outcome.Accepted _ -> accepted.add(answer.id());
            case Outcome.Refused _ -> told.add(answer);
            case Outcome.IdReused _, Outcome.Conflicted _ -> false;
        };
        if (isNew) {
            answered.add(answer.id());
            answers.add(answer);
        }
    }

    /** How many commands were answered. */
    int commands() {
        return answered.size();
    }

    /** What callers were told, in the order of the log: what is accepted before what was refused after it. */
    List<Answered> answers() {
        return answers.stream().sorted(
                Comparator.<Answered>comparingLong(answer -> answer.outcome().position().number())
                        .thenComparing(answer -> answer.outcome() instanceof Outcome.Refused)).toList();
    }
}
