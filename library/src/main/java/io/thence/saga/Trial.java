// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.Ask;
import io.thence.Next;
import io.thence.Refusal;
import io.thence.Saga;
import io.thence.ThenceException.BadRequest;
import io.thence.saga.SagaEvent.Armed;
import io.thence.saga.SagaEvent.Input;
import io.thence.saga.SagaEvent.Moved;
import io.thence.saga.SagaEvent.Sent;
import io.thence.saga.SagaEvent.Status;
import io.thence.saga.SagaLog.Said;
import io.thence.saga.Standing.Asked;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One instance of a saga, without a log: a test says what comes to it, and sees what it makes of that. States and
 * commands are written and read back as in a log, and each step is made twice: one that says something else the second
 * time is refused. Immutable.
 *
 * @param <S> the saga's state
 */
public final class Trial<S> {

    private static final String INSTANCE = "trial";

    private final SagaPlan<S> plan;
    private final Standing standing;
    private final Instant now;
    private final Optional<Moved> last;

    private Trial(SagaPlan<S> plan, Standing standing, Instant now, Optional<Moved> last) {
        this.plan = plan;
        this.standing = standing;
        this.now = now;
        this.last = last;
    }

    /** An instance that has not begun; its clock shows {@code now}. */
    public static <S> Trial<S> of(Saga<?, S> saga, Instant now) {
        return new Trial<>(new SagaPlan<>(saga), Standing.NONE, now, Optional.empty());
    }

    /** An event that is filed under its key has happened; where the saga does nothing on it, it stays as it is. */
    public Trial<S> happened(Object event) {
        boolean isBegun = standing.number() > 0;
        if (isBegun && !standing.isRunning()) {
            return step(Optional.empty());
        }
        return step(twice(() -> plan.happened(state(), isBegun, event)).map(next ->
                new Said<>(new Input.Happened(event.getClass().getSimpleName(), ""), next)));
    }

    /**
     * The command was accepted that was asked first through {@code ask} of those that have no answer, and led to
     * {@code events}.
     *
     * @throws BadRequest if there is none
     */
    public Trial<S> accepted(Ask<S, ?> ask, List<?> events) {
        var asked = open(ask);
        var input = new Input.Accepted(asked.sent().what(), asked.number(), asked.ordinal(), events.size());
        return step(Optional.of(new Said<>(input, standing.isRunning()
                ? twice(() -> plan.accepted(asked.sent(), state(), List.copyOf(events))) : Next.state(state()))));
    }

    /**
     * It was refused.
     *
     * @throws BadRequest as {@link #accepted} does
     */
    public Trial<S> refused(Ask<S, ?> ask, Refusal refusal) {
        var asked = open(ask);
        var input = new Input.Refused(asked.sent().what(), asked.number(), asked.ordinal(), refusal.reason());
        return step(Optional.of(new Said<>(input, standing.isRunning()
                ? twice(() -> plan.refused(asked.sent(), state(), refusal)) : Next.state(state()))));
    }

    /**
     * The wake {@code name}, which it wants, is due; the clock shows at least that time then.
     *
     * @throws BadRequest if it does not want it
     */
    public Trial<S> woken(String name) {
        var wake = standing.wakes().stream().filter(one -> one.wake().equals(name)).findFirst().orElseThrow(() ->
                new BadRequest("it does not wait for wake '" + name + "', but for " + standing.wakes().stream()
                        .map(Armed::wake).toList()));
        var due = new Trial<>(plan, standing, wake.due().isAfter(now) ? wake.due() : now, last);
        return due.step(Optional.of(new Said<>(new Input.Woken(name, wake.armed()),
                twice(() -> plan.woken(name, state())))));
    }

    /** What it compensates for is undone, all of it: the commands for that are {@link #undoing} before. */
    public Trial<S> undone() {
        var trial = this;
        while (trial.standing.status() == Status.COMPENSATING) {
            var asked = trial.standing.asked().getLast();
            trial = trial.step(Optional.of(new Said<>(asked.isAccepted()
                    ? new Input.Undone(asked.sent().what(), asked.number(), asked.ordinal())
                    : new Input.Withdrawn(asked.sent().what(), asked.number(), asked.ordinal()),
                    Next.state(trial.state()))));
        }
        return trial;
    }

    private Trial<S> step(Optional<Said<S>> said) {
        if (said.isEmpty()) {
            return new Trial<>(plan, standing, now, Optional.empty());
        }
        var moved = new Stepping<>(plan).moved(INSTANCE, standing, said.get(), now);
        var after = standing.after(moved, plan::isUndone);
        if (!plan.state(after).equals(said.get().next().state())) {
            throw new BadRequest("the state " + said.get().next().state() + " is " + plan.state(after)
                    + " when it is read back: keep in it what equals(..) compares");
        }
        return new Trial<>(plan, after, now, Optional.of(moved));
    }

    private <T> T twice(Supplier<T> code) {
        var once = code.get();
        var again = code.get();
        if (!once.equals(again)) {
            throw new BadRequest("a step says " + text(once) + ", and then " + text(again) + ": steps are"
                    + " functions of the state and what has come, and of nothing else");
        }
        return once;
    }

    private static String text(Object said) {
        return said instanceof Optional<?> maybe ? maybe.map(Object::toString).orElse("nothing") : said.toString();
    }

    private Asked open(Ask<S, ?> ask) {
        return standing.asked().stream().filter(one -> !one.isAccepted() && one.sent().ask().equals(ask.name())
                && (ask.one().isEmpty() || ask.one().equals(one.sent().one()))).findFirst().orElseThrow(() ->
                new BadRequest("nothing that it asked through '" + ask.name() + ask.one().map(id -> "/" + id).orElse("")
                        + "' has no answer yet; that is so of " + standing.asked().stream()
                        .filter(one -> !one.isAccepted()).map(one -> one.sent().what()).toList()));
    }

    /** Its state. */
    public S state() {
        return plan.state(standing);
    }

    /** Whether it goes on; empty before it has begun. */
    public Optional<Status> status() {
        return standing.number() == 0 ? Optional.empty() : Optional.of(standing.status());
    }

    /**
     * A command that was asked.
     *
     * @param ask the name of the ask, with a slash and which one where it is one of several
     */
    public record Asks(String ask, Object command) {

        @Override
        public String toString() {
            return ask + " " + command;
        }
    }

    /** What the last step asked, in its order; nothing where it was none. */
    public List<Asks> asks() {
        return last.stream().flatMap(moved -> moved.asks().stream()).map(this::asks).toList();
    }

    private Asks asks(Sent sent) {
        return new Asks(sent.what(), plan.command(sent));
    }

    /** The commands that undo what it did, in their order, where it compensates. */
    public List<Object> undoing() {
        return standing.status() != Status.COMPENSATING ? List.of() : standing.asked().reversed().stream()
                .filter(Asked::isAccepted).map(one -> plan.undoing(state(), one.sent())).toList();
    }

    /** When it wants to be woken, by the name of the wake. */
    public Optional<Instant> wake(String name) {
        return standing.wakes().stream().filter(one -> one.wake().equals(name)).map(Armed::due).findFirst();
    }

    /** What its clock shows. */
    public Instant now() {
        return now;
    }

    @Override
    public String toString() {
        return status().map(status -> status + " after " + standing.number() + " steps").orElse("not begun") + " with "
                + state() + standing.wakes().stream().map(one -> ", wake " + one.wake() + " at " + one.due())
                .collect(Collectors.joining());
    }
}
