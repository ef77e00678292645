// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.store.Checkpoint;
import io.thence.world.Signal;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who is told when the durable head moves, and the checkpoints as of that head. */
final class Listeners {

    private final CopyOnWriteArrayList<Signal> signals = new CopyOnWriteArrayList<>();
    private final ConcurrentHashMap<String, Checkpoint> checkpoints = new ConcurrentHashMap<>();

    void add(Signal signal) {
        signals.add(signal);
    }

    void remove(Signal signal) {
        signals.remove(signal);
    }

    void wake() {
        signals.forEach(Signal::raise);
    }

    void finished(String consumer, Checkpoint checkpoint) {
        checkpoints.put(consumer, checkpoint);
    }

    Checkpoint checkpoint(String consumer) {
        return checkpoints.getOrDefault(consumer, Checkpoint.NONE);
    }
}
