// SPDX-License-Identifier: Apache-2.0
package io.thence.log.state;

import io.thence.store.Checkpoint;
import io.thence.world.Signal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who is told when the durable head moves, and the checkpoints as of that head. */
public final class Listeners {

    private final CopyOnWriteArrayList<Signal> signals = new CopyOnWriteArrayList<>();
    private final ConcurrentHashMap<String, Checkpoint> checkpoints = new ConcurrentHashMap<>();

    public void add(Signal signal) {
        signals.add(signal);
    }

    public void remove(Signal signal) {
        signals.remove(signal);
    }

    public void wake() {
        Signal.raiseAll(signals);
    }

    public void finished(String consumer, Checkpoint checkpoint) {
        checkpoints.put(consumer, checkpoint);
    }

    public Checkpoint checkpoint(String consumer) {
        return checkpoints.getOrDefault(consumer, Checkpoint.NONE);
    }

    /** How far each consumer has finished that has ever begun. */
    public Map<String, Checkpoint> checkpoints() {
        return Map.copyOf(checkpoints);
    }
}
