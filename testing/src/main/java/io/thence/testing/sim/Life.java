// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.ThenceException.NoStore;
import io.thence.log.LogSettings;
import io.thence.log.check.Verify;
import io.thence.run.Deployed;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.store.EventStore;
import io.thence.world.World.Running;
import java.time.Duration;
import java.util.ArrayList;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One life: some starts that end in a crash, and one that does not. */
final class Life implements SimulatedWorld.Watch {

    /** A life that takes more steps than this while it goes badly comes to no end. */
    private static final long STEPS_MAX = 2_000_000;

    /** So much later than the callers' work is done, what is still handled is met by a crash. */
    private static final long LATER_NANOS_MAX = Duration.ofSeconds(4).toNanos();

    /** The log is checked byte by byte after one crash of so many, and in the end; the opening checks it too. */
    private static final int VERIFIED_ONE_IN = 4;

    /** When nothing goes wrong any more, so many steps are enough, and so many more for each virtual second. */
    private static final long CALM_STEPS_MIN = 30_000;

    private static final long CALM_STEPS_A_SECOND = 200;

    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

    private static final Duration JUMP_MAX = Duration.ofMinutes(5);

    private final Plan plan;
    private final Scenario scenario;
    private final SimulatedWorld world;
    private final SimulatedDisk disk;
    private final SplittableRandom chance;
    private final Seen seen = new Seen();
    private final Acknowledged acknowledged = new Acknowledged();
    private final Memory memory = new Memory();
    private final Troubles troubles;
    private final Refusals refusals;
    private final Partners partners;
    private final ScriptedOutside outside;
    private final Look look;
    private @Nullable Thence thence;
    private long calmSteps = STEPS_MAX;
    private long calmNanos;
    private int starts;
    private long workedNanos;

    Life(Plan plan, Scenario scenario, Story story) {
        this.plan = plan;
        this.scenario = scenario;
        world = new SimulatedWorld(scenario.order(), plan.setting().watcher())
                .patient(plan.setting().patience());
        disk = new SimulatedDisk(world);
        chance = world.split();
        troubles = new Troubles(scenario, plan.harm().faults());
        refusals = new Refusals(plan.setting());
        partners = new Partners(world, troubles, plan.setting().application());
        outside = new ScriptedOutside(world, plan.setting().outside(), troubles, partners);
        look = new Look(world, plan, story);
        world.live(troubles, story);
        world.watch(this);
    }

    SimulatedWorld world() {
        return world;
    }

    Scenario scenario() {
        return scenario;
    }

    Acknowledged acknowledged() {
        return acknowledged;
    }

    Memory memory() {
        return memory;
    }

    Troubles troubles() {
        return troubles;
    }

    RandomGenerator randomOf(String caller) {
        return new SplittableRandom(scenario.seed() * 31 + caller.hashCode());
    }

    Report live() {
        int crashes = 0;
        try {
            for (int i = 1; i <= crashes(); i++) {
                if (troubles.happens(crash(i), "number " + i)) {
                    crashes++;
                    liveUntilCrash(crash(i));
                }
            }
            fork(this::liveToTheEnd);
        } finally {
            die(Fault.POWER_LOSS);
        }
        return new Report(scenario.seed(), world.trace().hash(), world.steps(), crashes, memory.commands(),
                seen.count(), troubles.met(), Duration.ofNanos(world.nanos()));
    }

    private int crashes() {
        var harm = plan.harm();
        boolean may = troubles.has(Fault.POWER_LOSS) || troubles.has(Fault.PROCESS_END);
        return may ? harm.crashesMin() + troubles.chance(Fault.POWER_LOSS, "how often")
                .nextInt(harm.crashesMax() - harm.crashesMin() + 1) : 0;
    }

    /** Mostly the power goes; else it is the process alone, and the next one finds what is not flushed yet. */
    private Fault crash(int number) {
        boolean isProcess = troubles.chance(Fault.PROCESS_END, "number " + number).nextInt(4) == 0;
        return troubles.has(Fault.PROCESS_END) && (isProcess || !troubles.has(Fault.POWER_LOSS))
                ? Fault.PROCESS_END : Fault.POWER_LOSS;
    }

    @Override
    public boolean isCalm() {
        return !look.isDue(thence) && !isWithoutEnd() && !refusals.hasUsed();
    }

    private boolean isWithoutEnd() {
        return world.steps() > calmSteps + CALM_STEPS_A_SECOND * (world.nanos() - calmNanos) / SECOND_NANOS;
    }

    @Override
    public void look() {
        refusals.demandNoneUsed();
        look.at(thence);
        if (isWithoutEnd()) {
            throw new Broken("liveness", "nothing goes wrong any more, and after "
                    + Duration.ofNanos(world.nanos() - calmNanos) + " and " + world.steps()
                    + " steps it has not come to rest; at work: " + world.atWork(), null);
        }
    }

    @Override
    public void handles(String part) {
        if (partners.isAway(part)) {
            throw new SimulatedFailure("whom " + part + " needs is away, as the simulator has it");
        }
    }

