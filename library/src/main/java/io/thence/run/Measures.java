// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Alert;
import io.thence.Application;
import io.thence.Health;
import io.thence.Part;
import io.thence.SystemEvent.BreakerState;
import io.thence.Watched.Measure;
import io.thence.command.CommandPath;
import io.thence.event.Ports;
import io.thence.run.Processors.Reading;
import io.thence.store.Lag;
import io.thence.store.Query;
import io.thence.view.ReadModel;
import io.thence.world.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;

/** What can be said of the parts of an application that runs, when somebody asks. From any thread. */
final class Measures {

    private final Ports ports;
    private final Processors processors;
    private final ReadModels readModels;
    private final Map<String, LagMeter> meters = new ConcurrentHashMap<>();

    Measures(Ports ports, Processors processors, ReadModels readModels) {
        this.ports = ports;
        this.processors = processors;
        this.readModels = readModels;
    }

    /** How far {@code part} is behind the log. */
    Lag lag(Part part) {
        var reading = processors.reading(part).orElseGet(() -> reading(readModels.readModel(part)));
        return meters.computeIfAbsent(part.name(), _ -> new LagMeter(ports.world(), ports.store()))
                .lag(reading.query(), reading.progress());
    }

    private static Reading reading(ReadModel model) {
        return new Reading(Query.types(model.types()), model.progress());
    }

    /** How far {@code part} has come. */
    Progress progress(Part part) {
        return processors.progress(part).orElseGet(() -> readModels.readModel(part).progress());
    }

    /** What is known of {@code part} now; empty where that is not known, or not to be had of such a part. */
    OptionalDouble of(Part part, Measure measure) {
        var processor = processors.of(part);
        return switch (measure) {
            case LAG_EVENTS -> OptionalDouble.of((double) lag(part).events());
            case LAG_SECONDS -> OptionalDouble.of(lag(part).time().toMillis() / 1e3);
            case DRAIN_PER_SECOND -> lag(part).drainPerSecond();
            case WAITING_KEYS -> OptionalDouble.of(processor.map(each -> each.deadLetters().size())
                    .orElseGet(() -> model(part).parked().size()));
            case BUFFER -> processor.map(each -> OptionalDouble.of(each.fill())).orElse(OptionalDouble.empty());
            case RUNNING -> OptionalDouble.of(progress(part).failure() == null ? 1 : 0);
        };
    }

    /** How {@code application} is, over a store that is as {@code store} says. */
    Health health(Application application, StoreHealth store) {
        var parts = new LinkedHashMap<String, Progress>();
        consumers(application).forEach(part -> parts.put(part.name(), progress(part)));
        var serving = projections(application).stream().map(readModels::readModel).toList();
        serving.forEach(model -> parts.put(model.name(), model.progress()));
        return HealthCheck.of(store, ports.supervisor(), parts, serving);
    }

    /** Has meters show all this, where there are any, and lag be looked at, until what is returned is closed. */
    Closings tell(Application application, CommandPath commands) {
        var closings = new Closings();
        closings.push(show(application, commands)::close);
        var bounds = ports.supervisor().settings();
        if (LagWatch.isWanted(bounds)) {
            var parts = new LinkedHashMap<String, Part>();
            consumers(application).forEach(part -> parts.put(part.name(), part));
            projections(application).forEach(part -> parts.put(part.name(), part));
            var watch = new LagWatch(bounds, List.copyOf(parts.keySet()),
                    name -> lag(Objects.requireNonNull(parts.get(name))), ports.supervisor()::tell);
            closings.push(ports.world().start("lag-watch", watch)::stop);
        }
        return closings;
    }

    private Gauges show(Application application, CommandPath commands) {
        var gauges = new Gauges(ports.telemetry());
        gauges.count("thence.log.events", "Events of the log since it began", () -> ports.store().head().number());
        gauges.count("thence.conflicts", "Decisions that were made in vain", commands::conflicts);
        application.reactions().forEach(reaction -> processor(gauges.of("reaction", reaction.name()), reaction));
        application.sagas().forEach(saga -> processor(gauges.of("saga", saga.name()), saga));
        application.schedules().forEach(schedule -> processor(gauges.of("schedule", schedule.name()), schedule));
        application.alerts().forEach(alert -> alert(gauges.of("alert", alert.name()), alert));
        projections(application).forEach(part -> projection(gauges.of("projection", part.name()), part));
        return gauges;
    }

    private static List<Part> consumers(Application application) {
        var all = new ArrayList<Part>(application.reactions());
        all.addAll(application.sagas());
        all.addAll(application.schedules());
        all.addAll(application.alerts());
        return all;
    }

    private static List<Part> projections(Application application) {
        var all = new ArrayList<Part>(application.projections());
        all.addAll(application.memoryProjections());
        all.addAll(application.storeProjections());
        return all;
    }

    private void processor(Gauges.OfPart shown, Part part) {
        part(shown, part);
        var processor = processors.of(part).orElseThrow();
        shown.show("thence.buffer", "How full the buffer of events in hand is, from 0 to 1", "", processor::fill);
        shown.show("thence.dead.letters.waiting", "Keys that wait behind an event that was given up", "keys",
                () -> processor.deadLetters().size());
        for (var state : BreakerState.values()) {
            processor.breaker().ifPresent(_ -> shown.breaker(state,
                    () -> processor.breaker().orElseThrow() == state ? 1 : 0));
        }
    }

    private void alert(Gauges.OfPart shown, Alert alert) {
        processor(shown, alert);
        shown.show("thence.alerts", "Keys for which the alert is raised", "keys", () -> processors.open(alert));
    }

    private void projection(Gauges.OfPart shown, Part part) {
        part(shown, part);
        shown.show("thence.parked.keys", "Keys that wait behind an event that could not be taken in", "keys",
                () -> model(part).parked().size());
        shown.show("thence.dead.letters.waiting", "Keys that wait behind an event that was given up", "keys",
                () -> model(part).told().desk().count());
        shown.show("thence.rebuilding", "1 while it has not reached what was there at its start", "",
                () -> model(part).isRebuilding() ? 1 : 0);
    }

    private ReadModel model(Part part) {
        return readModels.readModel(part);
    }

    private void part(Gauges.OfPart shown, Part part) {
        shown.show("thence.lag", "Events that it has not taken in", "events", () -> lag(part).events());
        shown.time("thence.lag.time", "Age of the first event that it has not taken in", () -> lag(part).time());
        shown.show("thence.lag.drain", "Events that it takes in a second", "events per second",
                () -> lag(part).drainPerSecond().orElse(Double.NaN));
        shown.show("thence.running", "1 while it runs, 0 when it has stopped", "",
                () -> progress(part).failure() == null ? 1 : 0);
    }
}
