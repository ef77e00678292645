// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.Fold;
import io.thence.KeyValue;
import io.thence.Position;
import io.thence.command.Boundary.Read;
import io.thence.command.HotStates.Hot;
import io.thence.event.EventCodec;
import io.thence.event.Ports;
import io.thence.snapshot.FoldSnapshots;
import io.thence.snapshot.Snapshots;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.Truncation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /** Drops all states that are kept, also those that are being folded now: a person is forgotten. */
    public void drop() {
        hot.drop();
    }

    /** The states on disk. */
    public Snapshots snapshots() {
        return plans.snapshots();
    }

    FoldPlans plans() {
        return plans;
    }

    /**
     * What was read for a command.
     *
     * @param boundary what was asked for
     * @param values   a state, or a map of states by key, for each read
     * @param era      of the hot states in which they were read
     */
    record States(Boundary boundary, List<Object> values, long era) {}

    States states(Boundary boundary, Position head) {
        long era = hot.era();
        var values = new ArrayList<>();
        for (var read : boundary.reads()) {
            values.add(value(read, head));
        }
        return new States(boundary, values, era);
    }

    private <K, S> Object value(Read<K, S> read, Position head) {
        var states = new LinkedHashMap<K, S>();
        read.keys().forEach((key, filed) -> states.put(key, state(read.plan(), key, filed, head)));
        return read.many() ? Collections.unmodifiableMap(states) : states.values().iterator().next();
    }

    @SuppressWarnings("unchecked") // a plan's hot states are of its state's type
    private <K, S> S state(FoldPlan<K, S> plan, K key, KeyValue filed, Position head) {
        long era = hot.era();
        var known = hot.get(plan, filed);
        if (known == null) {
            known = snapshot(plan, key, filed, era);
        }
        if (known.upTo() < head.number()) {
            known = fold(plan, key, known, new Span(filed, head.number()));
            keep(plan, filed, known, era);
        }
        return (S) known.state();
    }

    /** Where a fold goes: over the events filed under a key, up to a position. */
    private record Span(KeyValue filed, long upTo) {}

    /** Folds on from a state; from the beginning, if its key was truncated since: nothing outlives that. */
    @SuppressWarnings("unchecked") // as above
    private <K, S> Hot fold(FoldPlan<K, S> plan, K key, Hot from, Span span) {
        var query = new Query(List.of(new Query.Term(plan.depends(), List.of(span.filed()))));
        var state = (S) from.state();
        long last = from.last();
        int events = 0;
        try (var reader = store.read(query, new Position(store.lineage(), from.upTo()), Direction.FORWARDS)) {
            for (var event = reader.nextView(); event.isPresent(); event = reader.nextView()) {
                if (event.get().number() > span.upTo()) {
                    break;
                }
                if (Truncation.TYPES.contains(event.get().type())) {
                    if (from.upTo() > 0) {
                        return fold(plan, key, start(plan), span);
                    }
                    continue;
                }
                state = plan.apply(key, state, codec.record(event.get()));
                last = event.get().number();
                events++;
            }
        }
        return events == 0 ? from.upTo(span.upTo()) : Hot.of(state, span.upTo(), last, from.unsaved() + events);
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

    @SuppressWarnings("unchecked") // as above
    private <K, S> void keep(FoldPlan<K, S> plan, KeyValue filed, Hot state, long era) {
        boolean saved = plan.snapshots().filter(snapshots -> snapshots.isDue(state.unsaved()) && state.last() > 0
                && snapshots.offer(filed, (S) state.state(), state.last())).isPresent();
        hot.put(plan, filed, saved ? state.saved() : state, era);
    }

    /**
     * Takes the events of a command into the states that it was decided on: the last of them is at {@code last}. They
     * are taken as what was written, not as what was decided, so a hot state is what a cold one would be.
     */
    void learn(States states, List<NewEvent> appended, Position last) {
        if (appended.isEmpty()) {
            return;
        }
        var events = appended.stream().map(codec::data).toList();
        int i = 0;
        for (var read : states.boundary().reads()) {
            learn(read, states.values().get(i++), new Learned(events, appended, last, states.era()));
        }
    }

    /** Events as they will be read, with what they are filed under. */
    private record Learned(List<?> events, List<NewEvent> filed, Position last, long era) {}

    @SuppressWarnings("unchecked") // the values were made from the reads, in their order
    private <K, S> void learn(Read<K, S> read, Object value, Learned learned) {
        var keys = new HashMap<KeyValue, K>();
        var states = new LinkedHashMap<KeyValue, Hot>();
        read.keys().forEach((key, filed) -> {
            keys.put(filed, key);
            var before = hot.get(read.plan(), filed);
            var state = read.many() ? ((Map<K, S>) value).getOrDefault(key, read.plan().fold().start()) : value;
            states.put(filed, new Hot(state, 0, before == null ? 0 : before.last(),
                    before == null ? 0 : before.unsaved(), 0));
        });
        for (int e = 0; e < learned.events().size(); e++) {
            var event = learned.events().get(e);
            long position = learned.last().number() - learned.events().size() + 1 + e;
            for (var filed : learned.filed().get(e).keys()) {
                if (keys.containsKey(filed) && read.plan().reads(event)) {
                    states.computeIfPresent(filed, (_, state) -> new Hot(
                            read.plan().apply(keys.get(filed), (S) state.state(), event), 0, position,
                            state.unsaved() + 1, 0));
                }
            }
        }
        states.forEach((filed, state) -> keep(read.plan(), filed,
                Hot.of(state.state(), learned.last().number(), state.last(), state.unsaved()), learned.era()));
    }
}
