// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import io.thence.Alert;
import io.thence.Part;
import io.thence.Watched.Measure;
import io.thence.Watched.OfEvents;
import io.thence.Watched.OfParts;
import io.thence.Watched.OfSystem;
import io.thence.event.Keying;
import io.thence.event.Ports;
import io.thence.processor.Processor;
import io.thence.world.Closing;
import io.thence.world.Progress;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** What runs an alert: its watch, which says what is raised and what is over, and its processor, which tells of it. */
public final class AlertMachines implements AutoCloseable {

    private final Alert alert;
    private final Processor processor;
    private final Watch watch;
    private final Set<String> types;

    private AlertMachines(Alert alert, Processor processor, Watch watch, Set<String> types) {
        this.alert = alert;
        this.types = types;
        this.processor = processor;
        this.watch = watch;
    }

    /** What runs {@code alert}, not started; {@code measured} is what is known of a part now, if it is. */
    public static AlertMachines of(Alert alert, Ports ports, BiFunction<Part, Measure, OptionalDouble> measured) {
        // What others answer may name whoever is told: what is thrown here says no more than the class of it.
        var processor = new Processor(new Processor.Course("alert", alert.name(), AlertEvent.TYPES.names(),
                Keying.STREAMS, NotTold.heeded(alert.policy()), _ -> true, new AlertHandler(alert, ports))
                .about(List.of(List.of(AlertEvent.all(alert.name())))).observed(ports), ports.world(), ports.store(),
                ports.supervisor());
        var watch = switch (alert.watched()) {
            case OfEvents<?> _, OfSystem<?> _ -> new EventWatch(alert, ports, processor);
            case OfParts _ -> new MeasureWatch(alert, ports, processor, measured);
        };
        return new AlertMachines(alert, processor, watch, new Reader(alert.watched(), ports.codec()).types());
    }

    /** Its processor. */
    public Processor processor() {
        return processor;
    }

    /** The alert. */
    Alert alert() {
        return alert;
    }

    Watch watch() {
        return watch;
    }

    /** Stored names of the types of the events that it looks at; none where it looks at parts. */
    public Set<String> types() {
        return types;
    }

    /** How far it has come: everything up to there is looked at, and those are told who are to be. */
    public Progress progress() {
        return watch.progress();
    }

    /** Of how many keys it is raised. From any thread. */
    public int open() {
        return watch.open().size();
    }

    /** Number of the position from which on it needs the log. */
    public long needsFrom() {
        return Math.min(processor.needsFrom(), watch.progress().upTo() + 1);
    }

    /** Starts both. */
    public void start() {
        processor.start();
        watch.start();
    }

    @Override
    public void close() {
        Closing.all(Stream.of(watch::close, processor::close));
    }
}
