// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Lineage;
import io.thence.Outcome;
import io.thence.Parked;
import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Behind;
import io.thence.ThenceException.Blocked;
import io.thence.Visibility;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far a read model must have come before it is asked.
 *
 * @param after      the position that it must have finished, if any
 * @param own        events of which none may wait for a parked key
 * @param whole      whether no event at all may wait for a parked key up to there
 * @param limitNanos how long to wait in all
 */
public record Reached(Optional<Position> after, List<Span> own, boolean whole, long limitNanos) {

    /** Nothing newer than what it was opened with. */
    public static final Reached START =
            new Reached(Optional.empty(), List.of(), false, Duration.ofSeconds(10).toNanos());

    public Reached {
        own = List.copyOf(own);
    }

    /** Events that lie together, by the numbers of their first and last positions. */
    public record Span(long first, long last) {}

    /** The same, and all that {@code outcome} knows too. */
    public Reached after(Outcome outcome) {
        var further = upTo(outcome.position());
        if (outcome instanceof Outcome.Accepted(var first, var last, var events, _) && events > 0) {
            var more = new ArrayList<>(own);
            more.add(new Span(first.number(), last.number()));
            return new Reached(further.after, more, whole, limitNanos);
        }
        return further;
    }

    /**
     * The same, and everything up to {@code position} too.
     *
     * @throws BadRequest if it is of another log, or another life of it, than one that was named before
     */
    public Reached upTo(Position position) {
        after.ifPresent(known -> refuseStranger(position, known.lineage()));
        return new Reached(Optional.of(after.filter(known -> known.number() > position.number()).orElse(position)), own,
                whole, limitNanos);
    }

    /**
     * Refuses a position of another log than that of {@code lineage}, or of another life of it.
     *
     * @throws BadRequest if it is
     */
    public static void refuseStranger(Position position, Lineage lineage) {
        if (!position.lineage().equals(lineage)) {
            throw new BadRequest("position " + position + " is not of this log, which is " + lineage
                    + ": what was written there is not here; ask without it, or for a position of this log");
        }
    }

    private long number() {
        return after.map(Position::number).orElse(0L);
    }

    /** The same, and nothing up to there may wait. */
    public Reached wholePrefix() {
        return new Reached(after, own, true, limitNanos);
    }

    /** The same, waiting at most {@code limit}. */
    public Reached within(Duration limit) {
        return new Reached(after, own, whole, limit.toNanos());
    }

    /** How long to wait. */
    Duration limit() {
        return Duration.ofNanos(limitNanos);
    }

    /**
     * Waits; a model that is rebuilding must have reached what was there when it was opened.
     *
     * @throws BadRequest                            if the position is of another log, or another life of it
     * @throws io.thence.ThenceException.PartStopped if it has stopped
     */
    public Visibility await(ReadModel model) {
        after.ifPresent(position -> refuseStranger(position, model.store().lineage()));
        var progress = model.progress();
        long deadline = progress.deadline(limit());
        var stopped = progress.failure();
        if (stopped != null) {
            throw stopped;
        }
        long wanted = wanted(model);
        if (!progress.await(wanted, limit())) {
            long upTo = progress.upTo();
            return model.isRebuilding() ? new Visibility.Rebuilding(upTo, model.headAtStart())
                    : new Visibility.Pending(upTo, wanted);
        }
        if (isKeyRebuilding(model) && !progress.await(() -> !isKeyRebuilding(model), progress.left(deadline))) {
            return new Visibility.Rebuilding(progress.upTo(), wanted);
        }
        return blocked(model).<Visibility>map(Visibility.Blocked::new).orElseGet(Visibility.Seen::new);
    }

    private boolean isKeyRebuilding(ReadModel model) {
        return blocked(model).filter(Parked::isBuiltAnew).isPresent();
    }

    private long wanted(ReadModel model) {
        return Math.max(number(), model.isRebuilding() ? model.headAtStart() : 0);
    }

    /** Whether it has come there. */
    boolean isMet(ReadModel model) {
        return model.progress().upTo() >= wanted(model);
    }

    /** Waits until the model shows it, or says why it does not. */
    void require(ReadModel model) {
        switch (await(model)) {
            case Visibility.Seen _ -> {}
            case Visibility.Blocked(var by) -> throw new Blocked("projection '" + model.name()
                    + "' does not show it: " + by + " could not be handled, and what came later under that key waits:"
                    + " mend it, and have it retried (thence dead-letters)", by);
            case Visibility.Pending(_, var wanted) -> throw behind(model, wanted, "");
            case Visibility.Rebuilding(_, var head) ->
                throw behind(model, Math.max(number(), head), ", and is rebuilding");
        }
    }

    private static Behind behind(ReadModel model, long wanted, String what) {
        return new Behind(model.progress() + ", asked for " + wanted + what
                + ": ask again, or wait longer by within(..)");
    }

    private Optional<Parked> blocked(ReadModel model) {
        var parked = model.parked();
        if (parked.isEmpty()) {
            return Optional.empty();
        }
        if (whole) {
            return parked.stream().filter(one -> one.position() <= number()).findFirst();
        }
        return own.stream().flatMap(span -> blocked(model, span).stream()).findFirst();
    }

    /** What an event waits for that the model takes in, by itself or behind an earlier one of its key. */
    private static Optional<Parked> blocked(ReadModel model, StoredEvent event) {
        return model.types().contains(event.type())
                ? model.parked(event).filter(parked -> parked.position() <= event.number()) : Optional.empty();
    }

    private static Optional<Parked> blocked(ReadModel model, Span span) {
        EventStore store = model.store();
        var before = new Position(store.lineage(), span.first() - 1);
        try (var reader = store.read(Query.ALL, before, Direction.FORWARDS)) {
            for (var event = reader.next(); event.isPresent(); event = reader.next()) {
                if (event.get().position().number() > span.last()) {
                    return Optional.empty();
                }
                var parked = blocked(model, event.get());
                if (parked.isPresent()) {
                    return parked;
                }
            }
        }
        return Optional.empty();
    }
}
