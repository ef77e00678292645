// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.Fold;
import io.thence.KeyValue;
import io.thence.Position;
import io.thence.command.HotStates.Hot;
import io.thence.event.Annulments;
import io.thence.event.Documents;
import io.thence.event.EventCodec;
import io.thence.event.Ports;
import io.thence.snapshot.FoldSnapshots;
import io.thence.snapshot.Snapshots;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.EventView;
import io.thence.store.StoredEvent;
import io.thence.store.Truncation;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Folds events to states, from the hot state of a key where there is one. States are as of a durable head: what is not
 * flushed is not folded.
 */
public final class Folder {

    private final EventStore store;
    private final EventCodec codec;
    private final HotStates hot;
    private final FoldPlans plans;

    /** A folder that keeps at most {@code hotBytes} of states in memory, and those on disk that folds ask for. */
    public Folder(Ports ports, long hotBytes, Snapshots snapshots) {
        store = ports.store();
        codec = ports.codec();
        hot = new HotStates(hotBytes);
        plans = new FoldPlans(codec, snapshots);
    }

    /** The state of {@code fold} at {@code key}, as of the head. */
    public <K, S> S state(Fold<K, S> fold, K key) {
        return state(plans.of(fold), key, codec.filed(fold.key(), key), store.head());
    }

    /** Is told how a state came to be. */
    public interface Tracer<S> {

        /** What was filed under the key before it was let go of here; whether to go on. */
        default boolean truncated(EventView truncation) {
            return true;
        }

        /** Events were annulled, and the state was folded anew without them; whether to go on. */
        default boolean annulled(EventView annulment, S before, S after) {
            return true;
        }

        /**
         * An event cannot be decoded, or a step failed on it, so it changes nothing; whether to go on. Where nothing is
         * said it is thrown.
         */
        default boolean failed(EventView event, Throwable why, S state) {
            throw new Answer.Broke(why).thrown();
        }

        /** Whether an event or an annulment is taken in; what does not count changes nothing and is not told. */
        default boolean counts(EventView event) {
            return true;
        }

        /**
         * A record was taken in, the so many-th, from 0, of those that the event is read as at this key; whether to go
         * on. The view is good until then.
         */
        boolean step(EventView event, int piece, S before, S after);
    }

    /** Tells how the state of {@code fold} at {@code key} came to be, from its beginning in the log up to the head. */
    public <K, S> void trace(Fold<K, S> fold, K key, Tracer<S> tracer) {
        new Trace<>(store, codec, plans.of(fold), key).run(tracer);
    }

    /** The annulments of events that {@code fold} may read at {@code key}, by the positions of those events. */
    public <K> Map<Long, StoredEvent> annulments(Fold<K, ?> fold, K key) {
        return Annulments.byPosition(store, codec.filed(fold.key(), key));
    }

    /** Drops all states that are kept, also those that are being folded now: a person is forgotten. */
    public void drop() {
        hot.drop();
    }

    FoldPlans plans() {
        return plans;
    }

    /** The states that decisions are made on, as of {@code head}: begun anew whenever they are to be fresh. */
    WorkingStates working(Position head) {
        return new WorkingStates(this, codec, head);
    }

    @SuppressWarnings("unchecked") // a plan's hot states are of its state's type
    private <K, S> S state(FoldPlan<K, S> plan, K key, KeyValue filed, Position head) {
        return (S) hot(plan, key, filed, head).state();
    }

    /** Rises whenever all states are dropped. */
    long era() {
        return hot.era();
    }

    /** The state of a key, as of {@code head} or, where it has been kept, of a position after that. */
    <K, S> Hot hot(FoldPlan<K, S> plan, K key, KeyValue filed, Position head) {
        long era = hot.era();
        var known = hot.get(plan, filed);
        if (known == null) {
            known = snapshot(plan, key, filed, era);
        }
        if (known.upTo() < head.number()) {
            known = fold(plan, key, known, new Span(filed, head.number()));
            keep(plan, filed, known, era);
        }
        return known;
    }

