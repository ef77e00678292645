// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Alert;
import io.thence.Application;
import io.thence.Part;
import io.thence.Reaction;
import io.thence.Saga;
import io.thence.Schedule;
import io.thence.ThenceException.BadRequest;
import io.thence.alert.AlertMachines;
import io.thence.alert.Alerts;
import io.thence.command.CommandPath;
import io.thence.event.Ports;
import io.thence.log.Wanted;
import io.thence.processor.Consumer;
import io.thence.processor.Control;
import io.thence.processor.DeadLetters;
import io.thence.processor.Processor;
import io.thence.react.Effects;
import io.thence.react.ReactionHandler;
import io.thence.saga.SagaInstances;
import io.thence.saga.SagaMachines;
import io.thence.schedule.Agenda;
import io.thence.schedule.ScheduleMachines;
import io.thence.store.Query;
import io.thence.world.Progress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/** The processors of an application that runs. They are started once; then any thread may ask. */
final class Processors implements AutoCloseable {

    private final String application;
    private final Ports ports;
    private final ReadModels readModels;
    private final Map<String, Processor> processors = new LinkedHashMap<>();
    private final Map<String, SagaInstances<?, ?>> sagas = new LinkedHashMap<>();
    private final Map<String, AlertMachines> alerts = new LinkedHashMap<>();
    private final Closings closings = new Closings();

    Processors(String application, Ports ports, ReadModels readModels) {
        this.application = application;
        this.ports = ports;
        this.readModels = readModels;
    }

    /** Starts all that {@code parts} has; alerts see by {@code measures} how the others are. */
    void start(Application parts, CommandPath commands, Measures measures) {
        for (var reaction : parts.reactions()) {
            var processor = ReactionHandler.processor(reaction, ports, commands);
            processors.put(reaction.name(), processor);
            closings.push(processor::close);
            processor.start();
        }
        for (var saga : parts.sagas()) {
            var machines = SagaMachines.of(saga, ports, commands);
            processors.put(saga.name(), machines.processor());
            sagas.put(saga.name(), machines.instances());
            closings.push(machines::close);
            machines.start();
        }
        for (var schedule : parts.schedules()) {
            var machines = ScheduleMachines.of(schedule, ports, commands);
            processors.put(schedule.name(), machines.processor());
            closings.push(machines::close);
            machines.start();
        }
        for (var alert : parts.alerts()) {
            var machines = AlertMachines.of(alert, ports, measures::of);
            processors.put(alert.name(), machines.processor());
            alerts.put(alert.name(), machines);
            closings.push(machines::close);
        }
        alerts.values().forEach(AlertMachines::start); // all are there when the first one looks at others
    }

    /** What runs {@code part}, if that is run by a processor. */
    Optional<Processor> of(Part part) {
        return Optional.ofNullable(processors.get(part.name()));
    }

    /** How far {@code part} has come, if it is run by a processor. */
    Optional<Progress> progress(Part part) {
        return Optional.ofNullable(alerts.get(part.name())).map(AlertMachines::progress)
                .or(() -> of(part).map(Processor::progress));
    }

    /**
     * What a part reads.
     *
     * @param query    finds its events
     * @param progress how far it has come among them
     */
    record Reading(Query query, Progress progress) {}

    /** What {@code part} reads, if it is run by a processor: of an alert over events what it looks at. */
    Optional<Reading> reading(Part part) {
        return Optional.ofNullable(alerts.get(part.name())).filter(alert -> !alert.types().isEmpty())
                .map(alert -> new Reading(Query.types(alert.types()), alert.progress()))
                .or(() -> of(part).map(processor -> new Reading(processor.query(), processor.progress())));
    }

    /** Of how many keys {@code alert} is raised. */
    int open(Alert alert) {
        return Objects.requireNonNull(alerts.get(alert.name())).open();
    }

    /** Those of this application, among all that are {@code defined} in the deployment. */
    Alerts alerts(Set<String> defined) {
        return new Alerts(Collections.unmodifiableMap(alerts), defined, ports);
    }

    DeadLetters deadLetters(Part part) {
        return DeadLetters.of(consumer(part), ports.store(), ports.codec());
    }

    private Consumer consumer(Part part) {
        return readModels.told(part).<Consumer>map(told -> told).orElseGet(() -> running(part));
    }

    Effects effects(Reaction reaction) {
        return Effects.of(reaction, ports.store(), deadLetters(reaction));
    }

    Control control(Part part) {
        return Control.of(consumer(part), ports.store());
    }

    private Processor running(Part part) {
        return of(part).orElseThrow(() -> new BadRequest("'" + part.name() + "' is no running reaction, saga,"
                + " schedule or alert of application '" + application + "': add it to with(..)"));
    }

    @SuppressWarnings("unchecked") // of a saga's name there is that saga
    <K, S> SagaInstances<K, S> saga(Saga<K, S> saga) {
        running(saga);
        return (SagaInstances<K, S>) Objects.requireNonNull(sagas.get(saga.name()));
    }

    Agenda agenda(Schedule schedule) {
        running(schedule);
        return new Agenda(schedule, ports);
    }

    /** What they want of the log. */
    Wanted wanted() {
        long from = LongStream.concat(processors.values().stream().mapToLong(Processor::needsFrom),
                alerts.values().stream().mapToLong(AlertMachines::needsFrom)).min().orElse(Long.MAX_VALUE);
        return processors.values().stream().map(each -> new Wanted(Long.MAX_VALUE, each.needs()))
                .reduce(Wanted.from(from), Wanted::and);
    }

    /** All take nothing more in, so that they end what they do at the same time. */
    @Override
    public void close() {
        processors.values().forEach(Processor::end);
        closings.close();
    }
}
