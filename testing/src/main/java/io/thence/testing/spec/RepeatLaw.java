// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.Application;
import io.thence.Outcome;
import io.thence.Outcome.Accepted;
import io.thence.Outcome.Refused;
import io.thence.Refusal;
import io.thence.Send;
import io.thence.testing.spec.Run.End;
import io.thence.testing.spec.Run.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A repeated command adds nothing. Each is sent again under its id, made anew, at once and after all others: it has its
 * first outcome, and nothing is appended. A refusal that is kept is the same for ever; one that is not is decided anew,
 * and at once that can only give the same.
 */
final class RepeatLaw implements Law {

    @Override
    public Found check(Application application, List<Sending> commands) {
        int accepted = 0;
        var firsts = new ArrayList<Sent>();
        try (var sandbox = Sandbox.open(application)) {
            for (int i = 0; i < commands.size(); i++) {
                var first = Run.send(commands.get(i).command(), how(i), sandbox);
                accepted += Law.isAccepted(first) ? 1 : 0;
                firsts.add(first);
                var broken = again(commands.get(i), i, first, sandbox);
                if (broken.isPresent()) {
                    return new Found(accepted, broken);
                }
            }
            for (int i = 0; i < commands.size(); i++) {
                if (Law.isAccepted(firsts.get(i)) || how(i).remembered()) {
                    var broken = again(commands.get(i), i, firsts.get(i), sandbox);
                    if (broken.isPresent()) {
                        return new Found(accepted, broken.map(b ->
                                new Broken(commands.size() - 1, b.headline() + " (after all others)", b.lines())));
                    }
                }
            }
            return new Found(accepted, Optional.empty());
        }
    }

    private static Send how(int i) {
        var how = Send.as("command-" + (i + 1));
        return i % 2 == 0 ? how : how.remember();
    }

    private static Optional<Broken> again(Sending sending, int i, Sent first, Sandbox sandbox) {
        if (!(first.end() instanceof End.With(var outcome))) {
            return Optional.empty();
        }
        var again = Run.send(sending.copy(), how(i), sandbox);
        boolean isFine = again.events().isEmpty() && again.end() instanceof End.With(var repeated)
                && isRepeat(outcome, repeated, how(i).remembered());
        return isFine ? Optional.empty() : Optional.of(new Broken(i,
                first.command().getClass().getSimpleName() + " sent again under its id is not known",
                List.of("    first  " + Shown.of(sending.command()) + ": " + Run.ended(first),
                        "    again  " + Shown.of(sending.copy()) + ": " + Run.ended(again))));
    }

    private static boolean isRepeat(Outcome first, Outcome again, boolean remembered) {
        if (first instanceof Accepted one && again instanceof Accepted other) {
            return other.repeated() && one.events() == other.events()
                    && (one.events() == 0 || isAtSamePlace(one, other));
        }
        return first instanceof Refused one && again instanceof Refused other
                && one.refusal().equals(other.refusal())
                && (!remembered || other.repeated() || !isDecided(one));
    }

    private static boolean isAtSamePlace(Accepted one, Accepted other) {
        return one.first().equals(other.first()) && one.position().equals(other.position());
    }

    /** Only what a decider refuses is kept. */
    private static boolean isDecided(Refused refused) {
        return refused.refusal() instanceof Refusal.Decided;
    }
}
