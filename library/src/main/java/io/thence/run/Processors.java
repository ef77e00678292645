// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Part;
import io.thence.Reaction;
import io.thence.ThenceException.BadRequest;
import io.thence.command.CommandPath;
import io.thence.event.Ports;
import io.thence.processor.DeadLetters;
import io.thence.processor.Processor;
import io.thence.react.ReactionHandler;
import io.thence.world.Closing;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The processors of an application that runs. They are started once; then any thread may ask. */
final class Processors implements AutoCloseable {

    private final String application;
    private final Ports ports;
    private final Map<String, Processor> processors = new LinkedHashMap<>();

    Processors(String application, Ports ports) {
        this.application = application;
        this.ports = ports;
    }

    /** Starts all that {@code parts} has. */
    void start(Application parts, CommandPath commands) {
        for (var reaction : parts.reactions()) {
            var processor = ReactionHandler.processor(reaction, ports, commands);
            processors.put(reaction.name(), processor);
            processor.start();
        }
    }

    /** What runs {@code part}, if that is run by a processor. */
    Optional<Processor> of(Part part) {
        return Optional.ofNullable(processors.get(part.name()));
    }

    DeadLetters deadLetters(Reaction reaction) {
        var processor = of(reaction).orElseThrow(() -> new BadRequest("'" + reaction.name() + "' is no running part of"
                + " application '" + application + "': add it to with(..)"));
        return DeadLetters.of(processor, ports.store(), ports.codec());
    }

    /** Number of the position from which on some of them need the log. */
    long needsFrom() {
        return processors.values().stream().mapToLong(Processor::needsFrom).min().orElse(Long.MAX_VALUE);
    }

    @Override
    public void close() {
        Closing.all(processors.values().stream().toList().reversed().stream().map(each -> each::close));
    }
}
