// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.KeyValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The events that a processor has in hand: a queue for each key. A key is in the hands of one lane at most; one whose
 * event has failed rests. What is in hand is what the checkpoint leaves open. From any thread.
 */
final class Work {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<KeyValue, KeyQueue> queues = new HashMap<>();
    private final ArrayDeque<KeyQueue> ready = new ArrayDeque<>();
    private final PriorityQueue<KeyQueue> resting = new PriorityQueue<>(
            Comparator.<KeyQueue>comparingLong(queue -> queue.dueNanos).thenComparingLong(queue -> queue.number));
    private final TreeSet<Long> open = new TreeSet<>();
    private long bytes;
    private long numbers;
    private long seen;
    private long lastBegun;

    /** The events of one key. */
    private static final class KeyQueue {
        final long number;
        final ArrayDeque<Item> items = new ArrayDeque<>();
        boolean isBusy;
        int failures;
        long dueNanos;

        KeyQueue(long number) {
            this.number = number;
        }
    }

    /**
     * An event that a lane has taken, and how often it has failed before.
     *
     * @param item     the event
     * @param failures how often it has failed
     */
    record Task(Item item, int failures) {}

    /**
     * How far everything is.
     *
     * @param upTo everything up to here is finished, but for
     * @param open these positions
     */
    record Reached(long upTo, List<Long> open) {}

    Work(long upTo) {
        seen = upTo;
        lastBegun = upTo;
    }

    /** Takes an event in; whether its key may be taken by a lane now that could not before. */
    boolean add(Item item) {
        lock.lock();
        try {
            bytes += item.bytes();
            if (!item.queued()) {
                open.add(item.position());
                lastBegun = Math.max(lastBegun, item.position());
            }
            var queue = queues.get(item.key());
            if (queue != null) {
                queue.items.add(item);
                return false;
            }
            var fresh = new KeyQueue(numbers++);
            fresh.items.add(item);
            queues.put(item.key(), fresh);
            ready.add(fresh);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The next event whose key is in nobody's hands; who takes it says what became of it. */
    Optional<Task> take() {
        lock.lock();
        try {
            var queue = ready.poll();
            if (queue == null) {
                return Optional.empty();
            }
            queue.isBusy = true;
            return Optional.of(new Task(queue.items.getFirst(), queue.failures));
        } finally {
            lock.unlock();
        }
    }

    /** An event that was taken is finished. */
    void done(Item item) {
        lock.lock();
        try {
            var queue = queue(item);
            remove(queue.items.removeFirst());
            queue.failures = 0;
            release(item.key(), queue);
        } finally {
            lock.unlock();
        }
    }

    /** An event that was taken is to be tried again when it is {@code dueNanos}. */
    void again(Task task, int failures, long dueNanos) {
        lock.lock();
        try {
            var queue = queue(task.item());
            queue.isBusy = false;
            queue.failures = failures;
            queue.dueNanos = dueNanos;
            resting.add(queue);
        } finally {
            lock.unlock();
        }
    }

    /** An event that was taken is given up: it and what queues behind it are in hand no more. */
    void giveUp(Item item) {
        lock.lock();
        try {
            queue(item).items.forEach(this::remove);
            queues.remove(item.key());
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of events that nobody has taken. */
    void drop(Collection<Long> positions) {
        lock.lock();
        try {
            List.copyOf(queues.entrySet()).forEach(queue -> drop(queue.getKey(), queue.getValue(), positions));
        } finally {
            lock.unlock();
        }
    }

    private void drop(KeyValue key, KeyQueue queue, Collection<Long> positions) {
        var kept = new ArrayList<Item>();
        boolean taken = queue.isBusy;
        for (var item : queue.items) {
            if (taken || !positions.contains(item.position())) {
                kept.add(item);
            } else {
                remove(item);
            }
            taken = false;
        }
        if (kept.size() == queue.items.size()) {
            return;
        }
        boolean isOther = kept.isEmpty() || kept.getFirst().position() != queue.items.getFirst().position();
        queue.items.clear();
        queue.items.addAll(kept);
        if (isOther && resting.remove(queue)) {
            queue.failures = 0;
            release(key, queue);
        } else if (kept.isEmpty()) {
            ready.remove(queue);
            queues.remove(key);
        }
    }

    private KeyQueue queue(Item item) {
        var queue = queues.get(item.key());
        if (queue == null || !queue.isBusy) {
            throw new IllegalStateException("nobody has taken " + item.key());
        }
        return queue;
    }

    private void remove(Item item) {
        bytes -= item.bytes();
        if (!item.queued()) {
            open.remove(item.position());
        }
    }

    private void release(KeyValue key, KeyQueue queue) {
        queue.isBusy = false;
        if (queue.items.isEmpty()) {
            queues.remove(key);
        } else {
            ready.add(queue);
        }
    }

    /** Ends the rests that are over; how many there were. */
    int wake(long nowNanos) {
        lock.lock();
        try {
            int woken = 0;
            for (var next = resting.peek(); next != null && next.dueNanos <= nowNanos; next = resting.peek()) {
                ready.add(resting.remove());
                woken++;
            }
            return woken;
        } finally {
            lock.unlock();
        }
    }

    /** When the next rest is over; empty if none is. */
    Optional<Long> nextDue() {
        lock.lock();
        try {
            return Optional.ofNullable(resting.peek()).map(queue -> queue.dueNanos);
        } finally {
            lock.unlock();
        }
    }

    /** Everything up to {@code position} was looked at. */
    void seen(long position) {
        lock.lock();
        try {
            seen = Math.max(seen, position);
        } finally {
            lock.unlock();
        }
    }

    /** Up to where everything was looked at. */
    long seen() {
        lock.lock();
        try {
            return seen;
        } finally {
            lock.unlock();
        }
    }

    /** How many keys a lane may take. */
    int ready() {
        lock.lock();
        try {
            return ready.size();
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing of {@code key} is in hand. */
    boolean isFree(KeyValue key) {
        lock.lock();
        try {
            return !queues.containsKey(key);
        } finally {
            lock.unlock();
        }
    }

    /** How many events the checkpoint leaves open. */
    int openCount() {
        lock.lock();
        try {
            return open.size();
        } finally {
            lock.unlock();
        }
    }

    /** The memory that the events in hand take, about. */
    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /** The position up to which everything is handled or does not concern the processor. */
    long upTo() {
        lock.lock();
        try {
            return open.isEmpty() ? seen : open.first() - 1;
        } finally {
            lock.unlock();
        }
    }

    /** What is worth writing down: not beyond the last event that was taken in. */
    Reached reached() {
        lock.lock();
        try {
            return new Reached(lastBegun, List.copyOf(open));
        } finally {
            lock.unlock();
        }
    }
}
