// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.List;

/**
 * Events were annulled: folds and projections ignore them from then on.
 *
 * @param position of the event that says so; where all had been annulled before, of the last of those that say it
 * @param events   the ids of those that are annulled now, in the order of the log
 * @param before   the ids of those that had been annulled before, in the order of the log
 */
public record Annulled(Position position, List<EventId> events, List<EventId> before) {

    public Annulled {
        events = List.copyOf(events);
        before = List.copyOf(before);
    }
}
