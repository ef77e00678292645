// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.KeyValue;
import io.thence.processor.OpenPositions.Mark;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The events that a processor has in hand: a queue for each key. A key is in the hands of one lane at most; one whose
 * event has failed rests. What is in hand is what the checkpoint leaves open. From any thread.
 */
final class Work {

    private static final int OPEN_MAX = Processor.OPEN_MAX;
    private static final long BYTES_MAX = 64 << 20;

    /** For less room it is not worth while to look for more events. */
    private static final int ROOM_MIN = 256;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<KeyValue, KeyQueue> queues = new HashMap<>();
    private final ArrayDeque<KeyQueue> ready = new ArrayDeque<>();
    private final PriorityQueue<KeyQueue> resting = new PriorityQueue<>(
            Comparator.<KeyQueue>comparingLong(queue -> queue.dueNanos).thenComparingLong(queue -> queue.number));
    private final OpenPositions open = new OpenPositions();
    private long bytes;
    private long numbers;
    private long seen;
    private long lastBegun;
    private long changes;
    private int count;
    private boolean isFull;

    /** An event, and its position among those that are open, if it is. */
    private record InHand(Item item, Optional<Mark> mark) {}

    /** The events of one key. */
    private static final class KeyQueue {
        final long number;
        final ArrayDeque<InHand> items = new ArrayDeque<>();
        boolean isBusy;
        boolean isDropped;
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
    record Extent(long upTo, List<Long> open) {}

    Work(long upTo) {
        seen = upTo;
        lastBegun = upTo;
    }

    /** Takes events in; how many keys may be taken by a lane now that could not before. */
    int add(List<Item> items) {
        lock.lock();
        try {
            int fresh = 0;
            for (var item : items) {
                fresh += add(item) ? 1 : 0;
            }
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    private boolean add(Item item) {
        bytes += item.bytes();
        count++;
        if (!item.queued()) {
            lastBegun = Math.max(lastBegun, item.position());
        }
        var inHand = new InHand(item, item.queued() ? Optional.empty() : Optional.of(open.open(item.position())));
        var queue = queues.get(item.key());
        if (queue != null) {
            queue.items.add(inHand);
            return false;
        }
        var fresh = new KeyQueue(numbers++);
        fresh.items.add(inHand);
        queues.put(item.key(), fresh);
        ready.add(fresh);
        return true;
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
            return Optional.of(new Task(queue.items.getFirst().item(), queue.failures));
        } finally {
            lock.unlock();
        }
    }

    /** An event that was taken is finished; whether the processor waits for that. */
    boolean done(Item item) {
        lock.lock();
        try {
            var queue = queue(item);
            remove(queue.items.removeFirst());
            queue.failures = 0;
            queue.isDropped = false;
            release(item.key(), queue);
            return (item.queued() && queue.items.isEmpty()) || hasRoomAgain();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoomAgain() {
        boolean again = isFull && OPEN_MAX - count >= ROOM_MIN && bytes < BYTES_MAX;
        isFull &= !again; // said once
        return again;
    }

    /** Whether no more was taken in for want of room, and there is some now: for a lane that has nothing to do. */
    boolean isStarved() {
        lock.lock();
        try {
            boolean starved = isFull && count < OPEN_MAX && bytes < BYTES_MAX;
            isFull &= !starved;
            return starved;
        } finally {
            lock.unlock();
        }
    }

    /** An event that was taken is to be tried again when it is {@code dueNanos}, unless it was let go of. */
    void again(Task task, int failures, long dueNanos) {
        lock.lock();
        try {
            var queue = queue(task.item());
            if (queue.isDropped) {
                done(task.item());
                return;
            }
            queue.isBusy = false;
            queue.failures = failures;
            queue.dueNanos = dueNanos;
            resting.add(queue);
        } finally {
            lock.unlock();
        }
    }

    /** An event that was taken is given up, with what queues behind it; false if it was let go of: then it is done. */
    boolean giveUp(Item item) {
        lock.lock();
        try {
            var queue = queue(item);
            if (queue.isDropped) {
                done(item);
                return false;
            }
            queue.items.forEach(this::remove);
            queues.remove(item.key());
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of events; one that a lane has when it comes back. How many keys may be taken that could not before. */
    int drop(Collection<Long> positions) {
        lock.lock();
        try {
            int before = ready.size();
            List.copyOf(queues.entrySet()).forEach(queue -> drop(queue.getKey(), queue.getValue(), positions));
            return Math.max(0, ready.size() - before);
        } finally {
            lock.unlock();
        }
    }

    private void drop(KeyValue key, KeyQueue queue, Collection<Long> positions) {
        var first = queue.items.getFirst();
        var gone = queue.items.stream().filter(inHand -> positions.contains(inHand.item().position())).toList();
        if (gone.isEmpty()) {
            return;
        }
        if (queue.isBusy) {
            queue.isDropped |= gone.contains(first);
            gone.stream().filter(inHand -> !inHand.equals(first)).forEach(inHand -> letGo(queue, inHand));
            return;
        }
        gone.forEach(inHand -> letGo(queue, inHand));
        if (gone.contains(first)) {
            queue.failures = 0;
            resting.remove(queue);
            ready.remove(queue);
            release(key, queue);
        }
    }

    private void letGo(KeyQueue queue, InHand inHand) {
        queue.items.remove(inHand);
        remove(inHand);
    }

    private KeyQueue queue(Item item) {
        var queue = queues.get(item.key());
        if (queue == null || !queue.isBusy) {
            throw new IllegalStateException("nobody has taken " + item.key());
        }
        return queue;
    }

    private void remove(InHand inHand) {
        bytes -= inHand.item().bytes();
        count--;
        inHand.mark().ifPresent(open::close);
        changes++;
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

    /** Everything up to here counts as begun: what was passed over is not to be looked at again. */
    void beginAll() {
        lock.lock();
        try {
            lastBegun = Math.max(lastBegun, seen);
            changes++;
        } finally {
            lock.unlock();
        }
    }

    /** How much of what may be in hand is: from 0 to 1, by number or by bytes, whichever is nearer to its limit. */
    double fill() {
        lock.lock();
        try {
            return Math.min(1, Math.max((double) count / OPEN_MAX, (double) bytes / BYTES_MAX));
        } finally {
            lock.unlock();
        }
    }

    /** Whether anything is in hand. */
    boolean isEmpty() {
        lock.lock();
        try {
            return count == 0;
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

    /** How many more events may be taken in, up to {@code most}; where it is none, {@link #done} says when it is. */
    int room(int most) {
        lock.lock();
        try {
            int room = bytes > BYTES_MAX ? 0 : Math.min(OPEN_MAX - count, most);
            isFull = room == 0;
            return room;
        } finally {
            lock.unlock();
        }
    }

    /** The position up to which everything is handled or does not concern the processor. */
    long upTo() {
        lock.lock();
        try {
            return open.first(seen + 1) - 1;
        } finally {
            lock.unlock();
        }
    }

    /** How many events were finished, or let go of, so far. */
    long changes() {
        lock.lock();
        try {
            return changes;
        } finally {
            lock.unlock();
        }
    }

    /** What is worth writing down: not beyond the last event that was taken in. */
    Extent extent() {
        lock.lock();
        try {
            return new Extent(lastBegun, open.all());
        } finally {
            lock.unlock();
        }
    }
}
