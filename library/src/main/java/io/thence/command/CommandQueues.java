// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.KeyValue;
import io.thence.world.World;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The queues of keys that commands contend for. One is opened when a command conflicts on its key and goes when it was
 * quiet for a while, or idle when there are too many; commands on all other keys know nothing of queues. Where there
 * are too many that are at work, commands of further keys are only decided again.
 */
final class CommandQueues {

    private static final int MAX = 10_000;

    private final World world;
    private final DecisionPass pass;
    private final ConcurrentHashMap<KeyValue, CommandQueue> queues = new ConcurrentHashMap<>();
    private final LongAdder conflicts = new LongAdder();

    CommandQueues(World world, DecisionPass pass) {
        this.world = world;
        this.pass = pass;
    }

    /**
     * The queue of the least key of a boundary that has one: two commands on the same keys wait in the same queue,
     * whichever they name first.
     */
    Optional<CommandQueue> of(Boundary boundary) {
        if (queues.isEmpty()) {
            return Optional.empty();
        }
        return boundary.reads().stream().flatMap(read -> read.keys().values().stream()).filter(this::isContended)
                .min(Comparator.naturalOrder()).flatMap(key -> Optional.ofNullable(queues.get(key)));
    }

    private boolean isContended(KeyValue key) {
        var queue = queues.get(key);
        return queue != null && !(queue.isQuiet() && queues.remove(key, queue));
    }

    /** How often a command conflicted. */
    long conflicts() {
        return conflicts.sum();
    }

    /** A command has conflicted on these keys. */
    void open(List<KeyValue> keys) {
        conflicts.increment();
        if (queues.size() >= MAX) {
            queues.values().removeIf(CommandQueue::isIdle);
        }
        for (var key : keys) {
            if (queues.size() < MAX) {
                queues.computeIfAbsent(key, _ -> new CommandQueue(world, pass, this));
            }
        }
    }
}
