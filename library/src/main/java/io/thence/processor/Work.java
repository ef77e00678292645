// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.KeyValue;
import io.thence.processor.Deferring.LetGo;
import io.thence.processor.KeyQueue.InHand;
import io.thence.processor.OpenPositions.Mark;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The events that a processor has in hand: a queue for each key. A key is in the hands of one lane at most; one whose
 * event has failed rests. What is in hand is what the checkpoint leaves open. From any thread.
 */
final class Work {

    private static final long BYTES_MAX = 64 << 20;

    /** For less room it is not worth while to look for more events. */
    private static final int ROOM_MIN = 256;

    /** More would keep lanes waiting, which costs more than the lock. */
    private static final int ADDED_TOGETHER = 64;

    private final int countMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<KeyValue, KeyQueue> queues = new HashMap<>();
    private final ArrayDeque<KeyQueue> ready = new ArrayDeque<>();
    private final PriorityQueue<KeyQueue> resting = new PriorityQueue<>(
            Comparator.<KeyQueue>comparingLong(queue -> queue.dueNanos).thenComparingLong(queue -> queue.number));
    private final List<KeyValue> freed = new ArrayList<>();
    private final OpenPositions open = new OpenPositions();
    private final OpenPositions again = new OpenPositions();
    private long bytes;
    private long numbers;
    private long seen;
    private long lastBegun;
    private long changes;
    private int count;
    private boolean isFull;

    /**
     * An event that a lane has taken, and how often it has failed before.
     *
     * @param item     the event
     * @param failures how often it has failed
     * @param queue    that of its key
     * @param isMore   whether other keys were ready too
     */
    record Task(Item item, int failures, KeyQueue queue, boolean isMore) {}

    /** Nothing yet, where everything up to {@code upTo} is finished; at most {@code countMax} events. */
    Work(long upTo, int countMax) {
        this.countMax = countMax;
        seen = upTo;
        lastBegun = upTo;
    }

    /** Takes events in; how many keys may be taken by a lane now that could not before. */
    int add(List<Item> items) {
        int fresh = 0;
        for (int from = 0; from < items.size(); from += ADDED_TOGETHER) {
            fresh += addTogether(items.subList(from, Math.min(items.size(), from + ADDED_TOGETHER)));
        }
        return fresh;
    }

    private int addTogether(List<Item> items) {
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
        var inHand = new InHand(item, mark(item));
        var queue = queues.get(item.key());
        if (queue != null) {
            queue.items.add(inHand);
            return false;
        }
        var fresh = new KeyQueue(item.key(), numbers++);
        fresh.items.add(inHand);
        queues.put(item.key(), fresh);
        ready.add(fresh);
        return true;
    }

