// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.Ask;
import io.thence.Refusal;
import io.thence.Saga;
import io.thence.ThenceException;
import io.thence.saga.SagaEvent.Status;
import io.thence.saga.Trial;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A test of one saga in its own words, step by step, without anything that runs:
 *
 * <pre>{@code
 * SagaSpec.of(Bank.MOVING)
 *         .when(new Requested("t", "ann", "bob", 50)).thenAsks(TAKE, new Withdraw("ann", 50)).thenWakes("late", FIVE)
 *         .whenAccepted(TAKE, new Withdrawn("ann", 50)).thenAsks(GIVE, new Deposit("bob", 50))
 *         .whenRefused(GIVE, "bob is closed").thenUndoes(new Deposit("ann", 50))
 *         .thenState(new Transfer("bob", 50, "bob is closed"));
 * }</pre>
 *
 * <p>Immutable: a beginning can be kept and gone on from in many tests. The clock stands at 2026-01-01, and moves to
 * when a wake is due that comes. Each step is made twice and must say the same, and each state is written and read
 * back. A failure is an {@link AssertionError} that shows what came before.
 *
 * @param <S> the saga's state
 */
public final class SagaSpec<S> {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Trial<S> trial;
    private final List<String> lines;

    private SagaSpec(Trial<S> trial, List<String> lines) {
        this.trial = trial;
        this.lines = List.copyOf(lines);
    }

    /** The tests of {@code saga}: of an instance that has not begun. */
    public static <S> SagaSpec<S> of(Saga<?, S> saga) {
        return new SagaSpec<>(Trial.of(saga, NOW), List.of("saga " + saga.name()));
    }

    /** These events have happened, which are filed under its key, one after the other. */
    public SagaSpec<S> given(Object... events) {
        var spec = this;
        for (var event : events) {
            spec = spec.when(event);
        }
        return spec;
    }

    /** An event happens that is filed under its key. */
    public SagaSpec<S> when(Object event) {
        return step("happened: " + event, before -> before.happened(event));
    }

    /** What was asked first through {@code ask} and has no answer is accepted with these events. */
    public SagaSpec<S> whenAccepted(Ask<S, ?> ask, Object... events) {
        return step("accepted: " + ask.name() + " with " + List.of(events), before ->
                before.accepted(ask, List.of(events)));
    }

    /**
     * It is refused for {@code why}: a text, or the value that its decider refuses with; or a whole {@link Refusal}.
     */
    public SagaSpec<S> whenRefused(Ask<S, ?> ask, Object why) {
        var refusal = why instanceof Refusal whole ? whole : new Refusal.Decided(why);
        return step("refused: " + ask.name() + " for " + why, before -> before.refused(ask, refusal));
    }

    /** A wake comes that it wants. */
    public SagaSpec<S> whenWoken(String wake) {
        return step("woken: " + wake, before -> before.woken(wake));
    }

    private SagaSpec<S> step(String line, UnaryOperator<Trial<S>> step) {
        var more = new ArrayList<>(lines);
        more.add(line);
        try {
            var after = step.apply(trial);
            more.add("  " + after);
            return new SagaSpec<>(after, more);
        } catch (ThenceException e) {
            throw new AssertionError(String.join("\n", more) + "\n" + e.getMessage(), e);
        }
    }

    /** The last step asked this, and nothing else; {@link #thenAsksAll} is for several. */
    public <C> SagaSpec<S> thenAsks(Ask<S, C> ask, C command) {
        return thenAsksAll(List.of(asked(ask, command)));
    }

    /** A command through an ask, for {@link #thenAsksAll}. */
    public static <S, C> Trial.Asks asked(Ask<S, C> ask, C command) {
        return new Trial.Asks(ask.name() + ask.one().map(id -> "/" + id).orElse(""), command);
    }

    /** The last step asked these, in this order. */
    public SagaSpec<S> thenAsksAll(List<Trial.Asks> asks) {
        return then("what is asked", asks, trial.asks());
    }

    /** The last step asked nothing. */
    public SagaSpec<S> thenAsksNothing() {
        return thenAsksAll(List.of());
    }

    /** The state is {@code state}. */
    public SagaSpec<S> thenState(S state) {
        return then("the state", state, trial.state());
    }

    /** It is woken by {@code wake} so long from now on. */
    public SagaSpec<S> thenWakes(String wake, Duration after) {
        return then("when it is woken by '" + wake + "'", Optional.of(trial.now().plus(after)), trial.wake(wake));
    }

    /** It is not woken by {@code wake}. */
    public SagaSpec<S> thenWakesNot(String wake) {
        return then("when it is woken by '" + wake + "'", Optional.empty(), trial.wake(wake));
    }

    /** It has not begun. */
    public SagaSpec<S> thenNotBegun() {
        return then("how it stands", Optional.empty(), trial.status());
    }

    /** It goes on. */
    public SagaSpec<S> thenGoesOn() {
        return then("how it stands", Optional.of(Status.RUNNING), trial.status());
    }

    /** It has come to its end, and nothing is undone. */
    public SagaSpec<S> thenDone() {
        return then("how it stands", Optional.of(Status.DONE), trial.status());
    }

    /** It has come to its end, and what it did is undone by these commands, in this order. */
    public SagaSpec<S> thenUndoes(Object... commands) {
        var spec = then("what undoes what it did", List.of(commands), trial.undoing());
        return spec.step("undone", Trial::undone).then("how it stands", Optional.of(Status.COMPENSATED),
                trial.undone().status());
    }

    private SagaSpec<S> then(String what, Object expected, Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw new AssertionError(String.join("\n", lines) + "\n" + what + ": expected " + text(expected) + "\n"
                    + " ".repeat(what.length()) + "   but was " + text(actual));
        }
        return this;
    }

    private static String text(Object value) {
        return value instanceof Optional<?> maybe ? maybe.map(Object::toString).orElse("nothing") : value.toString();
    }
}
