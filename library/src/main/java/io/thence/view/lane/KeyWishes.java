// SPDX-License-Identifier: Apache-2.0
package io.thence.view.lane;

import io.thence.KeyValue;
import io.thence.ThenceException.BadRequest;
import io.thence.world.Signal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Wishes that what one key changed in a lane's target be built anew. May be used from any thread. */
public final class KeyWishes {

    private final ConcurrentLinkedQueue<Wish> waiting = new ConcurrentLinkedQueue<>();
    private final Map<KeyValue, Signal> going = new ConcurrentHashMap<>();
    private final Map<KeyValue, BadRequest> failures = new ConcurrentHashMap<>();

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

    /** Why it could not even be begun for {@code key}, told once. */
    public Optional<BadRequest> failure(KeyValue key) {
        return Optional.ofNullable(failures.remove(key));
    }

    /** It cannot be done. */
    void failed(KeyValue key, BadRequest why) {
        failures.put(key, why);
        ended(key);
    }

    /** It is to be begun again. */
    void again(Wish wish) {
        waiting.add(wish);
    }

    /** The target is as it was before, or new: what was begun has ended but for keys that wait there. */
    void keep(Predicate<KeyValue> waits) {
        var queued = waiting.stream().map(Wish::key).toList();
        going.keySet().stream().filter(key -> !queued.contains(key) && !waits.test(key)).toList().forEach(this::ended);
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
