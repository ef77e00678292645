// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.Application;
import io.thence.Cases;
import io.thence.CommandId;
import io.thence.Decider;
import io.thence.Decision;
import io.thence.Fold;
import io.thence.Origin;
import io.thence.Outcome;
import io.thence.Position;
import io.thence.Preview;
import io.thence.Refusal;
import io.thence.Send;
import io.thence.ThenceException.BadRequest;
import io.thence.event.Ports;
import io.thence.store.Command;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.Truncation;
import io.thence.telemetry.CommandTelemetry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From a command to its outcome:
 *
 * <ol>
 *   <li>Is the id known? Then the first outcome is the answer.
 *   <li>Fold what the decider reads, up to the durable head.
 *   <li>Decide.
 *   <li>Append, on the condition that nothing of what was read has changed since.
 *   <li>If something has: again, on fresh state, a bounded number of times; from then on in the {@link CommandQueue}
 *       of what has changed, where commands wait for their turn and are decided together.
 * </ol>
 */
public final class CommandPath {

    /** How often a command is decided before it ends {@link Outcome.Conflicted}. */
    public static final int ATTEMPTS_MAX = 100;

    /** How often it is sent by who insists. */
    private static final int SENDINGS_MAX = 10;

    private final Map<Class<?>, Decider<?, ?>> deciders = new HashMap<>();
    private final Ports ports;
    private final Folder folder;
    private final DecisionPass pass;
    private final CommandQueues queues;
    private final CommandTelemetry telemetry;

    /** The path for the commands of {@code application}, which has no problems. */
    public CommandPath(Application application, Ports ports, Folder folder) {
        this.ports = ports;
        this.folder = folder;
        var origin = Origin.of(application.name());
        pass = new DecisionPass(ports, folder, origin);
        telemetry = new CommandTelemetry(ports.telemetry(), origin, ports.world());
        queues = new CommandQueues(ports.world(), pass);
        for (var decider : application.deciders()) {
            Cases.of(decider.commands()).forEach(command -> deciders.put(command, decider));
        }
    }

    /** The state of a fold as of the head, in which all is that was sent here. */
    public <K, S> S state(Fold<K, S> fold, K key) {
        return folder.state(fold, key);
    }

    /** How often a decision was made in vain, because what it had read changed before its events were appended. */
    public long conflicts() {
        return queues.conflicts();
    }

    /**
     * Sends a command and waits for its outcome.
     *
     * @throws BadRequest if nothing decides it, or it is sent by a decider while that decides
     */
    public Outcome send(Object command, Send how) {
        pass.refuseWhileDeciding(command);
        var decider = deciderOf(command);
        return telemetry.around(command, how, traced -> send(decider, command, traced));
    }

    /**
     * Sends a command as {@link #send(Object, Send)} does, up to {@value #SENDINGS_MAX} times where it meets nothing
     * but conflicts: for who has no better answer to these than to come back later.
     */
    public Outcome insist(Object command, Send how) {
        var outcome = send(command, how);
        for (int sent = 1; sent < SENDINGS_MAX && outcome instanceof Outcome.Conflicted; sent++) {
            outcome = send(command, how);
        }
        return outcome;
    }

    /** What would become of a command if it were sent now; nothing is written, and nothing is promised. */
    public Preview preview(Object command) {
        return preview(deciderOf(command), command);
    }

    /** What the decider of {@code command} reads; nothing where none decides it. */
    public List<Fold<?, ?>> reads(Object command) {
        return Optional.ofNullable(deciders.get(command.getClass())).stream()
                .flatMap(decider -> decider.readings().stream()).<Fold<?, ?>>map(Decider.Reading::fold).toList();
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
            return DecisionPass.repeated(decider, command, known.get());
        }
        var attempt = attempt(decider, sent, command, how);
        var tooMany = tooManyKeys(attempt);
        if (tooMany.isPresent()) {
            return new Outcome.Refused(tooMany.get(), ports.store().head(), false);
        }
        int vain = 0;
        while (true) {
            var outcome = once(attempt, vain);
            if (!(outcome instanceof Outcome.Conflicted conflict)) {
                return outcome;
            }
            vain += conflict.attempts();
            if (vain >= ATTEMPTS_MAX) {
                return new Outcome.Conflicted(vain, conflict.keys(), conflict.position());
            }
        }
    }

    private <C, E> Attempt<C, E> attempt(Decider<C, E> decider, Object sent, Command command, Send how) {
        var typed = decider.commands().cast(sent);
        return new Attempt<>(decider, typed, command, how, Boundary.of(decider, typed, folder.plans()));
    }

    private Optional<Refusal> tooManyKeys(Attempt<?, ?> attempt) {
        int keys = attempt.boundary().keys();
        return keys <= Decider.KEYS_MAX ? Optional.empty()
                : Optional.of(new Refusal.TooManyKeys(keys, Decider.KEYS_MAX));
    }

    private Outcome once(Attempt<?, ?> attempt, int vain) {
        var queue = queues.of(attempt.boundary());
        if (queue.isPresent()) {
            return queue.get().send(attempt, ATTEMPTS_MAX - vain);
        }
        var outcome = pass.run(List.of(attempt)).getFirst().outcome();
        if (outcome instanceof Outcome.Conflicted conflict) {
            queues.open(conflict.keys());
        }
        return outcome;
    }

    private <C, E> Preview preview(Decider<C, E> decider, Object sent) {
        var command = new Command(new CommandId("preview"), ports.codec().hash(sent));
        var attempt = attempt(decider, sent, command, Send.ONCE);
        var head = ports.store().head();
        var tooMany = tooManyKeys(attempt);
        if (tooMany.isPresent()) {
            return new Preview.Refuses(tooMany.get(), head);
        }
        return switch (pass.decide(attempt, folder.working(head))) {
            case Decision.Accept<E>(var events) -> tombstoned(events).<Preview>map(refusal ->
                    new Preview.Refuses(refusal, head)).orElseGet(() -> new Preview.Accepts(events, head));
            case Decision.Refuse<E>(var reason) -> {
                RefusalText.check(decider, reason);
                yield new Preview.Refuses(new Refusal.Decided(reason), head);
            }
        };
    }

    /** The first key of the events under which nothing can be filed any more: the writer finds it too. */
    private Optional<Refusal> tombstoned(List<?> events) {
        var store = ports.store();
        var end = new Position(store.lineage(), Long.MAX_VALUE);
        for (var event : events) {
            for (var key : ports.codec().filed(event)) {
                try (var reader = store.read(Query.keys(key), end, Direction.BACKWARDS)) {
                    if (reader.next().filter(last -> last.type().equals(Truncation.TOMBSTONED)).isPresent()) {
                        return Optional.of(new Refusal.Tombstoned(key));
                    }
                }
            }
        }
        return Optional.empty();
    }
}
