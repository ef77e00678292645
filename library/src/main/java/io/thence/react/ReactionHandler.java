// SPDX-License-Identifier: Apache-2.0
package io.thence.react;

import io.thence.Cases;
import io.thence.CommandId;
import io.thence.Effect;
import io.thence.Event;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Origin;
import io.thence.Outcome;
import io.thence.Reaction;
import io.thence.Send;
import io.thence.ThenceException.BadRequest;
import io.thence.code.Fingerprint;
import io.thence.command.CommandPath;
import io.thence.command.ConsumerCommands;
import io.thence.event.EventCodec;
import io.thence.event.Keying;
import io.thence.event.Ports;
import io.thence.processor.Handler;
import io.thence.processor.Processor;
import io.thence.store.StoredEvent;
import io.thence.telemetry.BatchHandling;
import io.thence.telemetry.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Handles the events of a reaction: each with the clause for it, which sends commands. When an event is handled again,
 * those that it sends again are recognised by their ids, which are made of the event's.
 */
public final class ReactionHandler implements Handler {

    private final Reaction reaction;
    private final Ports ports;
    private final ConsumerCommands commands;
    private final BatchHandling batches;
    private final Map<Class<?>, Reaction.Clause<?>> clauses = new HashMap<>();
    private final Map<Reaction.Clause<?>, Gathering<?>> gatherings = new ConcurrentHashMap<>();
    private final Set<Class<?>> sends = new HashSet<>();
    private final Set<Effect<?, ?>> calls = new HashSet<>();

    private ReactionHandler(Reaction reaction, Ports ports, CommandPath commands) {
        this.reaction = reaction;
        this.ports = ports;
        this.commands = new ConsumerCommands(commands, ports.codec());
        batches = new BatchHandling(ports.telemetry(), reaction.name());
        for (var clause : reaction.clauses()) {
            Cases.of(clause.type()).forEach(record -> clauses.putIfAbsent(record, clause));
        }
        calls.addAll(reaction.calls());
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
        var handler = new ReactionHandler(reaction, ports, commands);
        var taking = reaction.taking();
        return new Processor(new Processor.Course("reaction", reaction.name(), types, keying(reaction),
                reaction.policy(), type -> !personal.contains(type) && !handler.commands.mayNamePersons(),
                taking.start(), () -> code(reaction, codec), handler)
                .about(taking.about().stream().map(values -> values.stream().map(codec::filed).toList()).toList())
                .observed(ports), ports.world(), ports.store(),
                ports.supervisor());
    }

    /** Which key the events of {@code reaction} are handled under. */
    public static Keying keying(Reaction reaction) {
        return new Keying(reaction.taking().by().map(Key::name), 0, 1);
    }

    private static String code(Reaction reaction, EventCodec codec) {
        var print = new Fingerprint(codec);
        reaction.clauses().forEach(clause -> print.words(" on").code(clause.handler()).reads(clause.type()));
        return print.brief();
    }

    @Override
    public void handle(StoredEvent stored) {
        boolean isAgain = AGAIN.isBound(); // a batch is made ready by any thread
        for (var event : ports.codec().events(stored)) {
            var clause = clauses.get(event.data().getClass());
            if (clause != null) {
                handle(clause, () -> new Sender(stored, event, isAgain));
            }
        }
    }

    private <E> void handle(Reaction.Clause<E> clause, Supplier<Sender> senders) {
        switch (clause.handler()) {
            case Reaction.Handler<E> one -> {
                var sender = senders.get();
                one.handle(clause.type().cast(sender.event.data()), sender);
                sender.effects.rethrow();
            }
            case Reaction.BatchHandler<E> several -> gathering(clause, several).handle(() -> {
                var sender = senders.get();
                sender.place = Optional.of(ports.telemetry().here());
                return new Gathering.Attempt<>(
                        new Reaction.Taken<>(clause.type().cast(sender.event.data()), sender), sender.effects::rethrow);
            });
        }
    }

