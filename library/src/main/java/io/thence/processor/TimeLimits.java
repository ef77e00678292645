// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.ThenceException.TimedOut;
import io.thence.processor.Handler.HeldUp;
import io.thence.store.StoredEvent;
import io.thence.world.Machine;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Ends the calls of a handler that take too long, by an interrupt of their threads. All have one limit: so between two
 * looks at those that are under way nobody need tell the machine of a new one, which cannot be due before the next.
 *
 * <p>A handler that does not heed the interrupt goes on, and its lane and its key with it.
 */
final class TimeLimits implements Machine {

    private final String who;
    private final Duration limit;
    private final World world;
    private final Handler handler;
    private final Signal signal = new Signal();
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();
    private Optional<World.Running> running = Optional.empty();
    private long dueNanos = Long.MAX_VALUE;
    private volatile boolean isIdle;

    /** A call that is under way. */
    private static final class Call {
        final Thread thread = Thread.currentThread();
        final long dueNanos;
        final ReentrantLock lock = new ReentrantLock();
        volatile boolean isOver;
        boolean hasEnded;
        StackTraceElement[] stack = {};

        Call(long dueNanos) {
            this.dueNanos = dueNanos;
        }
    }

    TimeLimits(String who, Duration limit, World world, Handler handler) {
        this.who = who;
        this.limit = limit;
        this.world = world;
        this.handler = handler;
    }

    void start(String name) {
        running = Optional.of(world.start(name + "-time-limit", this));
    }

    /** Called when no call is under way. */
    void stop() {
        running.ifPresent(World.Running::stop);
    }

    /**
     * Has the handler handle {@code event}, in the caller's thread.
     *
     * @throws TimedOut if it was ended, unless what it threw then is no failure of the event
     */
    void handle(StoredEvent event) {
        var call = new Call(world.nanos() + limit.toNanos());
        calls.add(call);
        if (isIdle) {
            signal.raise();
        }
        Optional<Throwable> failure = Optional.empty();
        try {
            handler.handle(event);
        } catch (HeldUp | Error e) {
            throw e;
        } catch (Throwable e) { // handlers may throw what they do not declare
            if (!call.isOver) {
                throw e;
            }
            failure = Optional.of(e);
        } finally {
            end(call);
        }
        if (call.isOver) {
            throw timedOut(event, call, failure.stream().toArray(Throwable[]::new));
        }
    }

    /** It has the stack of where the call stood. */
    private TimedOut timedOut(StoredEvent event, Call call, Throwable... failure) {
        var timedOut = new TimedOut(who + " took longer than its time limit of " + limit + " over event " + event.id(),
                failure);
        timedOut.setStackTrace(call.stack);
        return timedOut;
    }

    /** After this nobody interrupts its thread any more. */
    private void end(Call call) {
        call.lock.lock();
        try {
            call.hasEnded = true;
        } finally {
            call.lock.unlock();
        }
        calls.remove(call);
    }

    @Override
    public boolean step() {
        isIdle = true; // who comes after this raises the signal, and who came before is seen
        long now = world.nanos();
        long next = Long.MAX_VALUE;
        for (var call : calls) {
            if (call.dueNanos <= now) {
                interrupt(call);
            } else {
                next = Math.min(next, call.dueNanos);
            }
        }
        isIdle = next == Long.MAX_VALUE;
        dueNanos = next;
        return false;
    }

    private static void interrupt(Call call) {
        call.lock.lock();
        try {
            if (!call.hasEnded && !call.isOver) {
                call.stack = call.thread.getStackTrace();
                call.isOver = true;
                call.thread.interrupt();
            }
        } finally {
            call.lock.unlock();
        }
    }

    @Override
    public Signal signal() {
        return signal;
    }

    @Override
    public Duration rest() {
        return dueNanos == Long.MAX_VALUE ? Duration.ofDays(1)
                : Duration.ofNanos(Math.max(0, dueNanos - world.nanos()));
    }
}
