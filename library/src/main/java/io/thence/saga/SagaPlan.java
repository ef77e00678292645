// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.Ask;
import io.thence.Cases;
import io.thence.Next;
import io.thence.Refusal;
import io.thence.Saga;
import io.thence.Saga.Clause;
import io.thence.Saga.OnAcceptance;
import io.thence.Saga.OnAnswer;
import io.thence.Saga.OnEachAcceptance;
import io.thence.Saga.OnEachAnswer;
import io.thence.Saga.OnEachRefusal;
import io.thence.Saga.OnEvent;
import io.thence.Saga.OnRefusal;
import io.thence.Saga.OnWake;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Undecodable;
import io.thence.event.Json;
import io.thence.event.StateJson;
import io.thence.saga.SagaEvent.Sent;
import io.thence.store.EventView;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The code of a saga, made ready: what it says on what, and its states and commands as they are stored and back. */
final class SagaPlan<S> {

    private final Saga<?, S> saga;
    private final Map<Class<?>, OnEvent<S, ?>> starting = new HashMap<>();
    private final Map<Class<?>, OnEvent<S, ?>> going = new HashMap<>();
    private final Map<String, Map<Class<?>, Clause<S>>> answers = new HashMap<>();
    private final Map<String, Clause<S>> acceptances = new HashMap<>();
    private final Map<String, Clause<S>> refusals = new HashMap<>();
    private final Map<String, OnWake<S>> wakes = new HashMap<>();
    private final Map<String, Ask<S, ?>> asks;
    private final Class<?> stateType;
    private final Migrating migrating;

    SagaPlan(Saga<?, S> saga) {
        this.saga = saga;
        migrating = new Migrating(saga);
        asks = saga.asks();
        stateType = saga.stateType();
        for (var clause : saga.clauses()) {
            switch (clause) {
                case OnEvent<S, ?> on -> Cases.of(on.type())
                        .forEach(record -> (on.starts() ? starting : going).putIfAbsent(record, on));
                case OnAnswer<S, ?> on -> answered(on.ask(), on.type(), on);
                case OnEachAnswer<S, ?> on -> answered(on.ask(), on.type(), on);
                case OnAcceptance<S> on -> acceptances.putIfAbsent(on.ask().name(), on);
                case OnEachAcceptance<S> on -> acceptances.putIfAbsent(on.ask().name(), on);
                case OnRefusal<S> on -> refusals.putIfAbsent(on.ask().name(), on);
                case OnEachRefusal<S> on -> refusals.putIfAbsent(on.ask().name(), on);
                case OnWake<S> on -> wakes.putIfAbsent(on.wake(), on);
            }
        }
    }

    private void answered(Ask<S, ?> ask, Class<?> type, Clause<S> clause) {
        Cases.of(type).forEach(record -> answers.computeIfAbsent(ask.name(), _ -> new HashMap<>())
                .putIfAbsent(record, clause));
    }

    /** What an event says, if it is of this saga, as this version of its code would have written it. */
    Optional<SagaEvent> read(EventView event) {
        return migrating.read(event);
    }

    /** Whose code it is. */
    Saga<?, S> saga() {
        return saga;
    }

    /** The state of an instance. */
    S state(Standing standing) {
        return standing.number() == 0 ? saga.start() : state(standing.state());
    }

    /** The state that is stored as {@code text}. */
    @SuppressWarnings("unchecked") // what was written as the state type is read as that
    S state(String text) {
        return (S) StateJson.read(text.getBytes(StandardCharsets.UTF_8), stateType);
    }

    /** A state as it is stored. */
    String text(S state) {
        return new String(StateJson.write(Objects.requireNonNull(state), stateType), StandardCharsets.UTF_8);
    }

    /** What is done on an event that is filed under the key; empty if nothing is. */
    Optional<Next<S>> happened(S state, boolean isBegun, Object event) {
        OnEvent<S, ?> on = (isBegun ? going : starting).get(event.getClass());
        return Optional.ofNullable(on).map(clause -> apply(clause, state, event));
    }

    private <E> Next<S> apply(OnEvent<S, E> on, S state, Object event) {
        return said(on.step().apply(state, on.type().cast(event)), on.type().getSimpleName());
    }

    /** What is done when a command was accepted that led to {@code events}. */
    Next<S> accepted(Sent sent, S state, List<Object> events) {
        var next = Next.state(state);
        boolean isAnswered = false;
        for (var event : events) {
            var on = answers.getOrDefault(sent.ask(), Map.of()).get(event.getClass());
            if (on != null && next.end() == Next.End.GOES_ON) {
                isAnswered = true;
                next = next.then(heard(on, sent, next.state(), event));
            }
        }
        var on = acceptances.get(sent.ask());
        return isAnswered || on == null ? next : heard(on, sent, state, sent);
    }

    /** What is done when a command was refused. */
    Next<S> refused(Sent sent, S state, Refusal refusal) {
        var on = refusals.get(sent.ask());
        if (on == null) {
            throw unknown("ask", sent.ask(), "onRefused");
        }
        return heard(on, sent, state, refusal);
    }

