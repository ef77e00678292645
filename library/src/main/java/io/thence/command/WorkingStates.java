// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.KeyValue;
import io.thence.Position;
import io.thence.command.Boundary.Read;
import io.thence.command.HotStates.Hot;
import io.thence.event.EventCodec;
import io.thence.store.Appended.Committed;
import io.thence.store.NewEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The states that one or several decisions are made on, one after the other: as of one head, and after the events of
 * the decisions before. Those are taken as what is written, not as what was decided, so a state here is what it will be
 * when it is read from the log. For one thread.
 */
final class WorkingStates {

    private final Folder folder;
    private final EventCodec codec;
    private final Position head;
    private final long era;
    private final Map<KeyValue, List<Working<?, ?>>> states = new LinkedHashMap<>();
    private final List<Decided> decided = new ArrayList<>();
    private int applied;

    WorkingStates(Folder folder, EventCodec codec, Position head) {
        this.folder = folder;
        this.codec = codec;
        this.head = head;
        era = folder.era();
    }

    Position head() {
        return head;
    }

    /** A decided event, of the so many-th batch, as the so many-th that is in it. */
    private record Decided(NewEvent stored, Object event, int batch, int ordinal) {}

    /** What a boundary reads: for each reading a state, or a map of states by key. */
    List<Object> read(Boundary boundary) {
        applyDecided();
        var values = new ArrayList<>(boundary.reads().size());
        boundary.reads().forEach(read -> values.add(value(read)));
        return values;
    }

    private <K, S> Object value(Read<K, S> read) {
        var values = new LinkedHashMap<K, S>();
        read.keys().forEach((key, filed) -> values.put(key, state(read.plan(), key, filed)));
        return read.many() ? Collections.unmodifiableMap(values) : values.values().iterator().next();
    }

    @SuppressWarnings("unchecked") // a plan's states are of its state's type
    private <K, S> S state(FoldPlan<K, S> plan, K key, KeyValue filed) {
        var found = find(plan, filed);
        if (found.isPresent()) {
            return (S) found.get().state();
        }
        var state = new Working<>(plan, key, filed, folder.hot(plan, key, filed, head));
        for (int i = 0; i < applied; i++) {
            if (decided.get(i).stored().keys().contains(filed)) {
                state.apply(decided.get(i).event(), i);
            }
        }
        states.computeIfAbsent(filed, _ -> new ArrayList<>(1)).add(state);
        return state.state();
    }

    private Optional<Working<?, ?>> find(FoldPlan<?, ?> plan, KeyValue filed) {
        return states.getOrDefault(filed, List.of()).stream().filter(state -> state.plan.equals(plan)).findFirst();
    }

    /** Takes in what was decided, as the next batch, which is appended on the condition of {@code boundary}. */
    void decide(Boundary boundary, int batch, List<NewEvent> events) {
        var whole = new ArrayList<Decided>(events.size());
        for (int i = 0; i < events.size(); i++) {
            whole.add(new Decided(events.get(i), codec.data(events.get(i)), batch, i));
        }
        decided.addAll(whole); // all, or none where one cannot be read again
        boundary.reads().forEach(read -> read.keys().values()
                .forEach(filed -> find(read.plan(), filed).ifPresent(state -> state.confirmed = true)));
    }

    private void applyDecided() {
        for (; applied < decided.size(); applied++) {
            for (var key : decided.get(applied).stored().keys()) {
                for (var state : states.getOrDefault(key, List.of())) {
                    state.apply(decided.get(applied).event(), applied);
                }
            }
        }
    }

    /**
     * Keeps the states: what was decided is in the log, each batch where its answer says. What only a decision has read
     * that broke was in no condition: others may have changed it since.
     */
    void committed(List<Committed> batches) {
        if (decided.isEmpty()) {
            return;
        }
        applyDecided();
        long upTo = batches.get(decided.getLast().batch()).last().number();
        for (var some : states.values()) {
            for (var state : some) {
                state.keep(upTo, state.last < 0 ? 0 : position(decided.get(state.last), batches));
            }
        }
    }

    private static long position(Decided event, List<Committed> batches) {
        return batches.get(event.batch()).first().number() + event.ordinal();
    }

    /** The state of one key. */
    private final class Working<K, S> {

        private final FoldPlan<K, S> plan;
        private final K key;
        private final KeyValue filed;
        private final Hot read;
        private S state;
        private int last = -1;
        private int added;
        private boolean confirmed;
        private @Nullable Throwable failure;

        @SuppressWarnings("unchecked") // a plan's states are of its state's type
        Working(FoldPlan<K, S> plan, K key, KeyValue filed, Hot read) {
            this.plan = plan;
            this.key = key;
            this.filed = filed;
            this.read = read;
            state = (S) read.state();
        }

        /** A step that fails on an event fails who reads its state, not who has decided the event. */
        void apply(Object event, int at) {
            if (failure != null || !plan.reads(event)) {
                return;
            }
            try {
                state = plan.apply(key, state, event);
                last = at;
                added++;
            } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
                failure = e;
            }
        }

        S state() {
            if (failure != null) {
                throw new Answer.Broke(failure).thrown();
            }
            return state;
        }

        void keep(long upTo, long position) {
            if (confirmed && failure == null) {
                folder.keep(plan, filed,
                        Hot.of(state, upTo, last < 0 ? read.last() : position, read.unsaved() + added), era);
            }
        }
    }
}
