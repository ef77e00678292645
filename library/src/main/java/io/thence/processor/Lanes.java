// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.Handling;
import io.thence.Policy;
import io.thence.SystemEvent.BreakerState;
import io.thence.processor.Handler.HeldUp;
import io.thence.processor.Work.Task;
import io.thence.supervise.Call;
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
    private final GuardedHandler handler;
    private final Work work;
    private final Progress progress;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Lane> idle = new ArrayDeque<>();
    private final List<World.Running> running = new ArrayList<>();
    private final List<Lane> all = new ArrayList<>();
    private final ConcurrentLinkedQueue<GivenUp> givenUp = new ConcurrentLinkedQueue<>();
    private final Set<Long> heldUp = ConcurrentHashMap.newKeySet();
    private volatile boolean isPaused;
    private volatile boolean isHurried;
    private volatile boolean isEnding;
    private volatile boolean isCutShort;
    private volatile String heldUpBy = "";
    private volatile boolean isClosed;

    /**
     * An event that is given up; its key is in a lane's hands until that is written down.
     *
     * @param task     the event
     * @param attempts how often it was tried
     * @param failure  what was thrown last
     * @param action   what is done about that
     */
    record GivenUp(Task task, int attempts, Throwable failure, Policy.Action action) {

        Item item() {
            return task.item();
        }
    }

    Lanes(Processor.Course course, GuardedHandler handler, Work work, Progress progress) {
        name = course.name();
        policy = course.policy();
        world = handler.world();
        this.handler = handler;
        this.work = work;
        this.progress = progress;
    }

    /** What a lane handles that has {@code item} in hand. */
    Handling handling(Item item) {
        return item.event().handledBy(name, item.key());
    }

    /** The next event for {@code lane}; empty if there is none: it is told when there is. */
    Optional<Task> take(Lane lane) {
        if (isEnding) {
            return Optional.empty();
        }
        var task = mayTake(lane) && isOpen() ? work.take() : Optional.<Task>empty();
        return task.isPresent() ? task : takeOrRest(lane);
    }

    private boolean mayTake(Lane lane) {
        return !isPaused && lane.number() < handler.lanes();
    }

    /** Under the lock: who adds a key, and then looks for a lane, finds this one idle, or this one finds the key. */
    private Optional<Task> takeOrRest(Lane lane) {
        lock.lock();
        try {
            var task = mayTake(lane) && isOpen() ? work.take() : Optional.<Task>empty();
            if (task.isEmpty()) {
                if (!lane.isIdle) {
                    lane.isIdle = true;
                    idle.push(lane);
                }
                if (work.isStarved()) {
                    progress.wake();
                }
                if (lane.number() >= handler.lanes()) {
                    wake(work.ready()); // what it has put back is for one of those that may take it
                }
            }
            return task;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Keys more may be taken: a lane is woken, or started. That one has the next one woken when it has taken something
     * and there is more: where a handler is quick, few lanes do all, and nobody wakes many in vain.
     */
    void wake(int keys) {
        if (keys == 0 || isPaused || !isOpen()) {
            return; // they are woken when they go on
        }
        lock.lock();
        try {
            var lane = idle();
            if (lane.isPresent()) {
                lane.get().isIdle = false;
                lane.get().signal().raise();
            } else if (!isEnding && running.size() < handler.lanes()) {
                var fresh = new Lane(this, all.size(), handler.outer());
                all.add(fresh);
                running.add(world.start(name + "-" + fresh.number(), fresh));
            } // else those that run take what is ready when they are done
        } finally {
            lock.unlock();
        }
    }

    /** Whether the guards let anything through; the processor is told if not, and {@link #open opens} again. */
    private boolean isOpen() {
        if (handler.closedNanos() == 0) {
            return true;
        }
        if (!isClosed) {
            isClosed = true;
            progress.wake();
        }
        return false;
    }

    /** Wakes lanes, if the guards did not let anything through, and do now. */
    void open() {
        if (isClosed && handler.closedNanos() == 0) {
            isClosed = false;
            wake(work.ready());
        }
    }

    /** In how many nanoseconds {@link #open} has something to do; {@link CallLimit#UNTIL_TOLD} where nobody knows. */
    long opensInNanos() {
        return isClosed ? handler.closedNanos() : CallLimit.UNTIL_TOLD;
    }

    /** One that has nothing to do, and may: the last that had something. */
    private Optional<Lane> idle() {
        for (var all = idle.iterator(); all.hasNext();) {
            var lane = all.next();
            if (mayTake(lane)) {
                all.remove();
                return Optional.of(lane);
            }
        }
        return Optional.empty();
    }

    /** Whether they take nothing more, until they are told otherwise; whether that is new. */
    boolean pause(boolean on) {
        boolean isNew = isPaused != on;
        isPaused = on;
        return isNew;
    }

    /** Whether attempts follow one another without a rest, until told otherwise; whether they do so from now on. */
    boolean hurry(boolean on) {
        boolean isNew = on && !isHurried;
        isHurried = on;
        return isNew;
    }

    /** Whether they take nothing more. From any thread. */
    boolean isPaused() {
        return isPaused;
    }

    void done(Task task) {
        goesOn(task.item().position());
        boolean isAwaited = work.done(task);
        if (isAwaited || progress.isWaitedFor() || progress.isListenedTo()) {
            progress.wake();
        }
    }

    void heldUp(Task task, HeldUp why) {
        heldUpBy = String.valueOf(why.getMessage());
        heldUp.add(task.item().position());
        if (!again(task, task.failures(), HELD_UP)) {
            goesOn(task.item().position());
        }
    }

    /** A guard has not let it through: it is taken when one lets it. */
    void refused(Task task) {
        again(task, task.failures(), Duration.ZERO);
    }

    /** What holds up an event that is no fault of it, or all of them; empty if nothing does. */
    String note() {
        return heldUp.isEmpty() ? handler.note() : heldUpBy;
    }

    /** Tells how the circuit breaker has changed. For the processor's thread. */
    void tellOfBreaker() {
        handler.tellOfBreaker();
    }

    /** The state of the circuit breaker, if there is one. */
    Optional<BreakerState> breaker() {
        return handler.breaker();
    }

    /** Nothing is in the way of the event at {@code position} any more, or it is annulled. */
    void goesOn(long position) {
        if (!heldUp.isEmpty() && heldUp.remove(position) && heldUp.isEmpty()) {
            progress.wake();
        }
    }

    void failed(Task task, Throwable failure) {
        goesOn(task.item().position());
        if (isCutShort) {
            return; // it is handled again after the next start
        }
        int failures = task.failures() + 1;
        var action = policy.action(failure);
        if (action == Policy.Action.RETRY && failures < policy.attempts()) {
            var rest = isHurried ? Duration.ZERO : policy.rest(failures, world.random().nextDouble());
            handler.failed(task.item().event(), failures, failure, Optional.of(rest));
            again(task, failures, rest);
        } else {
            handler.failed(task.item().event(), failures, failure, Optional.empty());
            givenUp.add(new GivenUp(task, failures, failure, action));
            progress.wake();
        }
    }

    private boolean again(Task task, int failures, Duration rest) {
        boolean isAgain = work.again(task, failures, world.nanos() + rest.toNanos());
        progress.wake();
        return isAgain;
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

    /** Before the first is woken. */
    void start() {
        handler.start();
    }

    /** Nothing more is taken. */
    void end() {
        isEnding = true;
    }

    /** What is under way is interrupted. */
    void cutShort() {
        isCutShort = true;
    }

    /** Waits until the lanes have ended what they do. */
    void stop() {
        end();
        copy(running).forEach(World.Running::stop);
        handler.stop();
    }

    /** The calls that are under way. From any thread. */
    List<Call> calls() {
        return copy(all).stream().flatMap(lane -> lane.call().stream()).toList();
    }

    private <T> List<T> copy(List<T> of) {
        lock.lock();
        try {
            return List.copyOf(of);
        } finally {
            lock.unlock();
        }
    }
}
