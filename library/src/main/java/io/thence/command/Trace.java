// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.KeyValue;
import io.thence.Position;
import io.thence.command.Folder.Tracer;
import io.thence.event.Annulments;
import io.thence.event.Documents;
import io.thence.event.EventCodec;
import io.thence.store.EventReader;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.EventView;
import io.thence.store.Truncation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Goes through the events of a key as they were taken in at their time. Where some are annulled, the state up to there
 * is folded anew without them, so each annulment costs as much as all that was before it. Runs once.
 */
final class Trace<K, S> {

    private final EventStore store;
    private final EventCodec codec;
    private final Documents documents = new Documents();
    private final FoldPlan<K, S> plan;
    private final K key;
    private final KeyValue filed;
    private final Set<Long> annulled = new HashSet<>();
    private S state;

    Trace(EventStore store, EventCodec codec, FoldPlan<K, S> plan, K key) {
        this.store = store;
        this.codec = codec;
        this.plan = plan;
        this.key = key;
        filed = codec.filed(plan.fold().key(), key);
        state = plan.fold().start();
    }

    private EventReader read() {
        return store.read(plan.query(filed), new Position(store.lineage(), 0), Direction.FORWARDS);
    }

    /** Tells {@code tracer} all, as long as it wants more. */
    void run(Tracer<S> tracer) {
        boolean more = true;
        try (var reader = read()) {
            for (var event = reader.nextView(); more && event.isPresent(); event = reader.nextView()) {
                if (Truncation.TYPES.contains(event.get().type())) {
                    more = tracer.truncated(event.get());
                } else if (tracer.counts(event.get())) {
                    more = Annulments.isOne(event.get()) ? annul(event.get(), tracer) : take(event.get(), tracer);
                }
            }
        }
    }

    private boolean annul(EventView annulment, Tracer<S> tracer) {
        var before = state;
        Annulments.read(annulment).events().forEach(named -> annulled.add(named.position()));
        state = without(annulment.number(), tracer);
        return tracer.annulled(annulment, before, state);
    }

    /**
     * What an event makes of a state.
     *
     * @param states  the states after each of its records at the key; none where it has failed
     * @param failure why it changes nothing, if it has
     */
    private record Taken<S>(List<S> states, Optional<Throwable> failure) {}

    private Taken<S> taken(S from, EventView event) {
        var states = new ArrayList<S>(1);
        var now = from;
        try {
            for (var record : codec.records(event, documents, filed)) {
                now = plan.apply(key, now, record);
                states.add(now);
            }
            return new Taken<>(states, Optional.empty());
        } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
            return new Taken<>(List.of(), Optional.of(e));
        }
    }

    private boolean take(EventView event, Tracer<S> tracer) {
        var taken = taken(state, event);
        if (taken.failure().isPresent()) {
            return tracer.failed(event, taken.failure().get(), state);
        }
        boolean more = true;
        int piece = 0;
        for (var now : taken.states()) {
            var before = state;
            state = now;
            more = more && tracer.step(event, piece++, before, now);
        }
        return more;
    }

    /** The state of the events that count up to position {@code upTo} and are not annulled. */
    private S without(long upTo, Tracer<S> tracer) {
        var now = plan.fold().start();
        try (var reader = read()) {
            for (var event = reader.nextView(); event.isPresent(); event = reader.nextView()) {
                if (event.get().number() >= upTo) {
                    break;
                }
                if (!Truncation.TYPES.contains(event.get().type()) && !Annulments.isOne(event.get())
                        && !annulled.contains(event.get().number()) && tracer.counts(event.get())) {
                    var states = taken(now, event.get()).states(); // the tracer was told then of what has failed
                    now = states.isEmpty() ? now : states.getLast();
                }
            }
        }
        return now;
    }
}