    private Optional<Mark> mark(Item item) {
        return switch (item.origin()) {
            case LOG -> {
                lastBegun = Math.max(lastBegun, item.position());
                yield Optional.of(open.open(item.position()));
            }
            case QUEUE, QUEUE_AGAIN -> Optional.empty();
            case AGAIN -> Optional.of(again.open(item.position()));
        };
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
            return Optional.of(new Task(queue.items.getFirst().item(), queue.failures, queue, !ready.isEmpty()));
        } finally {
            lock.unlock();
        }
    }

    /** An event that was taken is finished; whether the processor waits for that. */
    boolean done(Task task) {
        lock.lock();
        try {
            var queue = taken(task);
            remove(queue.items.removeFirst());
            queue.failures = 0;
            queue.isDropped = false;
            boolean isFreed = release(queue) && queue.isAwaited;
            return isFreed || (task.item().origin() != Item.Origin.LOG && queue.items.isEmpty()) || hasRoomAgain();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoomAgain() {
        boolean again = isFull && countMax - count >= Math.min(ROOM_MIN, countMax) && bytes < BYTES_MAX;
        isFull &= !again; // said once
        return again;
    }

    /** Whether no more was taken in for want of room, and there is some now: for a lane that has nothing to do. */
    boolean isStarved() {
        return locked(() -> {
            boolean starved = isFull && count < countMax && bytes < BYTES_MAX;
            isFull &= !starved;
            return starved;
        });
    }

    /** An event that was taken is to be tried again when it is {@code dueNanos}, unless it was let go of; whether. */
    boolean again(Task task, int failures, long dueNanos) {
        lock.lock();
        try {
            var queue = taken(task);
            if (queue.isDropped) {
                done(task);
                return false;
            }
            queue.isBusy = false;
            queue.failures = failures;
            queue.dueNanos = dueNanos;
            queue.isResting = true;
            resting.add(queue);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** An event that was taken is given up, with what queues behind it; false if it was let go of: then it is done. */
    boolean giveUp(Task task) {
        lock.lock();
        try {
            var queue = taken(task);
            if (queue.isDropped) {
                done(task);
                return false;
            }
            queue.items.forEach(this::remove);
            queue.items.clear();
            release(queue);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of events; one that a lane has when it comes back. How many keys may be taken that could not before. */
    int drop(Collection<Long> positions) {
        return locked(() -> {
            int before = ready.size();
            List.copyOf(queues.values()).forEach(queue -> drop(queue, positions));
            return Math.max(0, ready.size() - before);
        });
    }

    private void drop(KeyQueue queue, Collection<Long> positions) {
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
            queue.isResting = false;
            resting.remove(queue);
            ready.remove(queue);
            release(queue);
        }
    }

    private void letGo(KeyQueue queue, InHand inHand) {
        queue.items.remove(inHand);
        remove(inHand);
    }

    private static KeyQueue taken(Task task) {
        if (!task.queue().isBusy) {
            throw new IllegalStateException("nobody has taken " + task.item().key());
        }
        return task.queue();
    }

    private void remove(InHand inHand) {
        bytes -= inHand.item().bytes();
        count--;
        inHand.mark().ifPresent(Mark::close);
        changes++;
    }

    /** Nobody has its first any more; whether nothing is left of it. */
    private boolean release(KeyQueue queue) {
        queue.isBusy = false;
        if (!queue.items.isEmpty()) {
            ready.add(queue);
            return false;
        }
        queues.remove(queue.key);
        if (queue.isAwaited) {
            freed.add(queue.key);
        }
        return true;
    }

    /**
     * Lets go of what is behind events that take long, where {@code may} says so: that were the first of their key at
     * the last look, and are being handled, or rest.
     */
    List<LetGo> letGo(Predicate<Item> may) {
        return locked(() -> {
            var all = new ArrayList<LetGo>();
            for (var queue : queues.values()) {
                if (queue.looksSlow()) {
                    queue.second().filter(may).ifPresent(second -> {
                        all.add(LetGo.from(second));
                        queue.takeBehind().forEach(this::remove);
                    });
                }
            }
            all.sort(Comparator.comparingLong(LetGo::from));
            return all;
        });
    }

    /** Ends the rests that are over; how many there were. */
    int wake(long nowNanos) {
        return locked(() -> {
            int woken = 0;
            for (var next = resting.peek(); next != null && next.dueNanos <= nowNanos; next = resting.peek()) {
                resting.remove();
                next.isResting = false;
                ready.add(next);
                woken++;
            }
            return woken;
        });
    }

    /** When the next rest is over; empty if none is. */
    Optional<Long> nextDue() {
        return locked(() -> Optional.ofNullable(resting.peek()).map(queue -> queue.dueNanos));
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
        return locked(() -> Math.min(1, Math.max((double) count / countMax, (double) bytes / BYTES_MAX)));
    }

    /** Whether anything is in hand. */
    boolean isEmpty() {
        return locked(() -> count == 0);
    }

    /** Everything up to {@code position} was looked at. */
    void seen(long position) {
        locked(() -> seen = Math.max(seen, position));
    }

    /** Up to where everything was looked at. */
    long seen() {
        return locked(() -> seen);
    }

    /** How many keys a lane may take. */
    int ready() {
        return locked(() -> ready.size());
    }

    /** Whether nothing of {@code key} is in hand; if something is, it is {@link #freed} when nothing is any more. */
    boolean isFree(KeyValue key) {
        return locked(() -> {
            var queue = Optional.ofNullable(queues.get(key));
            queue.ifPresent(busy -> busy.isAwaited = true);
            return queue.isEmpty();
        });
    }

    /** The keys that were asked for in vain, and of which nothing is in hand any more. */
    List<KeyValue> freed() {
        return locked(() -> {
            var all = List.copyOf(freed);
            freed.clear();
            return all;
        });
    }

    /** How many more events may be taken in, up to {@code most}; where it is none, {@link #done} says when it is. */
    int room(int most) {
        return locked(() -> {
            int room = bytes > BYTES_MAX ? 0 : Math.min(countMax - count, most);
            isFull |= room == 0; // who asks next may not be who has to be told
            return room;
        });
    }

    /** The event in hand with the lowest position. */
    Optional<Item> oldest() {
        return locked(() -> queues.values().stream().map(queue -> queue.items.getFirst().item())
                .min(Comparator.comparingLong(Item::position)));
    }

    /** The first position that is in hand once more; {@code otherwise} if none is. */
    long firstAgain(long otherwise) {
        return locked(() -> again.first(otherwise));
    }

    /** The position up to which everything is handled or does not concern the processor. */
    long upTo() {
        return locked(() -> open.first(seen + 1) - 1);
    }

    /** How many events were finished, or let go of, so far. */
    long changes() {
        return locked(() -> changes);
    }

    /** What is worth writing down: not beyond the last event that was taken in. */
    Extent extent() {
        return locked(() -> new Extent(lastBegun, open.all()));
    }

    private <T> T locked(Supplier<T> look) {
        lock.lock();
        try {
            return look.get();
        } finally {
            lock.unlock();
        }
    }
}
