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
import io.thence.store.ContentHash;
import io.thence.world.Machine;
import io.thence.world.Signal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Handles the events of some streams one after the other. The handler may wait: the lane has a thread of its own, a
 * virtual one.
 */
final class Lane implements Machine {

    /** How often a command is sent at once that meets conflicts; each sending decides it many times. */
    private static final int SENDINGS = 10;

    private final Reaction reaction;
    private final CommandPath commands;
    private final Reactor reactor;
    private final Map<Class<?>, Reaction.Clause<?>> clauses = new HashMap<>();
    private final Set<Class<?>> sends = new HashSet<>();
    private final ConcurrentLinkedQueue<Event<?>> events = new ConcurrentLinkedQueue<>();
    private final Signal signal = new Signal();
    private boolean heldUp;

    /** A command met nothing but conflicts. */
    private static final class Contended extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Contended(String message) {
            super(message);
        }
    }

    Lane(Reaction reaction, CommandPath commands, Reactor reactor) {
        this.reaction = reaction;
        this.commands = commands;
        this.reactor = reactor;
        for (var clause : reaction.clauses()) {
            Cases.of(clause.type()).forEach(record -> clauses.putIfAbsent(record, clause));
        }
        reaction.sends().forEach(sent -> sends.addAll(Cases.of(sent)));
    }

    void add(Event<?> event) {
        events.add(event);
        signal.raise();
    }

    @Override
    public boolean step() {
        var event = events.peek();
        if (event == null || reactor.progress().failure() != null) {
            return false;
        }
        var clause = clauses.get(event.data().getClass());
        try {
            if (clause != null) {
                handle(clause, event);
            }
            events.remove();
            goesOn();
            reactor.finished(event.position().number());
        } catch (DiskFull | Contended e) {
            heldUp(e); // the same event again, after a rest: what it has sent is not done twice
            return false;
        } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
            reactor.failed(event, e);
        } catch (Error e) {
            reactor.failed(event, e);
            throw e;
        }
        return true;
    }

    private void heldUp(RuntimeException why) {
        heldUp = true;
        reactor.progress().note(String.valueOf(why.getMessage()));
    }

    private void goesOn() {
        if (heldUp) {
            heldUp = false;
            reactor.progress().note("");
        }
    }

    private <E> void handle(Reaction.Clause<E> clause, Event<?> event) {
        clause.handler().handle(clause.type().cast(event.data()), new Sender(event));
    }

    /** Sends the commands of one event: their ids are made of the event's, so a repeat makes the same ones. */
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
            for (int i = 0; i < SENDINGS; i++) {
                var outcome = commands.send(command, how);
                if (!(outcome instanceof Outcome.Conflicted)) {
                    return outcome;
                }
            }
            throw new Contended("command " + how.id().get() + " met nothing but conflicts and is sent again: what it"
                    + " reads changes all the time; let it read less");
        }

        private CommandId nextId() {
            var text = event.id() + "/" + reaction.name() + "/" + ordinal++;
            return new CommandId(text.length() <= CommandId.TEXT_MAX ? text
                    : ContentHash.sha256(text.getBytes(StandardCharsets.UTF_8)).hex());
        }
    }

    @Override
    public boolean isLight() {
        return true;
    }

    @Override
    public Signal signal() {
        return signal;
    }
}
