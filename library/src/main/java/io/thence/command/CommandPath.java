// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.Application;
import io.thence.Cases;
import io.thence.CommandId;
import io.thence.Decider;
import io.thence.Decision;
import io.thence.Origin;
import io.thence.Outcome;
import io.thence.Position;
import io.thence.Refusal;
import io.thence.Send;
import io.thence.ThenceException.BadRequest;
import io.thence.event.Ports;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Command;
import io.thence.store.NewEvent;
import io.thence.store.Remembered;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * From a command to its outcome:
 *
 * <ol>
 *   <li>Is the id known? Then the first outcome is the answer.
 *   <li>Fold what the decider reads, up to the durable head.
 *   <li>Decide.
 *   <li>Append, on the condition that nothing of what was read has changed since.
 *   <li>If something has: again, on fresh state, a bounded number of times.
 * </ol>
 */
public final class CommandPath {

    /** How often a command is decided before it ends {@link Outcome.Conflicted}. */
    public static final int ATTEMPTS_MAX = 100;

    private final Map<Class<?>, Decider<?, ?>> deciders = new HashMap<>();
    private final Ports ports;
    private final Folder folder;
    private final Origin origin;
    private final LongAdder conflicts = new LongAdder();

    /** The path for the commands of {@code application}, which has no problems. */
    public CommandPath(Application application, Ports ports, Folder folder) {
        this.ports = ports;
        this.folder = folder;
        origin = Origin.of(application.name());
        for (var decider : application.deciders()) {
            Cases.of(decider.commands()).forEach(command -> deciders.put(command, decider));
        }
    }

    /** How often a decision was made in vain, because what it had read changed before its events were appended. */
    public long conflicts() {
        return conflicts.sum();
    }

    /** Sends a command and waits for its outcome. */
    public Outcome send(Object command, Send how) {
        return send(deciderOf(command), command, how);
    }

    private Decider<?, ?> deciderOf(Object command) {
        var decider = deciders.get(command.getClass());
        if (decider == null) {
            throw new BadRequest(command.getClass().getName()
                    + " is decided by no decider of the application: add one, or check what is sent");
        }
        return decider;
    }

    private <C, E> Outcome send(Decider<C, E> decider, Object sent, Send how) {
        var id = how.id().orElseGet(() -> new CommandId(ports.world().newId().toString()));
        var command = new Command(id, ports.codec().hash(sent));
        var known = ports.store().remembered(id);
        if (known.isPresent()) {
            return repeated(command, known.get());
        }
        var attempt = new Attempt<>(decider, decider.commands().cast(sent), command, how);
        for (int i = 1; ; i++) {
            var outcome = once(attempt, i);
            if (!(outcome instanceof Outcome.Conflicted)) {
                return outcome;
            }
            conflicts.increment();
            if (i == ATTEMPTS_MAX) {
                return outcome;
            }
        }
    }

    /** A command on its way. */
    private record Attempt<C, E>(Decider<C, E> decider, C sent, Command command, Send how) {}

    private <C, E> Outcome once(Attempt<C, E> attempt, int number) {
        var boundary = Boundary.of(attempt.decider(), attempt.sent(), folder.plans());
        var head = ports.store().head();
        if (boundary.keys() > Decider.KEYS_MAX) {
            return new Outcome.Refused(new Refusal.TooManyKeys(boundary.keys(), Decider.KEYS_MAX), head, false);
        }
        var states = folder.states(boundary, head);
        var decision = attempt.decider().function().apply(new Decider.Case<>(attempt.sent(), states.values()));
        var append = append(attempt, decision).on(boundary.condition(head));
        return switch (ports.store().append(append)) {
            case Appended.Committed(Position first, Position last) -> switch (decision) {
                case Decision.Accept<E>(var events) -> {
                    folder.learn(states, append.events(), last);
                    yield new Outcome.Accepted(first, last, events.size(), false);
                }
                case Decision.Refuse<E>(String reason) when attempt.how().remembered() ->
                    new Outcome.Refused(new Refusal.Decided(reason), head, false);
                case Decision.Refuse<E>(String reason) -> refused(attempt.command(), reason, head);
            };
            case Appended.Repeated(var first) -> repeated(attempt.command(), first);
            case Appended.IdReused(var first) -> repeated(attempt.command(), first);
            case Appended.Conflict(var keys, var at) -> new Outcome.Conflicted(number, keys, at);
            case Appended.Tombstoned(var key, _) ->
                new Outcome.Refused(new Refusal.Tombstoned(key), head, false);
            case Appended.Fenced(var word, var checkpoint) ->
                throw new AssertionError("a command says nothing for consumers, but " + word + " met " + checkpoint);
        };
    }

    /** A refusal that is not kept; unless the command was done meanwhile, and is refused for what it did itself. */
    private Outcome refused(Command command, String reason, Position head) {
        return ports.store().remembered(command.id()).map(first -> repeated(command, first))
                .orElseGet(() -> new Outcome.Refused(new Refusal.Decided(reason), head, false));
    }

    private <C, E> Append append(Attempt<C, E> attempt, Decision<E> decision) {
        return switch (decision) {
            case Decision.Accept<E>(var events) -> {
                List<NewEvent> encoded = events.stream().map(ports.codec()::encode).toList();
                yield Append.of(encoded, attempt.how().origin().orElse(origin)).of(attempt.command());
            }
            case Decision.Refuse<E>(String reason) when attempt.how().remembered() ->
                Append.of(List.of(), attempt.how().origin().orElse(origin)).of(attempt.command()).refused(reason);
            case Decision.Refuse<E> _ -> Append.of(List.of(), origin);
        };
    }

    private static Outcome repeated(Command command, Remembered first) {
        if (!first.command().hash().equals(command.hash())) {
            return new Outcome.IdReused(command.id(), first.first());
        }
        return first.refused().<Outcome>map(
                        reason -> new Outcome.Refused(new Refusal.Decided(reason), first.last(), true))
                .orElseGet(() -> new Outcome.Accepted(first.first(), first.last(), first.events(), true));
    }
}
