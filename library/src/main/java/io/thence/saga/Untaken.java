// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.Event;
import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.Next;
import io.thence.Position;
import io.thence.Saga;
import io.thence.Start;
import io.thence.ThenceException.Undecodable;
import io.thence.event.Annulments;
import io.thence.event.EventCodec;
import io.thence.processor.Handled;
import io.thence.saga.SagaEvent.Input;
import io.thence.saga.SagaEvent.Moved;
import io.thence.store.EventLog;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds what the code of a saga does now on events on which no step was taken: by older code there was nothing to do.
 * The instance is taken as it was when the event came to it, with the steps on all that came before. So they are read
 * once more for each such event, and nothing is kept of them.
 */
final class Untaken<S> {

    private final Saga<?, S> saga;
    private final SagaPlan<S> plan;
    private final EventLog log;
    private final EventCodec codec;
    private final SagaIds ids;
    private final Handled handled;
    private final Position head;
    private final long from;

    Untaken(SagaPlan<S> plan, EventLog log, EventCodec codec) {
        this.plan = plan;
        this.log = log;
        this.codec = codec;
        saga = plan.saga();
        ids = new SagaIds(saga.name());
        handled = Handled.of(log, saga.name());
        head = log.head();
        from = saga.begins() instanceof Start.Beginning ? 0 : begun();
    }

    /** What its first step was taken on: one that has not begun with the first event has not looked before that. */
    private long begun() {
        var steps = new Query(List.of(new Query.Term(SagaEvent.MOVED, List.of(SagaEvent.all(saga.name())))));
        try (var events = log.read(steps, new Position(log.lineage(), 0), Direction.FORWARDS)) {
            return events.next().map(this::causedAt).orElse(Long.MAX_VALUE);
        }
    }

    /** What is found of an event. */
    sealed interface Found {

        /** A step was taken on it, or it has not come to one, or it does not concern the saga. */
        record Nothing() implements Found {}

        /** No step was taken on it, and none is now. */
        record Same() implements Found {}

        /** How its instance stood is in the log no more, or cannot be read. */
        record Unseen() implements Found {}

        /** No step was taken on it, and one is now. */
        record Now(HistoryDifference difference) implements Found {}
    }

    /** What is found of each event that is {@code stored} there. */
    List<Found> find(StoredEvent stored) {
        List<Event<?>> events;
        try {
            events = codec.events(stored);
        } catch (Undecodable e) {
            return List.of(unread(stored, e));
        }
        return events.stream().map(event -> find(stored, event)).toList();
    }

    /** What no code can be run on, where no step was taken on it: one that was taken is listed for itself. */
    private Found unread(StoredEvent stored, Undecodable why) {
        var key = untaken(stored, stored.keys(), stored.id());
        if (key.isEmpty()) {
            return new Found.Nothing();
        }
        return Annulments.of(log, stored.number()).isPresent() ? new Found.Same()
                : new Found.Now(new HistoryDifference(saga.name(), key.get().value(), 0, stored.number(),
                        new Input.Happened(stored.id().text(), stored.type()), "the step", "none", failure(why)));
    }

    /** The value of the saga's key that an event is filed under, where no step was taken on it that has come to it. */
    private Optional<KeyValue> untaken(StoredEvent stored, List<KeyValue> keys, EventId id) {
        return keys.stream().filter(one -> one.key().equals(saga.key().name())).findFirst()
                .filter(key -> stored.number() >= from && handled.has(stored.number(), key)
                        && log.remembered(ids.onEvent(key.value(), id.text())).isEmpty());
    }

    private static String failure(RuntimeException why) {
        return "a failure: " + why;
    }

    private Found find(StoredEvent stored, Event<?> event) {
        var key = untaken(stored, event.keys(), event.id());
        if (key.isEmpty()) {
            return new Found.Nothing();
        }
        var before = standing(key.get(), stored.number());
        if (before.isEmpty()) {
            return new Found.Unseen();
        }
        var now = now(before.get(), event);
        if (now.isEmpty() || Annulments.of(log, stored.number()).isPresent()) {
            return new Found.Same(); // what is annulled ahead of it is passed over
        }
        return new Found.Now(new HistoryDifference(saga.name(), key.get().value(), before.get().number() + 1,
                stored.number(), new Input.Happened(event.id().text(), event.type()), "the step", "none", now.get()));
    }

    /** How an instance stood when it came to the event at {@code position}; empty where that is not known any more. */
    private Optional<Standing> standing(KeyValue key, long position) {
        try {
            return read(key, position);
        } catch (Undecodable _) {
            return Optional.empty(); // the step that cannot be read is listed for itself
        }
    }

    private Optional<Standing> read(KeyValue key, long position) {
        var stream = SagaEvent.stream(saga.name(), key.value());
        var steps = new Query(List.of(new Query.Term(SagaEvent.MOVED, List.of(stream))));
        var standing = Standing.NONE;
        boolean isAny = false;
        try (var events = log.read(steps, new Position(log.lineage(), 0), Direction.FORWARDS)) {
            for (var event = events.next(); event.isPresent(); event = events.next()) {
                isAny = true;
                if (causedAt(event.get()) > position) {
                    break;
                }
                standing = standing.after((Moved) plan.read(event.get()).orElseThrow(), plan::isUndone);
            }
        }
        boolean isGone = standing.number() == 0 ? isBeginGone(stream, isAny) : !standing.isWhole();
        return isGone ? Optional.empty() : Optional.of(standing);
    }

    /** Whether steps were there that are gone, where none is found before an event. */
    private boolean isBeginGone(KeyValue stream, boolean isAny) {
        return !isAny && log.revision(stream, head) > 0;
    }

    /** The position of what a step was taken on; of what cannot be found that of the step. */
    private long causedAt(StoredEvent step) {
        return step.origin().causation().map(EventId::new).flatMap(cause ->
                log.find(cause.ofPiece().orElse(cause)).or(() -> log.find(cause))).map(StoredEvent::number)
                .orElse(step.number());
    }

    /** What the code does now; empty if nothing comes of it. */
    private Optional<String> now(Standing before, Event<?> event) {
        boolean isBegun = before.number() > 0;
        if (isBegun && !before.isRunning()) {
            return Optional.empty();
        }
        try {
            var state = plan.state(before);
            return plan.happened(state, isBegun, event.data())
                    .filter(next -> !isBegun || !isIdle(next, plan.text(state))).map(next -> text(next, isBegun));
        } catch (RuntimeException e) { // of the code, or of what is undecodable by it
            return Optional.of(failure(e));
        }
    }

    /** Whether nothing is otherwise after it. */
    private boolean isIdle(Next<S> next, String state) {
        return plan.text(next.state()).equals(state) && next.asks().isEmpty() && next.wakes().isEmpty()
                && next.cancelled().isEmpty() && next.end() == Next.End.GOES_ON;
    }

    private String text(Next<S> next, boolean isBegun) {
        var parts = new ArrayList<String>();
        parts.add((isBegun ? "to " : "the first, to ") + plan.text(next.state()));
        if (!next.asks().isEmpty()) {
            parts.add("asking " + next.asks().stream().map(plan::sent).map(sent -> sent.what() + " " + sent.command())
                    .collect(Collectors.joining(" and ")));
        }
        next.wakes().forEach(wake -> parts.add("to be woken for " + wake.name()));
        switch (next.end()) {
            case GOES_ON -> {}
            case DONE -> parts.add("which is the last");
            case COMPENSATES -> parts.add("undoing what was accepted");
        }
        return String.join(", ", parts);
    }
}
