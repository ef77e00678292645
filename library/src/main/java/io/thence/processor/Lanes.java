// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.KeyValue;
import io.thence.Policy;
import io.thence.processor.Handler.HeldUp;
import io.thence.processor.Work.Task;
import io.thence.world.Progress;
import io.thence.world.World;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lanes of a processor: as many as there were keys to handle at one time, up to the policy's limit. What fails is
 * tried again by the policy; what is given up waits here for the processor to write it down.
 */
final class Lanes {

    /** The rest after something was in the way that is no fault of the event. */
    private static final Duration HELD_UP = Duration.ofSeconds(1);

    /** So many are written down in one append. */
    private static final int TOGETHER_MAX = 100;

    private final String name;
    private final World world;
    private final Policy policy;
    private final Handler handler;
    private final Work work;
    private final Progress progress;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Lane> idle = new ArrayDeque<>();
    private final List<World.Running> running = new ArrayList<>();
    private final ConcurrentLinkedQueue<GivenUp> givenUp = new ConcurrentLinkedQueue<>();
    private final Set<KeyValue> heldUp = ConcurrentHashMap.newKeySet();
    private volatile boolean isEnding;

    /**
     * An event that is given up; its key is in a lane's hands until that is written down.
     *
     * @param item     the event
     * @param attempts how often it was tried
     * @param failure  what was thrown last
     * @param stops    whether that stops the processor
     */
    record GivenUp(Item item, int attempts, Throwable failure, boolean stops) {}

    Lanes(Processor.Course course, World world, Work work, Progress progress) {
        name = course.name();
        policy = course.policy();
        handler = course.handler();
        this.world = world;
        this.work = work;
        this.progress = progress;
    }

    /** The next event for {@code lane}; empty if there is none: it is told when there is. */
    Optional<Task> take(Lane lane) {
        if (isEnding) {
            return Optional.empty();
        }
        lock.lock();
        try {
            var task = work.take();
            if (task.isEmpty()) {
                if (!lane.isIdle) {
                    lane.isIdle = true;
                    idle.push(lane);
                }
                if (work.isStarved()) {
                    progress.wake();
                }
            }
            return task;
        } finally {
            lock.unlock();
        }
    }

    /** So many keys more may be taken: as many lanes are woken, or started. */
    void wake(int keys) {
        for (int i = 0; i < keys; i++) {
            if (!wakeOne()) {
                return;
            }
        }
    }

    private boolean wakeOne() {
        lock.lock();
        try {
            var lane = idle.poll();
            if (lane != null) {
                lane.isIdle = false;
                lane.signal().raise();
                return true;
            }
            if (isEnding || running.size() >= policy.lanes()) {
                return false; // those that run take what is ready when they are done
            }
            running.add(world.start(name + "-" + running.size(), new Lane(this, handler)));
            return true;
        } finally {
            lock.unlock();
        }
    }

    void done(Task task) {
        boolean isAwaited = work.done(task.item());
        goesOn(task);
        if (isAwaited || progress.isWaitedFor() || progress.isListenedTo()) {
            progress.wake();
        }
    }

    void heldUp(Task task, HeldUp why) {
        heldUp.add(task.item().key());
        progress.note(String.valueOf(why.getMessage()));
        again(task, task.failures(), HELD_UP);
    }

    /** Whether something is in the way of a key that is no fault of its event. */
    boolean isHeldUp() {
        return !heldUp.isEmpty();
    }

    private void goesOn(Task task) {
        if (heldUp.remove(task.item().key()) && heldUp.isEmpty()) {
            progress.note("");
        }
    }

    void failed(Task task, Throwable failure) {
        goesOn(task);
        int failures = task.failures() + 1;
        var action = policy.action(failure);
        if (action == Policy.Action.RETRY && failures < policy.attempts()) {
            var rest = policy.rest(failures, world.random().nextDouble());
            handler.failed(task.item().event(), failures, failure, Optional.of(rest));
            again(task, failures, rest);
        } else {
            handler.failed(task.item().event(), failures, failure, Optional.empty());
            givenUp.add(new GivenUp(task.item(), failures, failure, action == Policy.Action.STOP));
            progress.wake();
        }
    }

    private void again(Task task, int failures, Duration rest) {
        work.again(task, failures, world.nanos() + rest.toNanos());
        progress.wake();
    }

    /** Some of the events that are given up and not yet written down; the caller writes them down. */
    List<GivenUp> givenUp() {
        var some = new ArrayList<GivenUp>();
        for (var next = givenUp.poll(); next != null; next = some.size() < TOGETHER_MAX ? givenUp.poll() : null) {
            some.add(next);
        }
        return some;
    }

    /** Whether there are more of them. */
    boolean hasGivenUp() {
        return !givenUp.isEmpty();
    }

    /** Nothing more is taken. */
    void end() {
        isEnding = true;
    }

    /** Waits until the lanes have ended what they do. */
    void stop() {
        end();
        List<World.Running> all;
        lock.lock();
        try {
            all = List.copyOf(running);
        } finally {
            lock.unlock();
        }
        all.forEach(World.Running::stop);
    }
}
