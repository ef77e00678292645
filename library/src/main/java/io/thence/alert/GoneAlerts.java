// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import io.thence.ThenceException.DiskFull;
import io.thence.alert.AlertEvent.Raised;
import io.thence.alert.AlertEvent.Resolved;
import io.thence.store.EventStore;
import io.thence.world.World;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is raised by alerts that no code has any more, since they were removed or have another name now: nobody would
 * ever find that it is over. So it is over when the code is gone; nobody is left to be told but the log.
 */
public final class GoneAlerts {

    private static final System.Logger LOG = System.getLogger(GoneAlerts.class.getName());

    private GoneAlerts() {}

    /** Has everything be over that is raised by alerts that are not {@code defined}, by their names. */
    public static void end(Set<String> defined, World world, EventStore store) {
        var gone = new TreeSet<String>();
        new AlertRecords(store).open(Optional.empty()).forEach(raised -> gone.add(raised.alert()));
        gone.removeAll(defined);
        for (var name : gone) {
            var log = new AlertLog(name, store);
            var now = world.now().truncatedTo(ChronoUnit.MILLIS);
            log.open().values().forEach(raised -> log.add(over(raised, now)));
            int count = log.open().size();
            try {
                log.say(store.head().number());
            } catch (DiskFull _) {
                return; // at the next start
            }
            LOG.log(System.Logger.Level.INFO, "alert '" + name + "' is no longer defined: what it was raised for, "
                    + count + " in all, is over");
        }
    }

    private static Resolved over(Raised raised, Instant now) {
        return new Resolved(raised.alert(), raised.key(), raised.severity(), raised.since(),
                now.isAfter(raised.at()) ? now : raised.at(), Optional.empty(), "no longer defined");
    }
}