    @SuppressWarnings("unchecked") // each is put in for a clause of its type
    private <E> Gathering<E> gathering(Reaction.Clause<E> clause, Reaction.BatchHandler<E> several) {
        return (Gathering<E>) gatherings.computeIfAbsent(clause,
                _ -> new Gathering<>(ports.world(), together(several), clause.batch()));
    }

    /** What is read for one of several events that are handled together is known to who handles the others. */
    private <E> Reaction.BatchHandler<E> together(Reaction.BatchHandler<E> several) {
        return taken -> {
            var hasRead = new AtomicBoolean();
            var senders = taken.stream().map(one -> (Sender) one.out()).toList();
            senders.forEach(sender -> sender.hasRead = hasRead);
            batches.around(senders.stream().map(sender -> sender.stored).toList(),
                    senders.stream().map(sender -> sender.place.orElseThrow()).toList(), () -> several.handle(taken));
        };
    }

    /** Sends the commands of one event, and does its effects. */
    private final class Sender implements Reaction.Out {

        private final StoredEvent stored;
        private final Event<?> event;
        private final Origin origin;
        private final Calls effects;
        private AtomicBoolean hasRead = new AtomicBoolean(); // of persons, for this event
        private Optional<Place> place = Optional.empty(); // its lane, where it is handled with others by one lane
        private int ordinal;

        Sender(StoredEvent stored, Event<?> event, boolean isAgain) {
            this.stored = stored;
            this.event = event;
            origin = ports.telemetry().within(event.origin().ledTo(reaction.name(), event.id().text()));
            effects = new Calls(ports, new Calls.About(reaction.name(), stored.id(), event.id(), origin, isAgain));
        }

        @Override
        public Outcome send(Object command) {
            if (!sends.contains(command.getClass())) {
                throw new BadRequest("reaction '" + reaction.name() + "' does not say that it sends "
                        + command.getClass().getSimpleName() + ": add it to sending(..)");
            }
            var how = Send.as(nextId().text()).from(origin).remember();
            var outcome = here(() -> commands.insist(command, how));
            if (outcome instanceof Outcome.IdReused reused) {
                throw new BadRequest("reaction '" + reaction.name() + "' has sent another command before under id "
                        + reused.id().text() + ": for one event it is to send the same commands in the same order,"
                        + " whatever has changed since; let deciders decide");
            }
            if (!(outcome instanceof Outcome.Conflicted)) {
                return outcome;
            }
            throw HeldUp.conflicted("command " + how.id().get());
        }

        /** Runs {@code code} below the span of this event, which is not that of another one whose thread it is on. */
        private <T> T here(Supplier<T> code) {
            return place.isEmpty() ? code.get() : place.get().in(code);
        }

        @Override
        public Event<?> event() {
            return event;
        }

        private CommandId nextId() {
            return DerivedIds.command(event.id() + "/" + reaction.name() + "/" + ordinal++);
        }

        @Override
        public <Q, A> A call(Effect<Q, A> effect, Q request) {
            if (!calls.contains(effect)) {
                throw new BadRequest("reaction '" + reaction.name() + "' does not say that it calls '" + effect.name()
                        + "': add it to calling(..)");
            }
            if (hasRead.get() && effect.personal() && !effects.isKept(effect)) {
                throw new BadRequest("reaction '" + reaction.name() + "' has read what is about persons, and what '"
                        + effect.name() + "' answers is kept in clear: say answersNothingPersonal() if nothing in the"
                        + " answer is, or let it answer with less, or call it before reading");
            }
            return here(() -> effects.call(effect, request));
        }

        @Override
        public <K, S> S read(Fold<K, S> fold, K key) {
            if (commands.isOfPersons(fold)) {
                hasRead.set(true);
            }
            return commands.state(fold, key);
        }

        @Override
        public UUID id(String name) {
            return DerivedIds.uuid(ports.store().lineage().log().toString(), reaction.name(), event.id().text(), name);
        }
    }
}
