// SPDX-License-Identifier: Apache-2.0
package io.thence.react;

import io.thence.Cases;
import io.thence.CommandId;
import io.thence.Event;
import io.thence.Origin;
import io.thence.Outcome;
import io.thence.Reaction;
import io.thence.Send;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.DiskFull;
import io.thence.command.CommandPath;
import io.thence.event.EventCodec;
import io.thence.event.Keying;
import io.thence.event.Ports;
import io.thence.processor.Handler;
import io.thence.processor.Processor;
import io.thence.store.ContentHash;
import io.thence.store.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Handles the events of a reaction: each with the clause for it, which sends commands. When an event is handled again,
 * those that it sends again are recognised by their ids, which are made of the event's.
 */
public final class ReactionHandler implements Handler {

    private final Reaction reaction;
    private final EventCodec codec;
    private final CommandPath commands;
    private final Map<Class<?>, Reaction.Clause<?>> clauses = new HashMap<>();
    private final Set<Class<?>> sends = new HashSet<>();

    private ReactionHandler(Reaction reaction, EventCodec codec, CommandPath commands) {
        this.reaction = reaction;
        this.codec = codec;
        this.commands = commands;
        for (var clause : reaction.clauses()) {
            Cases.of(clause.type()).forEach(record -> clauses.putIfAbsent(record, clause));
        }
        reaction.sends().forEach(sent -> sends.addAll(Cases.of(sent)));
    }

    /** The processor of {@code reaction}, which is not started. */
    public static Processor processor(Reaction reaction, Ports ports, CommandPath commands) {
        var codec = ports.codec();
        var types = new LinkedHashSet<String>();
        var personal = new HashSet<String>();
        for (var clause : reaction.clauses()) {
            types.addAll(codec.names(clause.type()));
            if (!codec.subjects(clause.type()).isEmpty()) {
                personal.addAll(codec.names(clause.type()));
            }
        }
        return new Processor(new Processor.Course("reaction", reaction.name(), types, Keying.STREAMS, reaction.policy(),
                type -> !personal.contains(type), reaction.start(), new ReactionHandler(reaction, codec, commands)), ports.world(),
                ports.store());
    }

    @Override
    public void handle(StoredEvent stored) {
        try {
            for (var event : codec.events(stored)) {
                var clause = clauses.get(event.data().getClass());
                if (clause != null) {
                    handle(clause, event);
                }
            }
        } catch (DiskFull e) {
            throw new HeldUp(String.valueOf(e.getMessage()), e);
        }
    }

    private <E> void handle(Reaction.Clause<E> clause, Event<?> event) {
        clause.handler().handle(clause.type().cast(event.data()), new Sender(event));
    }

    /** Sends the commands of one event. */
    private final class Sender implements Reaction.Out {

        private final Event<?> event;
        private int ordinal;

        Sender(Event<?> event) {
            this.event = event;
        }

        @Override
        public Outcome send(Object command) {
            if (!sends.contains(command.getClass())) {
                throw new BadRequest("reaction '" + reaction.name() + "' does not say that it sends "
                        + command.getClass().getSimpleName() + ": add it to sending(..)");
            }
            var origin = new Origin(reaction.name(),
                    Optional.of(event.origin().correlation().orElse(event.id().text())),
                    Optional.of(event.id().text()), event.origin().trace(), event.origin().tenant());
            var how = Send.as(nextId().text()).from(origin).remember();
            var outcome = commands.insist(command, how);
            if (!(outcome instanceof Outcome.Conflicted)) {
                return outcome;
            }
            throw new HeldUp("command " + how.id().get() + " met nothing but conflicts and is sent again: what it"
                    + " reads changes all the time; let it read less");
        }

        @Override
        public Event<?> event() {
            return event;
        }

        private CommandId nextId() {
            var text = event.id() + "/" + reaction.name() + "/" + ordinal++;
            return new CommandId(text.length() <= CommandId.TEXT_MAX ? text
                    : ContentHash.sha256(text.getBytes(StandardCharsets.UTF_8)).hex());
        }
    }
}
