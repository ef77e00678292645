// SPDX-License-Identifier: Apache-2.0
package io.thence.view.lane;

import io.thence.KeyValue;
import io.thence.ThenceException.BadRequest;
import io.thence.world.Signal;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Wishes that what one key changed in a lane's target be built anew. May be used from any thread. */
public final class KeyWishes {

    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Wish> waiting = new ArrayDeque<>();
    private final Map<KeyValue, Signal> going = new HashMap<>();
    private final Map<KeyValue, BadRequest> failures = new HashMap<>();
    private final AtomicLong clearings = new AtomicLong();

    /** A wish; {@code clearing} lets go of what the key changed, together with the checkpoint that it is given. */
    record Wish(KeyValue key, Consumer<Checkpoint> clearing) {}

    private <T> T locked(Supplier<T> what) {
        lock.lock();
        try {
            return what.get();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Wishes for it.
     *
     * @param clearing lets go of what the key changed, with a checkpoint; called by the lane
     * @param done     raised when it is {@link #isDone}
     * @return whether nobody else waits for the same
     */
    public boolean wish(KeyValue key, Consumer<Checkpoint> clearing, Signal done) {
        return locked(() -> {
            if (going.putIfAbsent(key, done) != null) {
                return false;
            }
            failures.remove(key); // one of before, for which nobody waited to the end
            return waiting.add(new Wish(key, clearing));
        });
    }

    /** Whether there are any that are not done. */
    public boolean areAny() {
        return locked(() -> !going.isEmpty());
    }

    /** How many keys were about to be let go of: whoever reads meanwhile may miss what one of them has changed. */
    public long clearings() {
        return clearings.get();
    }

    /**
     * Lets go of what a key changed, together with the checkpoint {@code next}; whether that went well. For the lane's
     * thread.
     *
     * @throws Target.OutOfReach if the target does not answer: it is begun again, and what the target says counts when
     *                           it is back
     */
    boolean clear(Wish wish, Checkpoint next) {
        clearings.incrementAndGet();
        try {
            wish.clearing().accept(next);
            return true;
        } catch (BadRequest e) {
            failed(wish.key(), e);
        } catch (Target.Deadlock e) {
            failed(wish.key(), new BadRequest("the rows of " + wish.key() + " are written by others at the same time ("
                    + e.getMessage() + "): ask again, and let no two lanes change the same rows"));
        } catch (Target.OutOfReach e) {
            again(wish);
            throw e;
        }
        return false;
    }

    /** Whether it was done for {@code key}, or has failed: then the key is parked. */
    public boolean isDone(KeyValue key) {
        return locked(() -> !going.containsKey(key));
    }

    /** Why it could not even be begun for {@code key}, told once. */
    public Optional<BadRequest> failure(KeyValue key) {
        return locked(() -> Optional.ofNullable(failures.remove(key)));
    }

    /** It cannot be done. */
    private void failed(KeyValue key, BadRequest why) {
        locked(() -> Optional.ofNullable(failures.put(key, why)));
        ended(key);
    }

    /** It is to be begun again. */
    private void again(Wish wish) {
        locked(() -> waiting.add(wish));
    }

    /** The target is as it was before, or new: what was begun has ended but for keys that wait there. */
    void keep(Predicate<KeyValue> waits) {
        locked(() -> {
            var queued = waiting.stream().map(Wish::key).toList();
            return going.keySet().stream().filter(key -> !queued.contains(key) && !waits.test(key)).toList();
        }).forEach(this::ended);
    }

    Optional<Wish> begun() {
        return locked(() -> Optional.ofNullable(waiting.poll()));
    }

    void ended(KeyValue key) {
        locked(() -> Optional.ofNullable(going.remove(key))).ifPresent(Signal::raise);
    }
}
