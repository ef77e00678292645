// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.EventId;
import io.thence.testing.sim.Plan.Setting;
import io.thence.world.Machine;
import io.thence.world.Mark;
import io.thence.world.RealThings;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A world that does the same again for the same seed.
 *
 * <p>All that runs in it are fibers: one for each machine, one for each task. One of them runs at a time, until it
 * waits or, being a machine, has done a step; then chance says which of those that can go on goes on. Virtual time
 * moves by a few microseconds a step, and when all wait it jumps to the next deadline.
 *
 * <p>The thread that made this world is outside of it. When that thread waits by {@link #await}, or for something that
 * {@link Running#stop stops}, it turns the crank itself until that has come. For speed let it be a virtual thread.
 *
 * <p>Limits: a fiber that waits for anything but this world (a sleep, the network, another thread) does not give the
 * baton back; once that is seen for a tenth of a real second it is a failure, with whose code it is and the place where
 * it stands. For a lock, and for H2, that takes ten seconds.
 */
public final class SimulatedWorld implements World {

    static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");
    private static final int STEP_NANOS = 4_000;
    private static final long STEPS_MAX = 20_000_000;

    private final Trace trace;
    private Story story = new Story(false);
    private Troubles troubles = new Troubles(Scenario.of(0), Set.of());
    private final SplittableRandom root;
    private final SplittableRandom schedule;
    private final SplittableRandom chance;
    private final SplittableRandom secrets;
    private final List<Fiber> fibers = new ArrayList<>();
    private final List<Fiber> ready = new ArrayList<>();
    private final Baton baton = new Baton(this::next);
    private BooleanSupplier goal = () -> true;
    private long goalNanos;
    private boolean hasStopped;
    private long nanos;
    private long aheadNanos;
    private long steps;
    private Watch watch = new Watch() {};
    private boolean isStill;
    private long marks;
    private int born;
    private Duration patience = Setting.PATIENCE;

    /** Somebody outside who looks at the world between two steps. */
    interface Watch {

        /** Whether {@link #look} would find nothing new. */
        default boolean isCalm() {
            return true;
        }

        /** Looks, outside of all fibers. */
        default void look() {}

        /** A part begins to handle an event; what is thrown is a failure of its handler. */
        default void handles(String part) {}

        /** Something real is about to be used, which {@code what} names; what is thrown reaches who uses it. */
        default void uses(Object thing, String what) {}
    }

    /** The world of {@code seed}. */
    public SimulatedWorld(long seed) {
        this(seed, _ -> {});
    }

    /** The world of {@code seed}; each line of the trace goes to {@code watcher} too. */
    public SimulatedWorld(long seed, Consumer<String> watcher) {
        trace = new Trace(watcher);
        root = new SplittableRandom(seed);
        schedule = root.split();
        chance = root.split();
        secrets = new SplittableRandom(~seed);
    }

    /** Chance of its own for a part of the world that must not disturb the others. */
    SplittableRandom split() {
        return root.split();
    }

    /** The same world, which waits no longer than {@code real} time for a fiber to give the baton back. */
    SimulatedWorld patient(Duration real) {
        patience = real;
        return this;
    }

    /** What goes wrong in it, and who tells of it. */
    void live(Troubles others, Story teller) {
        troubles = others;
        story = teller;
    }

    /** Who looks at it between any two steps. */
    void watch(Watch somebody) {
        watch = somebody;
    }

    /** Whose code is being run, or waits in the middle. */
    List<String> atWork() {
        return fibers.stream().map(Fiber::doing).filter(doing -> !doing.isEmpty()).toList();
    }

    /** Whose code is being run, for messages. */
    String who() {
        var fiber = baton.holder();
        return fiber == null ? "what looks at the world" : fiber.who();
    }

    /** Tells something, if anything is told, of who has his turn. */
    void tell(Supplier<String> what) {
        var fiber = baton.holder();
        tell(fiber == null ? "" : fiber.title(), what);
    }

    /** Tells something of somebody. */
    void tell(String who, Supplier<String> what) {
        story.add(nanos, who, what);
    }

    /** Lets the wall clock jump, backwards where {@code time} is negative. */
    void jump(Duration time) {
        aheadNanos += time.toNanos();
        note("clock jumps " + time);
    }

    /** Sets the wall clock right again. */
    void setClock() {
        jump(Duration.ofNanos(-aheadNanos));
    }

    /** Lets virtual time pass. */
    void pause(Duration time) {
        await(new Signal(), time);
    }

    /** Runs something in no time at all: a failure if it waits. */
    void still(Runnable something) {
        isStill = true;
        try {
            something.run();
        } finally {
            isStill = false;
        }
    }

    /** What has happened so far. */
    public Trace trace() {
        return trace;
    }

    /** How often a fiber was given its turn. */
    public long steps() {
        return steps;
    }

    /** How many marks were passed. */
    long marks() {
        return marks;
    }

    @Override
    public Instant now() {
        return BEGINNING.plusNanos(nanos + aheadNanos);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public RandomGenerator random() {
        return chance;
    }

    /** No secret here: the same for the same seed. */
    @Override
    public byte[] secret(int count) {
        var bytes = new byte[count];
        secrets.nextBytes(bytes);
        return bytes;
    }

    /** Adds a line to the trace. */
    void note(String what) {
        var fiber = baton.holder();
        trace.add(steps + " " + nanos + " " + (fiber == null ? "-" : fiber.name()) + " " + what);
    }

    @Override
    public boolean await(Signal signal, Duration timeout) {
        waitFor(signal::isRaised, TimeUnit.NANOSECONDS.convert(timeout));
        return signal.lower();
    }

    /** Waits until something holds that fibers make true, or until time is over. */
    void waitFor(BooleanSupplier until, long limitNanos) {
        long deadline = limitNanos >= Fiber.NEVER - nanos ? Fiber.NEVER : nanos + Math.max(0, limitNanos);
        var fiber = running();
        if (isStill) {
            throw new IllegalStateException("an invariant looks at one moment, so it may not wait: let it read folds,"
                    + " and leave queries of tables to check(..)");
        }
        if (fiber == null) {
            drive(until, deadline);
        } else {
            fiber.pause(until, deadline);
        }
    }

    /** The fiber that calls; null outside of all. */
    @Nullable Fiber running() {
        var fiber = baton.holder();
        if (fiber != null && !fiber.isCurrent()) {
            throw new IllegalStateException("thread " + Thread.currentThread() + " is not of the simulated world:"
                    + " start what runs at the same time by World.fork");
        }
        return fiber;
    }

    @Override
    public Running start(String name, Machine machine) {
        var turning = new Turning(this, machine);
        turning.in(begin(name, turning::turn));
        return turning;
    }

    @Override
    public Running fork(String name, Runnable task) {
        var fiber = begin(name, task);
        return () -> waitFor(fiber::isDone, Fiber.NEVER);
    }

    private Fiber begin(String name, Runnable body) {
        var parent = running();
        if (parent != null && parent.isKilled()) {
            throw new Killed();
        }
        var fiber = new Fiber(name + "#" + born++, () -> RealThings.watched(watch::uses, body), baton);
        note("begins " + fiber.name());
        fibers.add(fiber);
        return fiber;
    }

    @Override
    public void handle(String part, EventId event, Runnable handler) {
        var fiber = running();
        if (fiber == null) {
            handler.run();
            return;
        }
        fiber.does("the handler of " + part + ", on event " + event + ",");
        try {
            troubles.handle(this, part, event, () -> {
                watch.handles(part);
                handler.run();
            });
        } finally {
            fiber.does("");
        }
    }

    @Override
    public void mark(Mark mark) {
        marks++;
        note("mark " + mark);
        var fiber = running();
        if (fiber != null) {
            fiber.yieldTurn();
        }
    }

    /** Lets fibers run, one after the other, until something holds or virtual time has come to {@code deadline}. */
    private void drive(BooleanSupplier until, long deadline) {
        goal = until;
        goalNanos = deadline;
        hasStopped = false;
        try (var _ = Pulse.ofThisThread()) {
            while (isUnderWay()) {
                if (steps >= STEPS_MAX) {
                    throw new AssertionError("no end after " + steps + " steps and " + Duration.ofNanos(nanos)
                            + " of virtual time");
                }
                var fiber = choose();
                if (fiber != null) {
                    run(fiber);
                    watch.look();
                }
            }
        }
        if (hasStopped) {
            throw new AssertionError("everything waits, and nothing will ever come: "
                    + fibers.stream().map(Fiber::name).toList());
        }
    }

    private boolean isUnderWay() {
        return !goal.getAsBoolean() && nanos < goalNanos && !hasStopped;
    }

    /** Who goes on after a fiber, by its own hand; null where the driver has something to do between the two. */
    private @Nullable Fiber next() {
        while (watch.isCalm() && isUnderWay() && steps < STEPS_MAX) {
            var fiber = choose();
            if (fiber != null) {
                return fiber;
            }
        }
        return null;
    }

    /** One of those that can go on, whose turn it is now; null if there is none and time has moved to the next. */
    private @Nullable Fiber choose() {
        ready.clear();
        long next = goalNanos;
        for (var fiber : fibers) {
            if (fiber.isReady(nanos)) {
                ready.add(fiber);
            }
            next = Math.min(next, fiber.deadlineNanos());
        }
        if (!ready.isEmpty()) {
            var fiber = ready.get(schedule.nextInt(ready.size()));
            steps++;
            nanos += schedule.nextInt(STEP_NANOS);
            trace.add(steps + " " + nanos + " " + fiber.name());
            return fiber;
        }
        hasStopped = next == Fiber.NEVER;
        nanos = hasStopped ? nanos : next;
        return null;
    }

    private void run(Fiber first) {
        var fiber = baton.lend(first, patience);
        if (fiber.isDone()) {
            fibers.remove(fiber);
            var failure = fiber.failure();
            if (failure != null) {
                throw new AssertionError(fiber.name() + " broke: " + failure, failure);
            }
        }
    }

    /** Ends all that runs where it stands, as a crash does: nothing gets to tidy up. Called from outside. */
    public void crash() {
        try (var _ = Pulse.ofThisThread()) {
            for (var fiber : List.copyOf(fibers)) {
                if (fiber.kill()) {
                    baton.lend(fiber, patience);
                }
            }
        }
        fibers.clear();
    }
}
