// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.CommandId;
import io.thence.Next;
import io.thence.Origin;
import io.thence.Position;
import io.thence.Saga;
import io.thence.ThenceException.BadRequest;
import io.thence.event.Ports;
import io.thence.processor.Handler.HeldUp;
import io.thence.saga.SagaEvent.Input;
import io.thence.saga.SagaEvent.Moved;
import io.thence.saga.Standings.Known;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Command;
import io.thence.store.Condition;
import io.thence.store.ContentHash;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The steps of a saga's instances in the log. A step is appended on the condition that its instance has taken no other
 * since it was read, and under an id that is made of what it is about: taken again after a crash, it adds nothing.
 */
final class SagaLog<S> {

    private static final int CONFLICTS_MAX = 10;

    private final Saga<?, S> saga;
    private final SagaPlan<S> plan;
    private final Stepping<S> stepping;
    private final Ports ports;
    private final Standings standings = new Standings();

    SagaLog(SagaPlan<S> plan, Ports ports) {
        this.plan = plan;
        this.ports = ports;
        saga = plan.saga();
        stepping = new Stepping<>(plan);
    }

    /** The code of its saga. */
    SagaPlan<S> plan() {
        return plan;
    }

    /** How an instance stands, for the lane that has its events in hand: nobody else takes steps of it. */
    Standing standing(String instance) {
        return known(instance).standing();
    }

    /**
     * How an instance stands, for any other thread. Nothing is kept of what that has read: its lane may have taken a
     * step meanwhile, and would not see it.
     */
    Standing seen(String instance) {
        return standings.of(instance).orElseGet(() -> read(instance, ports.store().head())).standing();
    }

    private Known known(String instance) {
        var known = standings.of(instance);
        if (known.isPresent()) {
            return known.get();
        }
        var head = ports.store().head(); // before the steps: what comes between is a conflict
        var read = read(instance, head);
        standings.put(instance, read);
        return read;
    }

    private Known read(String instance, Position head) {
        var known = new Known(Standing.NONE, head, Optional.empty(), Optional.empty());
        var start = new Position(ports.store().lineage(), 0);
        var query = Query.keys(SagaEvent.stream(saga.name(), instance));
        try (var reader = ports.store().read(query, start, Direction.FORWARDS)) {
            for (var event = reader.next(); event.isPresent(); event = reader.next()) {
                if (plan.read(event.get()).orElse(null) instanceof Moved moved) {
                    known = known.read(known.standing().after(moved, plan::isUndone), head, event.get().origin());
                }
            }
        }
        boolean isGone = known.standing().number() == 0
                && ports.store().revision(SagaEvent.stream(saga.name(), instance), head) > 0;
        return isGone ? new Known(Standing.GONE, head, Optional.empty(), Optional.empty()) : known;
    }

    /**
     * A step that is to be taken.
     *
     * @param id       made of what it is about
     * @param instance of the saga
     * @param origin   where it comes from
     */
    record Step(CommandId id, String instance, Origin origin) {}

    /**
     * What a step comes to.
     *
     * @param input what it is about
     * @param next  what the code says on that
     */
    record Said<S>(Input input, Next<S> next) {}

    /** The step that {@code stored} is, of the saga: decoded only where it was not the last one that was taken here. */
    SagaEvent read(StoredEvent stored) {
        return standings.of(stored.keys().getFirst().value())
                .filter(known -> known.upTo().number() == stored.number()).flatMap(Known::last)
                .<SagaEvent>map(moved -> moved).or(() -> plan.read(stored)).orElseThrow();
    }

    /** Whether a step was taken; then it is looked up anew how its instance stands. */
    private boolean isTaken(Step step) {
        boolean isTaken = ports.store().remembered(step.id()).isPresent();
        if (isTaken) {
            standings.forget(step.instance());
        }
        return isTaken;
    }

    /**
     * Takes a step, unless it was taken, or {@code code}, which is told how the instance stands, has nothing to do.
     * That it was taken shows when it is appended; so the code may be asked about what it was asked before, and on
     * another state: then what it says, or fails on, is not heard.
     */
    void take(Step step, Function<Standing, Optional<Said<S>>> code) {
        for (int i = 0; i < CONFLICTS_MAX; i++) {
            var known = known(step.instance());
            Optional<Moved> moved;
            try {
                moved = code.apply(known.standing()).map(said ->
                        stepping.moved(step.instance(), known.standing(), said, ports.world().now()));
            } catch (RuntimeException e) {
                if (isTaken(step)) {
                    return;
                }
                throw e;
            }
            if (moved.isEmpty() || append(step, known, moved.get())) {
                return;
            }
            standings.forget(step.instance());
        }
        throw new HeldUp(step.instance() + " of saga '" + saga.name() + "' takes steps somewhere else too: stop one of"
                + " the two");
    }

    /** Whether it was appended, now or before; else the instance has taken another step since. */
    private boolean append(Step step, Known known, Moved moved) {
        var stream = SagaEvent.stream(saga.name(), step.instance());
        var command = new Command(step.id(), ContentHash.sha256());
        var origin = known.within(step.origin());
        var appended = ports.store().append(Append.of(List.of(moved.stored(saga.version())), origin).of(command)
                .on(Condition.nothingNew(List.of(new Query.Term(SagaEvent.MOVED, List.of(stream))), known.upTo())));
        return switch (appended) {
            case Appended.Committed(var _, var last) -> {
                standings.put(step.instance(), known.after(known.standing().after(moved, plan::isUndone), moved, last,
                        origin));
                yield true;
            }
            case Appended.Repeated _ -> {
                standings.forget(step.instance());
                yield true;
            }
            case Appended.Conflict _ -> false; // it is looked at anew
            case Appended.Tombstoned(var key, _) -> throw new BadRequest(key + " was closed for good by a tombstone,"
                    + " while " + step.instance() + " of saga '" + saga.name() + "' goes on under it: discard this");
            case Appended other -> throw new AssertionError("one step, but " + other);
        };
    }
}
