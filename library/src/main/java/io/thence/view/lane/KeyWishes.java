// SPDX-License-Identifier: Apache-2.0
package io.thence.view.lane;

import io.thence.KeyValue;
import io.thence.world.Signal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** Wishes that what one key changed in a lane's target be built anew. May be used from any thread. */
public final class KeyWishes {

    /** What a key waits for in the checkpoint that is built anew: no failure. */
    static final String ANEW = "built anew";

    private final ConcurrentLinkedQueue<Wish> waiting = new ConcurrentLinkedQueue<>();
    private final Map<KeyValue, Signal> going = new ConcurrentHashMap<>();

    /** A wish; {@code clearing} lets go of what the key changed, together with the checkpoint that it is given. */
    record Wish(KeyValue key, Consumer<Checkpoint> clearing) {}

    /**
     * Wishes for it.
     *
     * @param clearing lets go of what the key changed, with a checkpoint; called by the lane
     * @param done     raised when it is {@link #isDone}
     * @return whether nobody else waits for the same
     */
    public boolean wish(KeyValue key, Consumer<Checkpoint> clearing, Signal done) {
        if (going.putIfAbsent(key, done) != null) {
            return false;
        }
        waiting.add(new Wish(key, clearing));
        return true;
    }

    /** Whether it was done for {@code key}, or has failed: then the key is parked. */
    public boolean isDone(KeyValue key) {
        return !going.containsKey(key);
    }

    Optional<Wish> begun() {
        return Optional.ofNullable(waiting.poll());
    }

    void ended(KeyValue key) {
        var done = going.remove(key);
        if (done != null) {
            done.raise();
        }
    }
}
