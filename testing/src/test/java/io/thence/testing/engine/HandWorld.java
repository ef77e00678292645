// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.world.Machine;
import io.thence.world.Mark;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A world of one thread, turned by hand: machines are stepped while somebody waits, and time passes only then. What is
 * to happen {@link #meanwhile} happens inside that wait, so several callers wait at once without a second thread.
 */
public final class HandWorld implements World {

    private static final Instant START = Instant.parse("2010-12-01T08:26:00Z");

    private static final long STEPS_MAX = 1_000_000;

    private final List<Machine> machines = new ArrayList<>();
    private final RandomGenerator random;
    private Consumer<Mark> watcher = _ -> {};
    private final Deque<Runnable> meanwhile = new ArrayDeque<>();
    private long nanos;
    private long steps;

    public HandWorld(long seed) {
        random = new Random(seed);
    }

    /** Calls {@code watcher} at each mark in the code. */
    public HandWorld watching(Consumer<Mark> watcher) {
        this.watcher = watcher;
        return this;
    }

    @Override
    public void mark(Mark mark) {
        watcher.accept(mark);
    }

    @Override
    public Instant now() {
        return START.plusNanos(nanos);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    /** Lets {@code task} run while the next one waits, before any machine steps. */
    public void meanwhile(Runnable task) {
        meanwhile.add(task);
    }

    @Override
    public boolean await(Signal signal, Duration timeout) {
        long deadline = nanos + timeout.toNanos();
        while (!signal.isRaised() && nanos < deadline) {
            var next = meanwhile.poll();
            if (next != null) {
                next.run();
            } else if (!step()) {
                nanos = Math.min(deadline, nanos + rest());
            }
        }
        return signal.lower();
    }

    /** Turns each machine once; whether any of them did something. */
    boolean step() {
        if (++steps > STEPS_MAX) {
            throw new AssertionError("no end after " + steps + " steps");
        }
        boolean worked = false;
        for (var machine : List.copyOf(machines)) {
            worked |= machine.step();
        }
        return worked;
    }

    private long rest() {
        return machines.stream().mapToLong(machine -> machine.rest().toNanos()).min().orElse(Long.MAX_VALUE / 2);
    }

    /** Lets time pass with nobody asking for anything. */
    public void pass(Duration time) {
        await(new Signal(), time);
    }

    @Override
    public Running start(String name, Machine machine) {
        machines.add(machine);
        return () -> {
            if (machines.remove(machine)) {
                machine.ended();
            }
        };
    }

    /** There is one thread: the task runs as a whole, inside the next wait. */
    @Override
    public Running fork(String name, Runnable task) {
        meanwhile.add(task);
        return () -> meanwhile.remove(task);
    }
}
