// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.Fold;
import io.thence.KeyValue;
import io.thence.Position;
import io.thence.command.Boundary.Read;
import io.thence.command.HotStates.Hot;
import io.thence.event.EventCodec;
import io.thence.event.Ports;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
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

    /** A folder that keeps at most {@code hotBytes} of states. */
    public Folder(Ports ports, long hotBytes) {
        store = ports.store();
        codec = ports.codec();
        hot = new HotStates(hotBytes);
        plans = new FoldPlans(codec);
    }

    /** The state of {@code fold} at {@code key}, as of the head. */
    public <K, S> S state(Fold<K, S> fold, K key) {
        return state(plans.of(fold), key, codec.filed(fold.key(), key), store.head());
    }

    /** Drops all states that are kept, also those that are being folded now: a person is forgotten. */
    public void drop() {
        hot.drop();
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
        var state = known == null ? plan.fold().start() : (S) known.state();
        long upTo = known == null ? 0 : known.upTo();
        if (upTo >= head.number()) {
            return state;
        }
        var query = new Query(List.of(new Query.Term(plan.types(), List.of(filed))));
        boolean changed = known == null;
        try (var reader = store.read(query, new Position(head.lineage(), upTo), Direction.FORWARDS)) {
            for (var event = reader.next(); event.isPresent(); event = reader.next()) {
                if (event.get().position().number() > head.number()) {
                    break;
                }
                state = plan.apply(key, state, codec.decode(event.get()).data());
                changed = true;
            }
        }
        hot.put(plan, filed, changed || known == null
                ? Hot.of(state, head.number()) : new Hot(state, head.number(), known.bytes()), era);
        return state;
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
        var keys = new LinkedHashMap<KeyValue, K>();
        read.keys().forEach((key, kv) -> keys.put(kv, key));
        var states = new HashMap<K, S>();
        if (read.many()) {
            states.putAll((Map<K, S>) value);
        } else {
            states.put(keys.values().iterator().next(), (S) value);
        }
        for (int e = 0; e < learned.events().size(); e++) {
            for (var kv : learned.filed().get(e).keys()) {
                var key = keys.get(kv);
                if (key != null) {
                    var event = learned.events().get(e);
                    states.computeIfPresent(key, (k, state) -> read.plan().apply(k, state, event));
                }
            }
        }
        keys.forEach((kv, key) -> {
            var state = states.get(key);
            if (state != null) {
                hot.put(read.plan(), kv, Hot.of(state, learned.last().number()), learned.era());
            }
        });
    }
}
