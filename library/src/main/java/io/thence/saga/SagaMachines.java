// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.Saga;
import io.thence.code.Fingerprint;
import io.thence.command.CommandPath;
import io.thence.command.ConsumerCommands;
import io.thence.event.EventCodec;
import io.thence.event.Keying;
import io.thence.event.Ports;
import io.thence.processor.Processor;
import io.thence.store.Query;
import io.thence.world.Closing;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What runs a saga: its processor, and its timers. */
public final class SagaMachines<K, S> implements AutoCloseable {

    /** How many wakes of a saga are at hand; the others are found in the log when these are used up. */
    public static final int WAKES_MAX = 1_000_000;

    private final SagaInstances<K, S> instances;
    private final Processor processor;
    private final Timers timers;

    private SagaMachines(SagaInstances<K, S> instances, Processor processor, Timers timers) {
        this.instances = instances;
        this.processor = processor;
        this.timers = timers;
    }

    /** What runs {@code saga}, not started. */
    public static <K, S> SagaMachines<K, S> of(Saga<K, S> saga, Ports ports, CommandPath commands) {
        return of(saga, ports, commands, WAKES_MAX);
    }

    static <K, S> SagaMachines<K, S> of(Saga<K, S> saga, Ports ports, CommandPath commands, int wakes) {
        var triggers = new LinkedHashSet<String>();
        saga.triggers().forEach(type -> triggers.addAll(ports.codec().names(type)));
        var types = new LinkedHashSet<>(triggers);
        types.addAll(SagaEvent.TYPES.names());
        var own = List.of(SagaEvent.all(saga.name())); // others have the same key
        var terms = List.of(new Query.Term(triggers, List.of()), new Query.Term(SagaEvent.TYPES.names(), own));
        var keying = new Keying(Optional.of(saga.key().name()), 0, 1);
        var plan = new SagaPlan<>(saga);
        var log = new SagaLog<>(plan, ports);
        var consumer = new ConsumerCommands(commands, ports.codec());
        var processor = new Processor(new Processor.Course("saga", saga.name(), types, keying, saga.policy(),
                _ -> !consumer.mayNamePersons(), saga.begins(), () -> code(saga, ports.codec()),
                new SagaHandler<>(plan, log, ports, consumer)).taking(terms).observed(ports), ports.world(),
                ports.store(), ports.supervisor());
        return new SagaMachines<>(new SagaInstances<>(saga, log, ports, processor.progress()), processor,
                new Timers(plan, ports, wakes, processor.progress()));
    }

    /** The instances. */
    public SagaInstances<K, S> instances() {
        return instances;
    }

    private static String code(Saga<?, ?> saga, EventCodec codec) {
        var print = new Fingerprint(codec).shape(saga.start().getClass());
        saga.clauses().forEach(clause -> print.words(" on").code(clause.step()));
        saga.triggers().forEach(print::reads);
        return print.brief();
    }

    /** Its processor. */
    public Processor processor() {
        return processor;
    }

    /** Starts both. */
    public void start() {
        processor.start();
        timers.start();
    }

    @Override
    public void close() {
        Closing.all(Stream.of(timers::close, processor::close));
    }
}
