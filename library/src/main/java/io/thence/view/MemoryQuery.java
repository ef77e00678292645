// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Outcome;
import io.thence.Position;
import io.thence.Visibility;
import java.time.Duration;
import java.util.function.Function;

/**
 * A question to a model in memory. Immutable; may be kept and asked often, from any thread.
 *
 * @param view    the view that is asked
 * @param reached how far it must have come
 */
public record MemoryQuery<M>(MemoryView<M> view, Reached reached) {

    /** A question that does not wait for anything newer. */
    public static <M> MemoryQuery<M> of(MemoryView<M> view) {
        return new MemoryQuery<>(view, Reached.START);
    }

    /** The same, answered only when the view has seen what {@code outcome} wrote: read your own writes. */
    public MemoryQuery<M> after(Outcome outcome) {
        return new MemoryQuery<>(view, reached.after(outcome));
    }

    /** The same, answered only when the view has seen everything up to {@code position}. */
    public MemoryQuery<M> upTo(Position position) {
        return new MemoryQuery<>(view, reached.upTo(position));
    }

    /** The same, answered only when nothing up to there waits for a key that is parked: the strict form. */
    public MemoryQuery<M> wholePrefix() {
        return new MemoryQuery<>(view, reached.wholePrefix());
    }

    /** The same, waiting at most {@code limit}. */
    public MemoryQuery<M> within(Duration limit) {
        return new MemoryQuery<>(view, reached.within(limit));
    }

    /**
     * Whether the view shows what is asked for; waits for it as a question does.
     *
     * @throws io.thence.ThenceException.PartStopped if it has stopped
     */
    public Visibility visibility() {
        return reached.await(view);
    }

    /**
     * What {@code question} says of the model, which stands still meanwhile: it must not wait, change the model, or let
     * it out.
     *
     * @throws io.thence.ThenceException.Blocked     if what is asked for waits for a key that is parked
     * @throws io.thence.ThenceException.Behind      if the view has not come far enough in time, or is rebuilding
     * @throws io.thence.ThenceException.PartStopped if it has stopped
     */
    public <T> T read(Function<M, T> question) {
        reached.require(view);
        return view.read(question);
    }
}
