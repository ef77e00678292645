// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.Decider;
import io.thence.Decision;
import io.thence.Origin;
import io.thence.Outcome;
import io.thence.Position;
import io.thence.Refusal;
import io.thence.ThenceException.BadRequest;
import io.thence.event.Ports;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Appended.Committed;
import io.thence.store.Command;
import io.thence.store.EventStore;
import io.thence.store.NewEvent;
import io.thence.store.Remembered;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * Decides commands one after the other, each on the state that the ones before it leave, and appends what they came to:
 * each its own batch, on the condition that nothing of what it read has changed since. Several are appended together or
 * not at all, since the later ones know the earlier ones.
 */
final class DecisionPass {

    /** From so many bytes of events on, what follows is decided in another pass; so it is by the keys that are read. */
    private static final int BYTES = 4 << 20;
    private static final int SAID_MAX = 10;

    private final Ports ports;
    private final Folder folder;
    private final Origin origin;
    private final ScopedValue<Attempt<?, ?>> deciding = ScopedValue.newInstance();

    DecisionPass(Ports ports, Folder folder, Origin origin) {
        this.ports = ports;
        this.folder = folder;
        this.origin = origin;
    }

    /** A command with its decision, and the batch that carries it out. */
    private record Decided<C, E>(Attempt<C, E> attempt, Decision<E> decision, Append append) {}

