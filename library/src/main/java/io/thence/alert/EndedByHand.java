// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import io.thence.Origin;
import io.thence.ThenceException.BadRequest;
import io.thence.alert.AlertEvent.Raised;
import io.thence.alert.AlertEvent.Resolved;
import io.thence.processor.Told;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Condition;
import io.thence.store.EventStore;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.world.World;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What is raised by an alert that nobody watches any more is over since somebody says so. The word of its watch stays
 * where it is: if its code comes back, it goes on from there and misses nothing.
 */
public final class EndedByHand {

    private static final Origin ORIGIN = Origin.of("thence alerts end"); // no alert can have such a name
    private static final int TOGETHER = 2_500;

    private EndedByHand() {}

    /**
     * Has everything be over that is raised by the alert of this name, which nothing watches meanwhile; for how many
     * keys.
     *
     * @throws BadRequest if nothing is raised by it
     */
    public static int end(World world, EventStore store, String alert, By by) {
        var records = new AlertRecords(store);
        var own = Query.keys(AlertEvent.all(alert)).terms();
        int count = 0;
        while (true) { // each conflict is about something else that was said of this alert meanwhile
            var head = store.head();
            var open = records.open(Optional.of(alert)).stream().limit(TOGETHER).toList();
            if (open.isEmpty() && count == 0) {
                throw new BadRequest("nothing is raised by an alert '" + alert + "': 'thence alerts' lists what is");
            }
            if (open.isEmpty()) {
                return count;
            }
            var now = world.now().truncatedTo(ChronoUnit.MILLIS);
            var events = open.stream().map(raised -> over(raised, now, by)).toList();
            if (store.append(Append.of(events, ORIGIN).on(Condition.nothingNew(own, head)))
                    instanceof Appended.Committed) {
                count += events.size();
            }
        }
    }

    /**
     * Who says so, and why.
     *
     * @param name who
     * @param why  the reason, which is stored in clear
     */
    public record By(String name, String why) {

        public By {
            Told.check(name, why);
        }
    }

    private static NewEvent over(Raised raised, Instant now, By by) {
        var at = now.isAfter(raised.at()) ? now : raised.at();
        return new Resolved(raised.alert(), raised.key(), raised.severity(), raised.since(), at, Optional.empty(),
                "ended by " + by.name() + ": " + by.why()).stored();
    }

    /** Whether an event of an alert that is of this origin says nothing of how far its watch has come. */
    static boolean is(Origin origin) {
        return origin.equals(ORIGIN);
    }
}
