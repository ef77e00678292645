// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.CommandId;
import io.thence.Outcome;
import java.util.ArrayList;
import java.util.List;

/** What callers of one life were told, in all of its starts. One at a time has the baton, so it needs no lock. */
final class Told {

    /** A command, under its id, and what became of it. */
    record Answer(CommandId id, Object command, Outcome outcome) {}

    private final List<Answer> answers = new ArrayList<>();

    void add(CommandId id, Object command, Outcome outcome) {
        answers.add(new Answer(id, command, outcome));
    }

    List<Answer> answers() {
        return answers;
    }
}
