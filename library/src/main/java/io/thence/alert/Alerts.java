// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import io.thence.Alert;
import io.thence.ThenceException.BadRequest;
import io.thence.alert.AlertEvent.Raised;
import io.thence.store.EventLog;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The alerts of an application that runs: what is raised now, and what was. From any thread. */
public final class Alerts {

    /** The most of a history that is given at once. */
    public static final int HISTORY_MAX = 10_000;

    private final Map<String, AlertMachines> machines;
    private final AlertRecords records;

    /** Those that run by {@code machines}, each under its name, over {@code log}. */
    public Alerts(Map<String, AlertMachines> machines, EventLog log) {
        this.machines = machines;
        records = new AlertRecords(log);
    }

    /** All that is raised now: the worst first, of equal severity what has held for longest. */
    public List<Raised> open() {
        return machines.values().stream().flatMap(each -> each.watch().open().values().stream())
                .sorted(Comparator.comparing(Raised::severity).reversed().thenComparing(Raised::since)
                        .thenComparing(Raised::alert).thenComparing(Raised::key))
                .toList();
    }

    /** For which keys {@code alert} is raised now, in their order. */
    public List<Raised> open(Alert alert) {
        return List.copyOf(of(alert).watch().open().values());
    }

    /**
     * What has happened to {@code alert} last, the latest first.
     *
     * @param most how many at most, 1 to {@value #HISTORY_MAX}
     */
    public List<AlertEvent> history(Alert alert, int most) {
        if (most < 1 || most > HISTORY_MAX) {
            throw new BadRequest("a history of " + most + ": 1 to " + HISTORY_MAX);
        }
        return records.history(Optional.of(of(alert).alert().name()), most);
    }

    /**
     * How many events it could not read since the start, or how often it could not measure a part: it has passed over
     * them, and what is thrown is logged.
     */
    public long failed(Alert alert) {
        return of(alert).watch().failed();
    }

    /** How often it has forgotten a key since the start, since it was to know more than it may. */
    public long forgotten(Alert alert) {
        return of(alert).watch().forgotten();
    }

    private AlertMachines of(Alert alert) {
        var found = machines.get(alert.name());
        if (found == null) {
            throw new BadRequest("'" + alert.name() + "' is no alert that runs here: add it to with(..)");
        }
        return found;
    }
}
