// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.KeyValue;
import java.util.LinkedHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * States that were folded lately, so that a busy key is not folded again from its beginning. Bounded by an estimate of
 * their bytes: the one that was not used for longest goes first.
 */
final class HotStates {

    private static final int ENTRY_BYTES = 150;

    private final long bytesMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<Place, Hot> states = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;
    private long era;

    HotStates(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    private record Place(FoldPlan<?, ?> plan, KeyValue key) {}

    /**
     * A state.
     *
     * @param state   the state after all events of its key up to {@code upTo}
     * @param upTo    number of a durable position
     * @param last    number of the position of the last event in it; 0 where there is none, or it is not known
     * @param unsaved how many events are in it and not in the newest snapshot of its key, as far as is known
     * @param bytes   an estimate of its size
     */
    record Hot(Object state, long upTo, long last, int unsaved, long bytes) {
        static Hot of(Object state, long upTo, long last, int unsaved) {
            return new Hot(state, upTo, last, unsaved, StateSize.bytes(state));
        }

        /** The same, as of a later position with no event of its key before it. */
        Hot upTo(long later) {
            return new Hot(state, later, last, unsaved, bytes);
        }

        /** The same, which a snapshot is made of. */
        Hot saved() {
            return new Hot(state, upTo, last, 0, bytes);
        }
    }

    @Nullable Hot get(FoldPlan<?, ?> plan, KeyValue key) {
        lock.lock();
        try {
            return states.get(new Place(plan, key));
        } finally {
            lock.unlock();
        }
    }

    /** Rises whenever all states are dropped: what was read before is not kept any more. */
    long era() {
        lock.lock();
        try {
            return era;
        } finally {
            lock.unlock();
        }
    }

    /** Drops all states, also those that are being folded now. */
    void drop() {
        lock.lock();
        try {
            era++;
            states.clear();
            bytes = 0;
        } finally {
            lock.unlock();
        }
    }

    /** Keeps a state that was read in {@code readIn}, unless a newer one is known. */
    void put(FoldPlan<?, ?> plan, KeyValue key, Hot hot, long readIn) {
        lock.lock();
        try {
            if (readIn != era) {
                return;
            }
            var place = new Place(plan, key);
            var old = states.get(place);
            if (old != null && old.upTo() > hot.upTo()) {
                return;
            }
            states.put(place, hot);
            bytes += hot.bytes() - (old == null ? -ENTRY_BYTES : old.bytes());
            while (bytes > bytesMax && !states.isEmpty()) {
                bytes -= states.pollFirstEntry().getValue().bytes() + ENTRY_BYTES;
            }
        } finally {
            lock.unlock();
        }
    }
}
