// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.Application;
import io.thence.Fold;
import io.thence.MemoryProjection;
import io.thence.Part;
import io.thence.Projection;
import io.thence.Question;
import io.thence.Send;
import io.thence.ThenceException.Blocked;
import io.thence.view.ViewQuery;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A test in the application's own words:
 *
 * <pre>{@code
 * static final Spec BANK = Spec.of(Bank.APPLICATION);
 *
 * BANK.given(new Moved("anna", 500))
 *         .when(new Move("anna", -200)).then(new Moved("anna", -200))
 *         .when(new Move("anna", -301)).thenRefused("only 300 cents in anna")
 *         .thenState(BALANCE, "anna", 300L);
 * }</pre>
 *
 * <p>Immutable: a beginning can be kept and gone on from in many tests. Each {@code then} runs all steps before it on
 * the real command path, on an engine in memory that is empty at first, and throws an {@link AssertionError} that shows
 * what differs, what was given and what the decider read. Reactions and sagas do not run. The clock stands
 * at 2026-01-01 unless {@link #at} puts it elsewhere, and whatever is by chance is the same each time.
 */
public final class Spec {

    private final Application application;
    private final List<Step> steps;
    private @Nullable Run run;

    private Spec(Application application, List<Step> steps) {
        this.application = application;
        this.steps = List.copyOf(steps);
    }

    /** The tests of an application. */
    public static Spec of(Application application) {
        return new Spec(application, List.of());
    }

    /** The tests of some parts: events and a decider, say. */
    public static Spec of(Part... parts) {
        return of(Application.named("spec").with(parts));
    }

    /** These events have happened. */
    public Spec given(Object... events) {
        return given(List.of(events));
    }

    /** These events have happened. */
    public Spec given(List<?> events) {
        return with(new Step.Given(List.copyOf(events)));
    }

    /**
     * All events of a file have happened, which {@code thence export} or {@code thence read --json} wrote: in the
     * versions and at the times that they are stored with. What is personal cannot be read in it: it is sealed under
     * keys that stay with their store.
     */
    public Spec givenHistory(Path file) {
        return with(new Step.History(file));
    }

    /** When what comes next happens: the time of its events, and what the clock shows. */
    public Spec at(Instant time) {
        return with(new Step.At(time));
    }

    /** Sends a command as one of its own. */
    public Spec when(Object command) {
        return when(command, Send.ONCE);
    }

    /** Sends a command. */
    public Spec when(Object command, Send how) {
        return with(new Step.When(command, how));
    }

    private Spec with(Step step) {
        var more = new ArrayList<>(steps);
        more.add(step);
        return new Spec(application, more);
    }

    /** The last command was accepted with these events, in this order, as they are read back from the log. */
    public Spec then(Object... events) {
        return then(List.of(events));
    }

    /** The last command was accepted with these events, in this order, as they are read back from the log. */
    public Spec then(List<?> events) {
        Verdict.of(sent("then")).events(events);
        return this;
    }

    /** The last command was accepted, and nothing happened. */
    public Spec thenNothing() {
        Verdict.of(sent("thenNothing")).nothing();
        return this;
    }

    /**
     * The last command was refused.
     *
     * @param why the reason: a text, or the value that the decider refuses with; or the whole {@link
     *            io.thence.Refusal}
     */
    public Spec thenRefused(Object why) {
        Verdict.of(sent("thenRefused")).refused(why);
        return this;
    }

    /** The last command was known by its id: it was answered with its first outcome, and nothing was done. */
    public Spec thenRepeated() {
        Verdict.of(sent("thenRepeated")).repeated();
        return this;
    }

    /** The state of {@code fold} at {@code key} is now {@code state}. */
    public <K, S> Spec thenState(Fold<K, S> fold, K key, S state) {
        return asked(sandbox -> sandbox.state(fold, key), (actual, run) -> {
            if (!Shown.isSame(state, actual)) {
                throw Failure.of(Watched.where(fold, key) + ": not the state expected",
                        Comparison.ofValues("state", state, actual), run);
            }
        });
    }

    /**
     * A query to the tables of {@code projection} gives these rows:
     *
     * <pre>{@code
     * .thenRows(BALANCES, "select * from balances order by account", """
     *         account | cents
     *         anna    | 500
     *         """)
     * }</pre>
     *
     * <p>The first line has the columns. Null is {@code (null)}; a {@code |} in a text is written {@code \|}. Rows of a
     * query that has no {@code order by} are compared in any order.
     */
    public Spec thenRows(Projection projection, String sql, String rows) {
        var expected = Rows.parse(rows);
        return asked(sandbox -> sandbox.ask(projection, query -> Rows.of(query, sql)), (actual, run) ->
                expected.compare(Rows.isOrdered(sql), actual).ifPresent(lines -> {
                    throw Failure.of("projection '" + projection.name() + "': not the rows expected of " + sql, lines,
                            run);
                }));
    }

    /** A question to the tables of {@code projection}, as the application asks it, is answered by {@code answer}. */
    public <T> Spec thenAnswer(Projection projection, Function<ViewQuery, T> question, T answer) {
        return answered("projection '" + projection.name() + "'", sandbox -> sandbox.ask(projection, question), answer);
    }

    /** A question to the model of {@code projection} is answered by {@code answer}. */
    public <M, T> Spec thenAnswer(MemoryProjection<M> projection, Function<M, T> question, T answer) {
        return answered("projection '" + projection.name() + "'", sandbox -> sandbox.ask(projection, question), answer);
    }

    /** The application's queries answer {@code question} by {@code answer}. */
    public <A> Spec thenAnswer(Question<A> question, A answer) {
        return answered(Shown.of(question), sandbox -> sandbox.ask(question), answer);
    }

    private <T> Spec answered(String who, Function<Sandbox, T> question, T answer) {
        return asked(question, (actual, run) -> {
            if (!Shown.isSame(answer, actual)) {
                throw Failure.of(who + ": not the answer expected", Comparison.ofValues("answer", answer, actual), run);
            }
        });
    }

    @FunctionalInterface
    private interface Check<T> {
        void on(T actual, Run run);
    }

    private <T> Spec asked(Function<Sandbox, T> question, Check<T> check) {
        try (var sandbox = Sandbox.open(application)) {
            var ended = Run.of(steps, sandbox);
            check.on(answer(sandbox, question, ended), ended);
        }
        return this;
    }

    private static <T> T answer(Sandbox sandbox, Function<Sandbox, T> question, Run ended) {
        try {
            return question.apply(sandbox);
        } catch (Blocked e) {
            var failure = Failure.of(String.valueOf(e.getMessage()), List.of(), ended);
            failure.initCause(e);
            throw failure;
        }
    }

    private Run sent(String then) {
        if (steps.isEmpty() || !(steps.getLast() instanceof Step.When)) {
            throw new IllegalStateException(then + "(..) is about a command: say when(..) right before it");
        }
        if (run == null) {
            try (var sandbox = Sandbox.open(application)) {
                run = Run.of(steps, sandbox);
            }
        }
        return Objects.requireNonNull(run);
    }

    /** What a test does. */
    sealed interface Step {
        /** Events happen. */
        record Given(List<?> events) implements Step {}

        /** The events of a file happen. */
        record History(Path file) implements Step {}

        /** The clock is put. */
        record At(Instant time) implements Step {}

        /** A command is sent. */
        record When(Object command, Send how) implements Step {}
    }
}
