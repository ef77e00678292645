// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import io.thence.Alert;
import io.thence.ThenceException.BadRequest;
import io.thence.alert.AlertEvent.Raised;
import io.thence.event.Ports;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The alerts of an application that runs: what is raised now, and what was. From any thread. */
public final class Alerts {

    /** The most of a history that is given at once. */
    public static final int HISTORY_MAX = 10_000;

    private final Map<String, AlertMachines> machines;
    private final Set<String> defined;
    private final Ports ports;
    private final AlertRecords records;

    /** Those that run by {@code machines}, each under its name; {@code defined} are all of the deployment. */
    public Alerts(Map<String, AlertMachines> machines, Set<String> defined, Ports ports) {
        this.machines = machines;
        this.defined = defined;
        this.ports = ports;
        records = new AlertRecords(ports.store());
    }

    /** All that is raised now: the worst first, of equal severity what has held for longest. */
    public List<Raised> open() {
        return sorted(machines.values().stream().flatMap(each -> each.watch().open().values().stream()));
    }

    private static List<Raised> sorted(Stream<Raised> raised) {
        return raised.sorted(Comparator.comparing(Raised::severity).reversed().thenComparing(Raised::since)
                .thenComparing(Raised::alert).thenComparing(Raised::key)).toList();
    }

    /**
     * All that is raised, in the same order, by alerts that no application of the running deployment has: they were
     * removed, have another name now, or are of an application that runs at other times. It stays raised until their
     * code is back, or {@link #end} says otherwise. All that ever happened to alerts is read for that.
     */
    public List<Raised> unwatched() {
        return sorted(records.open(Optional.empty()).stream().filter(raised -> !defined.contains(raised.alert())));
    }

    /**
     * Has everything be over that is raised by an alert whose code is gone, so that nobody would ever find that it is;
     * for how many keys. Its code, should it come back, goes on where it was, and raises what it finds to hold.
     *
     * @param alert its name
     * @param by    who says so
     * @param why   the reason, which is stored in clear
     * @throws BadRequest if an application of the running deployment has it, or nothing is raised by it
     */
    public int end(String alert, String by, String why) {
        if (defined.contains(alert)) {
            throw new BadRequest("alert '" + alert + "' runs: it is over when its rule holds no more; remove it from"
                    + " its application first");
        }
        return EndedByHand.end(ports.world(), ports.store(), alert, new EndedByHand.By(by, why));
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
