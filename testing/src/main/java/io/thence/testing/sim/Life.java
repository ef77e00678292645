// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Part;
import io.thence.ThenceException.NoStore;
import io.thence.log.LogSettings;
import io.thence.log.check.Verify;
import io.thence.run.Thence;
import io.thence.testing.sim.Simulator.Plan;
import io.thence.world.World.Running;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What one seed gives: some starts that end in a crash, and one that does not. */
final class Life {

    private static final Duration CATCH_UP = Duration.ofMinutes(10);
    private static final int ROUNDS_MAX = 1_000;

    private final Plan plan;
    private final long seed;
    private final SimulatedWorld world;
    private final SimulatedDisk disk;
    private final SplittableRandom chance;
    private final Seen seen = new Seen();
    private final Acknowledged acknowledged = new Acknowledged();
    private @Nullable Thence thence;
    private boolean worked;

    Life(Plan plan, long seed) {
        this.plan = plan;
        this.seed = seed;
        world = new SimulatedWorld(seed, plan.watcher());
        disk = new SimulatedDisk(world);
        chance = world.split();
    }

    SimulatedWorld world() {
        return world;
    }

    Acknowledged acknowledged() {
        return acknowledged;
    }

    RandomGenerator randomOf(String caller) {
        return new SplittableRandom(seed * 31 + caller.hashCode());
    }

    Report live() {
        int crashes = plan.crashesMax() == 0 ? 0 : 1 + chance.nextInt(plan.crashesMax());
        try {
            for (int i = 0; i < crashes; i++) {
                liveUntilCrash();
            }
            fork(this::liveToTheEnd);
        } finally {
            die();
        }
        return new Report(seed, world.trace().hash(), world.steps(), crashes, seen.count(),
                Duration.ofNanos(world.nanos()));
    }

    private void fork(Runnable task) {
        world.fork("life", task).stop();
    }

    private void liveUntilCrash() {
        long step = world.steps() + badMoment();
        long mark = world.marks() + (chance.nextInt(3) == 0 ? 1 + chance.nextInt(8) : Integer.MAX_VALUE);
        worked = false;
        world.fork("life", this::start);
        world.waitFor(() -> worked || world.steps() >= step || world.marks() >= mark, Fiber.NEVER);
        var running = thence;
        seen.compare(running == null ? null : running.store());
        die();
        verify();
    }

    /** A bad moment: as often in the first few steps as in the thousands after. */
    private long badMoment() {
        long most = 8L << chance.nextInt(12);
        return 1 + chance.nextLong(most);
    }

    /** Mostly the power goes; else it is the process alone, and the next one finds what is not flushed yet. */
    private void die() {
        thence = null;
        if (chance.nextInt(4) == 0) {
            world.note("process ends");
            disk.endProcess();
        } else {
            world.note("power goes");
            disk.crash();
        }
        world.crash();
        disk.forgetDatabases();
        acknowledged.crashed();
    }

    private void start() {
        open();
        work();
        worked = true;
    }

    private Thence open() {
        var engine = plan.engine().apply(world, disk);
        var running = Thence.run(plan.application(), engine.snapshots(engine.snapshots().comparing()));
        thence = running;
        world.note("opened " + running.store().head());
        seen.compare(running.store());
        return running;
    }

    private void work() {
        var running = thence;
        if (running == null) {
            throw new AssertionError("callers need an application that runs");
        }
        var working = new ArrayList<Running>();
        for (var caller : plan.callers()) {
            working.add(world.fork(caller.name(), () ->
                    caller.value().accept(new Caller(caller.name(), running, this))));
        }
        working.forEach(Running::stop);
    }

    private void liveToTheEnd() {
        var first = open();
        work();
        end(first);
        end(open());
    }

    private void end(Thence running) {
        catchUp(running);
        plan.checks().forEach(check -> check.accept(running));
        for (var look : plan.observations()) {
            world.note(look.name() + ": " + look.value().apply(running));
        }
        seen.compare(running.store());
        running.close();
        verify();
    }

    /** Whatever a crash has left beyond what was flushed, what was flushed is sound. */
    private void verify() {
        try {
            var report = Verify.run(disk, LogSettings.SMALL, (_, _) -> {});
            if (!report.isGood()) {
                throw new AssertionError("the log is not sound: " + report.list());
            }
        } catch (NoStore _) {
            // The crash came before there was a log.
        }
    }

    /** Waits until everything is handled, and what that has caused, and so on. */
    private void catchUp(Thence running) {
        List<Part> parts = new ArrayList<>(plan.application().projections());
        parts.addAll(plan.application().memoryProjections());
        parts.addAll(plan.application().reactions());
        parts.addAll(plan.application().sagas());
        parts.addAll(plan.application().schedules());
        for (int round = 0; round < ROUNDS_MAX; round++) {
            var head = running.store().head();
            for (var part : parts) {
                if (!running.await(part, head, CATCH_UP)) {
                    throw new AssertionError("after " + CATCH_UP + ", " + running.progress(part) + ", the head is "
                            + head);
                }
            }
            if (running.store().head().equals(head)) {
                return;
            }
        }
        throw new AssertionError("there are always new events: a reaction or saga seems to feed itself");
    }
}
