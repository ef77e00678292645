// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import io.thence.Position;
import io.thence.alert.AlertEvent.Raised;
import io.thence.store.EventLog;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a log says of alerts, also without their application. */
public final class AlertRecords {

    private static final Query EVERY = Query.types(AlertEvent.TYPES.names());

    private final EventLog log;

    /** What {@code log} says, whenever it is asked. */
    public AlertRecords(EventLog log) {
        this.log = log;
    }

    /**
     * What is raised now, the oldest first. All that ever happened to alerts is read for that.
     *
     * @param alert only of the alert of this name; of all, where it is empty
     */
    public List<Raised> open(Optional<String> alert) {
        var open = new LinkedHashMap<List<String>, Raised>();
        try (var reader = log.read(query(alert), new Position(log.lineage(), 0), Direction.FORWARDS)) {
            for (var event = reader.nextView(); event.isPresent(); event = reader.nextView()) {
                AlertEvent.read(event.get()).ifPresent(said -> enter(said, open));
            }
        }
        return List.copyOf(open.values());
    }

    private static void enter(AlertEvent said, Map<List<String>, Raised> open) {
        var of = List.of(said.alert(), said.key());
        open.remove(of);
        if (said instanceof Raised raised) {
            open.put(of, raised);
        }
    }

    /** What has happened last, the latest first, {@code most} at most. */
    public List<AlertEvent> history(Optional<String> alert, int most) {
        var history = new ArrayList<AlertEvent>();
        var end = new Position(log.lineage(), Long.MAX_VALUE);
        try (var reader = log.read(query(alert), end, Direction.BACKWARDS)) {
            for (var event = reader.nextView(); event.isPresent() && history.size() < most;
                    event = reader.nextView()) {
                AlertEvent.read(event.get()).ifPresent(history::add);
            }
        }
        return history;
    }

    private static Query query(Optional<String> alert) {
        return alert.map(name -> Query.keys(AlertEvent.all(name))).orElse(EVERY);
    }
}