    /**
     * Decides as many of the commands as go into one pass, at least one.
     *
     * @param attempts at least one
     * @return what became of the first ones, in their order
     */
    List<Answer> run(List<? extends Attempt<?, ?>> attempts) {
        var states = folder.working(ports.store().head());
        List<Decided<?, ?>> all;
        try {
            all = decide(attempts, states);
        } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
            return List.of(new Answer.Broke(e));
        }
        List<Appended> answers;
        try {
            var appends = all.stream().<Append>map(Decided::append).toList();
            answers = appends.size() == 1 ? List.of(ports.store().append(appends.getFirst()))
                    : ports.store().append(appends);
        } catch (BadRequest e) {
            return all.size() == 1 ? List.of(new Answer.Broke(e))
                    : run(attempts.subList(0, 1)); // one is over a limit: it fails by itself once it is the first
        } catch (RuntimeException e) {
            return all.stream().<Answer>map(_ -> new Answer.Broke(e)).toList(); // all or none, so the same for all
        }
        if (answers.getFirst() instanceof Committed) {
            states.committed(answers.stream().map(Committed.class::cast).toList());
        }
        var outcomes = new ArrayList<Answer>(all.size());
        for (int i = 0; i < all.size(); i++) {
            outcomes.add(answers.get(i) instanceof Appended.Withheld ? new Answer.Withheld()
                    : new Answer.Came(outcome(all.get(i), answers.get(i), states.head())));
        }
        return outcomes;
    }

    /** The command's decision on these states; it is not among what they were decided to. */
    <C, E> Decision<E> decide(Attempt<C, E> attempt, WorkingStates states) {
        var decision = ScopedValue.where(deciding, attempt).call(() -> attempt.decider().function().apply(
                new Decider.Case<>(attempt.sent(), states.read(attempt.boundary()))));
        Objects.requireNonNull(decision, () -> "decider " + attempt.decider().name() + " ("
                + attempt.decider().declared() + ") came to null: let it accept(..) or refuse(..)");
        if (decision instanceof Decision.Accept<E>(var events)) {
            events.forEach(event -> refuseUndeclared(attempt.decider(), event));
        }
        return decision;
    }

    /**
     * Checks that no decision is being made on the calling thread: one that waited for another command could wait for
     * itself, and would send it again whenever it is made again.
     *
     * @throws BadRequest if one is
     */
    void refuseWhileDeciding(Object sent) {
        if (deciding.isBound()) {
            var attempt = deciding.get();
            var keys = attempt.boundary().filed();
            throw new BadRequest("a " + sent.getClass().getName() + " is sent while decider "
                    + attempt.decider().name() + " decides command " + attempt.command().id() + ", a "
                    + attempt.sent().getClass().getName() + ", on thread '" + Thread.currentThread().getName()
                    + "', which holds the turn of " + keys.subList(0, Math.min(keys.size(), SAID_MAX))
                    + ": it would wait for itself. A decider only decides: accept an event, and let a reaction to it"
                    + " send the command, or send it after the outcome");
        }
    }

    private static void refuseUndeclared(Decider<?, ?> decider, Object event) {
        if (!decider.writes(event.getClass())) {
            throw new BadRequest("decider " + decider.name() + " (" + decider.declared() + ") decided on a "
                    + event.getClass().getSimpleName() + ", which it does not say that it writes: add it to"
                    + " writing(..)");
        }
    }

    /** Up to the first one that breaks, which is the first of the next pass, so that it fails by itself. */
    private List<Decided<?, ?>> decide(List<? extends Attempt<?, ?>> attempts, WorkingStates states) {
        var all = new ArrayList<Decided<?, ?>>();
        var ids = new HashSet<>();
        long bytes = 0;
        long keys = 0;
        for (var attempt : attempts) {
            keys += attempt.boundary().keys();
            boolean full = all.size() == EventStore.TOGETHER_MAX || bytes > BYTES || keys > Decider.KEYS_MAX;
            if ((full && !all.isEmpty()) || !ids.add(attempt.command().id())) {
                return all;
            }
            try {
                var decided = decided(attempt, states);
                bytes += decided.append().events().stream().mapToLong(event -> event.data().length).sum();
                states.decide(attempt.boundary(), all.size(), decided.append().events());
                all.add(decided);
            } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
                if (all.isEmpty()) {
                    throw e;
                }
                return all;
            }
        }
        return all;
    }

    private <C, E> Decided<C, E> decided(Attempt<C, E> attempt, WorkingStates states) {
        var decision = decide(attempt, states);
        var append = append(attempt, decision).on(attempt.boundary().condition(states.head()));
        return new Decided<>(attempt, decision, append);
    }

    private <C, E> Append append(Attempt<C, E> attempt, Decision<E> decision) {
        var append = appended(attempt, decision);
        return attempt.how().cause().map(append::causedAt).orElse(append);
    }

    private <C, E> Append appended(Attempt<C, E> attempt, Decision<E> decision) {
        var how = attempt.how();
        return switch (decision) {
            case Decision.Accept<E>(var events) -> {
                List<NewEvent> encoded = events.stream().map(ports.codec()::encode)
                        .map(event -> how.time().map(event::at).orElse(event)).toList();
                yield Append.of(encoded, how.origin().orElse(origin)).of(attempt.command());
            }
            case Decision.Refuse<E>(var reason) when how.remembered() ->
                Append.of(List.of(), how.origin().orElse(origin)).of(attempt.command())
                        .refused(RefusalText.of(attempt.decider(), reason));
            case Decision.Refuse<E>(var reason) -> {
                RefusalText.check(attempt.decider(), reason);
                yield Append.of(List.of(), origin);
            }
        };
    }

    private <C, E> Outcome outcome(Decided<C, E> decided, Appended answer, Position head) {
        var attempt = decided.attempt();
        return switch (answer) {
            case Committed(Position first, Position last) -> switch (decided.decision()) {
                case Decision.Accept<E>(var events) -> new Outcome.Accepted(first, last, events.size(), false);
                case Decision.Refuse<E>(var reason) when attempt.how().remembered() ->
                    new Outcome.Refused(new Refusal.Decided(reason), last, false);
                case Decision.Refuse<E>(var reason) -> refused(attempt, reason, last);
            };
            case Appended.Repeated(var first) -> repeated(attempt.decider(), attempt.command(), first);
            case Appended.IdReused(var first) -> repeated(attempt.decider(), attempt.command(), first);
            case Appended.Conflict(var keys, var at) -> new Outcome.Conflicted(1, keys, at);
            case Appended.Withheld() -> throw new AssertionError("what is withheld has no outcome");
            case Appended.Tombstoned(var key, _) -> new Outcome.Refused(new Refusal.Tombstoned(key), head, false);
            case Appended.Fenced(var word, var checkpoint) ->
                throw new AssertionError("a command says nothing for consumers, but " + word + " met " + checkpoint);
        };
    }

    /** A refusal that is not kept; unless the command was done meanwhile, and is refused for what it did itself. */
    private Outcome refused(Attempt<?, ?> attempt, Object reason, Position at) {
        return ports.store().remembered(attempt.command().id())
                .map(first -> repeated(attempt.decider(), attempt.command(), first))
                .orElseGet(() -> new Outcome.Refused(new Refusal.Decided(reason), at, false));
    }

    /** The first outcome of a command that was done before. */
    static Outcome repeated(Decider<?, ?> decider, Command command, Remembered first) {
        if (!first.command().hash().equals(command.hash())) {
            return new Outcome.IdReused(command.id(), first.first());
        }
        return first.refused().<Outcome>map(text -> new Outcome.Refused(
                        new Refusal.Decided(RefusalText.read(decider, text)), first.last(), true))
                .orElseGet(() -> new Outcome.Accepted(first.first(), first.last(), first.events(), true));
    }
}