    /** What a clause says on {@code input} about what was sent. */
    private Next<S> heard(Clause<S> clause, Sent sent, S state, Object input) {
        return switch (clause) {
            case OnAnswer<S, ?> on -> answer(on, state, input);
            case OnEachAnswer<S, ?> on -> answer(on, one(sent), state, input);
            case OnAcceptance<S> on -> said(on.step().apply(state), "the acceptance of ask '" + sent.what() + "'");
            case OnEachAcceptance<S> on ->
                said(on.step().apply(one(sent), state), "the acceptance of ask '" + sent.what() + "'");
            case OnRefusal<S> on ->
                said(on.step().apply(state, (Refusal) input), "the refusal of ask '" + sent.what() + "'");
            case OnEachRefusal<S> on ->
                said(on.step().apply(one(sent), state, (Refusal) input), "the refusal of ask '" + sent.what() + "'");
            case OnEvent<S, ?> _, OnWake<S> _ -> throw new AssertionError("no clause of an ask: " + clause);
        };
    }

    private <E> Next<S> answer(OnAnswer<S, E> on, S state, Object event) {
        return said(on.step().apply(state, on.type().cast(event)), on.type().getSimpleName());
    }

    private <E> Next<S> answer(OnEachAnswer<S, E> on, String one, S state, Object event) {
        return said(on.step().apply(one, state, on.type().cast(event)), on.type().getSimpleName());
    }

    private String one(Sent sent) {
        return sent.one().orElseThrow(() -> new BadRequest("saga '" + saga.name() + "' (" + saga.declared() + ") hears"
                + " of ask '" + sent.ask() + "' one by one, by onEach..(..), and has sent a " + sent.type()
                + " without saying which: send it through each(id)"));
    }

    /** What is done on a wake. */
    Next<S> woken(String wake, S state) {
        var on = wakes.get(wake);
        if (on == null) {
            throw unknown("wake", wake, "onWake");
        }
        return said(on.step().apply(state), "wake '" + wake + "'");
    }

    private BadRequest unknown(String what, String name, String clause) {
        return new BadRequest("saga '" + saga.name() + "' (" + saga.declared() + ") has no " + clause + "(..) for "
                + what + " '" + name + "', which one of its steps has named: add it");
    }

    private Next<S> said(@Nullable Next<S> next, String on) {
        if (next == null) {
            throw new BadRequest("saga '" + saga.name() + "' (" + saga.declared() + ") came to null on " + on
                    + ": answer with Next.state(..)");
        }
        next.wakes().forEach(wake -> {
            if (!wakes.containsKey(wake.name())) {
                throw unknown("wake", wake.name(), "onWake");
            }
        });
        return next;
    }

    /** A command as it is stored. */
    Sent sent(Next.Asked<S, ?> asked) {
        var name = asked.ask().name();
        if (!asked.ask().whole().equals(asks.get(name)) || !refusals.containsKey(name)) {
            throw unknown("ask", name, "onRefused");
        }
        var command = Objects.requireNonNull(asked.command());
        var sent = new Sent(name, command.getClass().getSimpleName(), Json.text(command), asked.ask().one());
        if (saga.clauses().stream().anyMatch(clause -> clause.isEach()
                && clause.heard().filter(ask -> ask.name().equals(name)).isPresent())) {
            one(sent);
        }
        return sent;
    }

    /** The command of an ask. */
    Object command(Sent sent) {
        return Json.read(sent.command().getBytes(StandardCharsets.UTF_8), record(sent),
                "ask '" + sent.ask() + "' of saga '" + saga.name() + "'");
    }

    private Class<?> record(Sent sent) {
        var cases = Cases.of(ask(sent).command());
        return cases.size() == 1 ? cases.getFirst()
                : cases.stream().filter(record -> record.getSimpleName().equals(sent.type())).findFirst()
                        .orElseThrow(() -> new Undecodable("ask '" + sent.ask() + "' of saga '" + saga.name()
                                + "' has sent a " + sent.type() + ", which is no command of it any more: keep it until"
                                + " no instance is left that has"));
    }

    private Ask<S, ?> ask(Sent sent) {
        var ask = asks.get(sent.ask());
        if (ask == null) {
            throw unknown("ask", sent.ask(), "onRefused");
        }
        return ask;
    }

    /** Whether what was sent is to be undone if it was accepted; of what is unknown that is found when it is undone. */
    boolean isUndone(Sent sent) {
        var ask = asks.get(sent.ask());
        return ask == null || ask.undo().isPresent();
    }

    /** What undoes what was sent; only where something does. */
    Object undoing(S state, Sent sent) {
        return undoing(ask(sent), state, command(sent));
    }

    private static <S, C> Object undoing(Ask<S, C> ask, S state, Object command) {
        var undone = ask.undo().orElseThrow().function().undo(state, ask.command().cast(command));
        return Objects.requireNonNull(undone, () -> "what undoes ask '" + ask.name() + "' is null");
    }
}
