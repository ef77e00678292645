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
import io.thence.saga.SagaEvent.Input;
import io.thence.saga.SagaEvent.Moved;
import io.thence.saga.SagaEvent.Sent;
import io.thence.store.Append;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.EventView;
import io.thence.store.Query;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds before a start which instances cannot go on by the code as it is now: their states, what they asked and what
 * they want to be woken for are read as that code would. Where nothing has changed since the last start none is
 * looked at; else all steps of the saga are read once, some 100,000 a second, and the names of those that go on are
 * in memory.
 */
public final class SagaStart<S> {

    /** So many instances are named. */
    private static final int NAMED_MAX = 5;

    private final Saga<?, S> saga;
    private final SagaPlan<S> plan;
    private final EventStore store;
    private final Map<String, Faults> goingOn = new LinkedHashMap<>();

    private SagaStart(Saga<?, S> saga, Ports ports) {
        this.saga = saga;
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
        boolean isAny = lookThrough();
        var problems = new ArrayList<Problem>();
        goingOn.entrySet().stream().filter(one -> !one.getValue().equals(Faults.NONE)).limit(NAMED_MAX).forEach(one ->
                problems.add(new Problem(Severity.ERROR, "saga " + saga.name(), saga.declared(), "instance "
                        + one.getKey() + " goes on, and " + one.getValue().text(), "say by migrating(..) what becomes"
                        + " of what version " + saga.version() + " has stored, or run the code that fits until none is"
                        + " left that has not ended (thence sagas " + saga.name() + ")")));
        if (problems.isEmpty() && isAny) {
            note(shape);
        }
        return problems;
    }

    /** Whether there is any instance that goes on. */
    private boolean lookThrough() {
        var start = new Position(store.lineage(), 0);
        try (var events = store.read(Query.keys(SagaEvent.all(saga.name())), start, Direction.FORWARDS)) {
            for (var event = events.nextView(); event.isPresent(); event = events.nextView()) {
                if (event.get().type().equals(SagaEvent.MOVED_NAME)) {
                    look(event.get());
                }
            }
        }
        return !goingOn.isEmpty();
    }

    private void look(EventView event) {
        var stored = (Moved) SagaEvent.read(event).orElseThrow();
        if (stored.status().isEnd()) {
            goingOn.remove(stored.instance());
            return;
        }
        var before = goingOn.getOrDefault(stored.instance(), Faults.NONE);
        goingOn.put(stored.instance(), faults(before, event));
    }

    /**
     * What is wrong with one instance.
     *
     * @param now   about its state, and the wakes that it wants
     * @param asked about what it has asked and may yet have to hear of, or to undo
     */
    private record Faults(List<String> now, List<FaultyAsk> asked) {

        static final Faults NONE = new Faults(List.of(), List.of());

        String text() {
            return Stream.concat(now.stream(), asked.stream().map(FaultyAsk::fault))
                    .collect(Collectors.joining(", and "));
        }
    }

    private record FaultyAsk(long number, int ordinal, boolean isUndone, String fault) {

        /** Whether it matters no more after {@code input}: it was not accepted, or need not be undone. */
        boolean isOver(Input input) {
            return switch (input) {
                case Input.Accepted(var _, long step, int place, var _) ->
                    step == number && place == ordinal && !isUndone;
                case Input.Refused(var _, long step, int place, var _) -> step == number && place == ordinal;
                case Input.Withdrawn(var _, long step, int place) -> step == number && place == ordinal;
                case Input.Undone(var _, long step, int place) -> step == number && place == ordinal;
                case Input.Happened _, Input.Woken _, Input.Told _ -> false;
            };
        }
    }

    private Faults faults(Faults before, EventView event) {
        try {
            var moved = (Moved) plan.read(event).orElseThrow();
            var now = new ArrayList<String>();
            state(moved.state()).ifPresent(now::add);
            moved.wakes().forEach(wake -> wake(wake.wake()).ifPresent(now::add));
            var asked = new ArrayList<>(before.asked());
            asked.removeIf(one -> one.isOver(moved.input()));
            for (int i = 0; i < moved.asks().size(); i++) {
                var sent = moved.asks().get(i);
                int ordinal = i;
                command(sent).ifPresent(fault ->
                        asked.add(new FaultyAsk(moved.number(), ordinal, plan.isUndone(sent), fault)));
            }
            return now.isEmpty() && asked.isEmpty() ? Faults.NONE : new Faults(now, asked);
        } catch (Undecodable | BadRequest e) {
            return new Faults(List.of(String.valueOf(e.getMessage())), before.asked());
        }
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

    private Optional<String> state(String stored) {
        return isState(stored) ? Optional.empty() : Optional.of("its state " + stored + " is none that this code has ("
                + saga.stateType().getSimpleName() + ")");
    }

    private boolean isState(String stored) {
        try {
            return isSame(stored, plan.text(plan.state(stored)));
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
        return isKnown ? Optional.empty() : Optional.of("nothing is done on the wake '" + wake
                + "', which it waits for");
    }

    /** Whether what was stored is what would be stored. */
    private static boolean isSame(String stored, String now) {
        return stored.equals(now) || tree(stored).equals(tree(now));
    }

    private static Object tree(String json) {
        return Json.tree(json.getBytes(StandardCharsets.UTF_8), "what a saga has stored");
    }
}