    /**
     * Where a fold goes: over the events filed under a key, up to a position.
     *
     * @param annulled the positions of those that it passes over; empty as long as that is not known
     */
    private record Span(KeyValue filed, long upTo, Optional<Set<Long>> annulled) {
        Span(KeyValue filed, long upTo) {
            this(filed, upTo, Optional.empty());
        }

        boolean passesOver(EventView event) {
            return annulled.isPresent() && annulled.get().contains(event.number());
        }
    }

    /**
     * Folds on from a state; from the beginning, if its key was truncated since, which nothing outlives, or events of
     * it were annulled. What is annulled is looked up only then, or when a step fails: it may be on such an event.
     */
    private <K, S> Hot fold(FoldPlan<K, S> plan, K key, Hot from, Span span) {
        try {
            var state = foldOn(plan, key, from, span);
            if (state.isPresent()) {
                return state.get();
            }
        } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
            if (annulled(span).isEmpty()) {
                throw e;
            }
        }
        var known = new Span(span.filed(), span.upTo(), Optional.of(annulled(span)));
        return foldOn(plan, key, start(plan), known).orElseThrow();
    }

    private Set<Long> annulled(Span span) {
        return Annulments.under(store, span.filed(), annulment -> annulment.number() <= span.upTo());
    }

    /** Folds on from a state; empty if the fold is to begin anew. */
    @SuppressWarnings("unchecked") // as above
    private <K, S> Optional<Hot> foldOn(FoldPlan<K, S> plan, K key, Hot from, Span span) {
        var state = (S) from.state();
        long last = from.last();
        int events = 0;
        var documents = new Documents();
        try (var reader = store.read(plan.query(span.filed()), new Position(store.lineage(), from.upTo()),
                Direction.FORWARDS)) {
            for (var event = reader.nextView(); event.isPresent(); event = reader.nextView()) {
                if (event.get().number() > span.upTo()) {
                    break;
                }
                if (Truncation.TYPES.contains(event.get().type())) {
                    if (from.upTo() > 0) {
                        return Optional.empty();
                    }
                    continue;
                }
                if (Annulments.isOne(event.get())) {
                    if (span.annulled().isEmpty()) {
                        return Optional.empty();
                    }
                } else if (!span.passesOver(event.get())) {
                    state = plan.apply(key, state, codec.records(event.get(), documents, span.filed()));
                }
                last = event.get().number(); // a snapshot may name an annulment too: it is filed under the key
                events++;
            }
        }
        return Optional.of(events == 0 ? from.upTo(span.upTo())
                : Hot.of(state, span.upTo(), last, from.unsaved() + events));
    }

    private static Hot start(FoldPlan<?, ?> plan) {
        return Hot.of(plan.fold().start(), 0, 0, 0);
    }

    /** The state that a key is folded on from: of its newest snapshot, or that of no events. */
    private <K, S> Hot snapshot(FoldPlan<K, S> plan, K key, KeyValue filed, long era) {
        var start = start(plan);
        var snapshot = plan.snapshots().flatMap(snapshots -> snapshots.newest(filed));
        if (snapshot.isEmpty()) {
            return start;
        }
        long position = snapshot.get().position();
        var state = snapshot.get().state();
        plan.snapshots().filter(FoldSnapshots::areCompared).ifPresent(snapshots -> {
            if (!fold(plan, key, start, new Span(filed, position)).state().equals(state)) {
                throw snapshots.differs(filed, position);
            }
        });
        var known = Hot.of(state, position, position, 0);
        hot.put(plan, filed, known, era);
        return known;
    }

    /** Keeps a state that was read in {@code era}, in memory and, where it is time, on disk. */
    @SuppressWarnings("unchecked") // as above
    <K, S> void keep(FoldPlan<K, S> plan, KeyValue filed, Hot state, long era) {
        boolean saved = plan.snapshots().filter(snapshots -> snapshots.isDue(state.unsaved()) && state.last() > 0
                && snapshots.offer(filed, (S) state.state(), state.last())).isPresent();
        hot.put(plan, filed, saved ? state.saved() : state, era);
    }
}
