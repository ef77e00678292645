// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.Origin;
import io.thence.Position;
import io.thence.Problem;
import io.thence.Problem.Severity;
import io.thence.Saga;
import io.thence.Saga.OnWake;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.DiskFull;
import io.thence.ThenceException.Undecodable;
import io.thence.event.Json;
import io.thence.event.Ports;
import io.thence.saga.SagaEvent.Sent;
import io.thence.store.Append;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds before a start which instances cannot go on by the code as it is now: their states, what they asked and what they
 * want to be woken for are read as that code would. Where nothing has changed since the last start none is looked at; else
 * all steps of the saga are read once.
 */
public final class SagaStart<S> {

    /** So many instances are named. */
    private static final int NAMED_MAX = 5;

    private final Saga<?, S> saga;
    private final SagaPlan<S> plan;
    private final Ports ports;
    private final EventStore store;

    private SagaStart(Saga<?, S> saga, Ports ports) {
        this.saga = saga;
        this.ports = ports;
        store = ports.store();
        plan = new SagaPlan<>(saga);
    }

    /** Why instances of {@code saga} cannot go on. */
    public static List<Problem> problems(Saga<?, ?> saga, Ports ports) {
        return new SagaStart<>(saga, ports).problems();
    }

    private List<Problem> problems() {
        var shape = SagaShape.of(saga);
        if (last().filter(shape::equals).isPresent()) {
            return List.of();
        }
        var instances = SagaRecords.of(store, saga.name()).unfinished();
        if (instances.isEmpty()) {
            return List.of();
        }
        var log = new SagaLog<>(plan, ports);
        var problems = new ArrayList<Problem>();
        for (var instance : instances) {
            fault(log, instance).ifPresent(fault -> problems.add(new Problem(Severity.ERROR, "saga " + saga.name(),
                    saga.declared(), "instance " + instance + " goes on, and " + fault, "say by migrating(..) what"
                    + " becomes of what version " + saga.version() + " has stored, or run the code that fits until"
                    + " none is left that has not ended (thence sagas " + saga.name() + ")")));
            if (problems.size() == NAMED_MAX) {
                return problems;
            }
        }
        if (problems.isEmpty()) {
            note(shape);
        }
        return problems;
    }

    private Optional<SagaShape> last() {
        var end = new Position(store.lineage(), Long.MAX_VALUE);
        try (var shapes = store.read(Query.keys(SagaShape.filed(saga.name())), end, Direction.BACKWARDS)) {
            return shapes.next().flatMap(SagaShape.TYPES::read);
        }
    }

    private void note(SagaShape shape) {
        try {
            store.append(Append.of(List.of(shape.stored()), Origin.of(saga.name())));
        } catch (DiskFull _) {
            // the next start looks again
        }
    }

    private Optional<String> fault(SagaLog<S> log, String instance) {
        try {
            var standing = log.standing(instance);
            var fault = state(standing);
            for (var one : standing.asked()) {
                fault = fault.or(() -> command(one.sent()));
            }
            for (var wake : standing.wakes()) {
                fault = fault.or(() -> wake(wake.wake()));
            }
            return fault;
        } catch (Undecodable | BadRequest e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> state(Standing standing) {
        return isState(standing) ? Optional.empty() : Optional.of("its state " + standing.state() + " is none that this"
                + " code has (" + saga.stateType().getSimpleName() + ")");
    }

    private boolean isState(Standing standing) {
        try {
            return isSame(standing.state(), plan.text(plan.state(standing)));
        } catch (Undecodable _) {
            return false;
        }
    }

    private Optional<String> command(Sent sent) {
        if (!saga.asks().containsKey(sent.ask())) {
            return Optional.of("there is no ask '" + sent.ask() + "', through which it has sent a " + sent.type());
        }
        return isCommand(sent) ? Optional.empty() : Optional.of("the command " + sent.type() + " " + sent.command()
                + " of its ask '" + sent.ask() + "' is none that this code sends");
    }

    private boolean isCommand(Sent sent) {
        try {
            return isSame(sent.command(), Json.text(plan.command(sent)));
        } catch (Undecodable _) {
            return false;
        }
    }

    private Optional<String> wake(String wake) {
        boolean isKnown = saga.clauses().stream().anyMatch(clause -> clause instanceof OnWake<S> on
                && on.wake().equals(wake));
        return isKnown ? Optional.empty() : Optional.of("nothing is done on the wake '" + wake + "', which it waits for");
    }

    /** Whether what was stored is what would be stored. */
    private static boolean isSame(String stored, String now) {
        return stored.equals(now) || tree(stored).equals(tree(now));
    }

    private static Object tree(String json) {
        return Json.tree(json.getBytes(StandardCharsets.UTF_8), "what a saga has stored");
    }
}