    @Override
    public void uses(Object thing, String what) {
        refusals.uses(thing, world.who(), what);
    }

    private void fork(Runnable task) {
        world.fork("life", task).stop();
    }

    private void liveUntilCrash(Fault crash) {
        long step = world.steps() + badMoment();
        long mark = world.marks() + (chance.nextInt(3) == 0 ? 1 + chance.nextInt(8) : Integer.MAX_VALUE);
        long later = chance.nextBoolean() ? 0 : LATER_NANOS_MAX >> chance.nextInt(12);
        workedNanos = Long.MAX_VALUE - LATER_NANOS_MAX;
        world.fork("life", this::start);
        world.waitFor(() -> world.nanos() >= workedNanos + later || world.steps() >= step || world.marks() >= mark,
                Fiber.NEVER);
        var running = thence;
        Broken.demand("what was seen", () -> seen.add(running == null ? null : running.store()));
        world.tell("", () -> "FAULT " + crash);
        die(crash);
        if (chance.nextInt(VERIFIED_ONE_IN) == 0) {
            verify();
        }
    }

    /** A bad moment: as often in the first few steps as in the thousands after. */
    private long badMoment() {
        long most = 8L << chance.nextInt(12);
        return 1 + chance.nextLong(most);
    }

    private void die(Fault crash) {
        thence = null;
        world.note(crash.name());
        if (crash == Fault.PROCESS_END) {
            disk.endProcess();
        } else {
            disk.crash();
        }
        world.crash();
        disk.full(false);
        disk.forgetDatabases();
        acknowledged.crashed();
        partners.crashed();
    }

    private void start() {
        open();
        work();
        workedNanos = world.nanos();
    }

    private Thence open() {
        var engine = plan.setting().engine().apply(world, disk);
        refusals.check(engine);
        var running = Deployed.run(plan.setting().deployment(),
                engine.outside(outside).snapshots(engine.snapshots().comparing())).applications().getFirst();
        thence = running;
        int start = ++starts;
        world.note("opened " + running.store().head());
        world.tell("", () -> "start " + start + ", after event " + running.store().head().number());
        compare(running.store());
        return running;
    }

    private void work() {
        var running = thence;
        if (running == null) {
            throw new AssertionError("callers need an application that runs");
        }
        int start = starts;
        world.fork("troubles", () -> stir(start));
        partners.all().forEach(partner -> world.fork("partner of " + partner.name(), () ->
                partners.comeAndGo(partner, start, running.store())));
        var working = new ArrayList<Running>();
        for (var caller : plan.callers()) {
            if (scenario.has(caller.name())) {
                working.add(world.fork(caller.name(), () ->
                        caller.value().accept(new Caller(caller.name(), running, this))));
            }
        }
        working.forEach(Running::stop);
    }

    /** What goes wrong in the machine, now and then, as long as anything does. */
    private void stir(int start) {
        for (int n = 1; !troubles.isOver(); n++) {
            var where = "start " + start + ", " + n;
            world.pause(troubles.time(Fault.DISK_FULL, "until " + where));
            jump(Fault.CLOCK_FORWARDS, where, 1);
            jump(Fault.CLOCK_BACKWARDS, where, -1);
            if (troubles.hits(Fault.DISK_FULL, where)) {
                world.tell("", () -> "FAULT " + Fault.DISK_FULL);
                disk.full(true);
                world.pause(troubles.time(Fault.DISK_FULL, where).dividedBy(2));
                disk.full(false);
                world.tell("", () -> "the disk has room again");
            }
        }
    }

    private void jump(Fault kind, String where, int sign) {
        if (troubles.hits(kind, where)) {
            long most = JUMP_MAX.toMillis() >> troubles.chance(kind, "how far: " + where).nextInt(16);
            world.jump(Duration.ofMillis(sign * (1 + most)));
            world.tell("", () -> "FAULT " + kind + ": it is " + world.now());
        }
    }

    private void liveToTheEnd() {
        open();
        work();
        troubles.end();
        disk.full(false);
        world.setClock();
        world.tell("", () -> "nothing goes wrong any more");
        calmNanos = world.nanos();
        calmSteps = CALM_STEPS_MIN + 4 * world.steps();
        end();
        open();
        end();
        verify();
    }

    private void end() {
        var running = thence;
        if (running == null) {
            throw new AssertionError("it must run to come to its end");
        }
        new Ending(world, plan, memory, running).check(outside);
        outside.check(running.store());
        look.finish(running);
        compare(running.store());
        thence = null; // nobody looks at it from here on
        running.deployed().close();
    }

    private void compare(EventStore store) {
        Broken.demand("what was seen", () -> seen.compare(store));
    }

    /** Whatever a crash has left beyond what was flushed, what was flushed is sound. */
    private void verify() {
        try {
            var report = Verify.run(disk, LogSettings.SMALL, (_, _) -> {});
            if (!report.isGood()) {
                throw new Broken("the log is not sound", report.list().toString(), null);
            }
        } catch (NoStore _) {
            // The crash came before there was a log.
        }
    }
}
