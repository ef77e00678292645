// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.CommandId;
import io.thence.Outcome;
import java.util.HashMap;
import java.util.Map;

/** What callers were told. It must stay true: each later answer to a command is compared with the first. */
final class Acknowledged {

    private final Map<CommandId, Told> first = new HashMap<>();
    private int life;

    private record Told(int life, Outcome outcome) {}

    /** The power has gone. */
    void crashed() {
        life++;
    }

    void add(CommandId id, boolean remembered, Outcome outcome) {
        boolean holds = switch (outcome) {
            case Outcome.Accepted _ -> true;
            case Outcome.Refused _ -> remembered;
            case Outcome.IdReused _, Outcome.Conflicted _ -> false;
        };
        var before = first.get(id);
        if (before == null) {
            if (holds) {
                first.put(id, new Told(life, outcome));
            }
        } else if (!isRepeat(before, outcome)) {
            throw new AssertionError("command " + id + " was acknowledged as " + before.outcome() + ", and now it is "
                    + outcome);
        }
    }

    private boolean isRepeat(Told before, Outcome now) {
        // In one life two callers may send one command, and he who did it may be told after him who repeated it.
        boolean anew = before.life() < life;
        return switch (now) {
            case Outcome.Accepted a -> (a.repeated() || !anew) && before.outcome() instanceof Outcome.Accepted b
                    && a.first().equals(b.first()) && a.position().equals(b.position()) && a.events() == b.events();
            case Outcome.Refused a -> (a.repeated() || !anew) && before.outcome() instanceof Outcome.Refused b
                    && a.refusal().equals(b.refusal());
            case Outcome.IdReused _ -> true;
            case Outcome.Conflicted _ -> false;
        };
    }
}
