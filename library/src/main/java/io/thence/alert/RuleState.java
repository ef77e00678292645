// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a key by a rule.
 *
 * @param slices  the numbers in its window
 * @param seen    when the last number came; empty where none has
 * @param latest  the last number
 * @param isKnown whether anything is known now; else it stays as it is
 * @param holds   whether the rule holds
 * @param changed when it last began to hold, or ceased to
 * @param raised  since when it has held of what is raised; empty where nothing is
 */
record RuleState(Slices slices, Optional<Instant> seen, double latest, boolean isKnown, boolean holds, Instant changed,
        Optional<Instant> raised) {

    /** Nothing is known. */
    static final RuleState NOTHING = new RuleState(Slices.NONE, Optional.empty(), 0, true, false, Instant.EPOCH,
            Optional.empty());

    RuleState unknown() {
        return new RuleState(slices, seen, latest, false, holds, changed, raised);
    }

    RuleState with(Slices other, Instant at, double number) {
        return new RuleState(other, Optional.of(at), number, isKnown, holds, changed, raised);
    }

    RuleState slices(Slices other) {
        return new RuleState(other, seen, latest, isKnown, holds, changed, raised);
    }

    RuleState settled(boolean nowHolds, Instant since, Optional<Instant> nowRaised) {
        return new RuleState(slices, seen, latest, true, nowHolds, since, nowRaised);
    }

    /** As the log says of it: raised, or not. */
    RuleState raised(Optional<Instant> since) {
        return new RuleState(slices, seen, latest, isKnown, holds, changed, since);
    }

    /** Raised by what is not looked at any more. */
    RuleState raised(Instant since, double number, Instant lastSeen) {
        return new RuleState(slices, Optional.of(lastSeen), number, isKnown, true, since, Optional.of(since));
    }
}
