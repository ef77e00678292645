// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Application;
import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.world.Disk;
import io.thence.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs a whole application, yours or ours, as one life after another in a {@link SimulatedWorld}: callers use it, the
 * power goes at a bad moment, it starts again on what the disk has kept, and in the end everything must be right.
 *
 * {@snippet :
 * var simulator = Simulator.of(APP)
 *         .caller("teller", caller -> caller.send(new Deposit(ANN, 500), "d-1"))
 *         .check(thence -> assertThat(thence.read(BALANCE, ANN)).isEqualTo(500));
 * for (long seed = 1; seed <= 100; seed++) {
 *     simulator.run(seed);
 * }
 * }
 *
 * <p>What is demanded without being asked for:
 *
 * <ul>
 *   <li><b>Safety.</b> What was visible before a crash is there after it: the same event at each position. What was
 *       acknowledged to {@link Caller#send} is answered in the same way when it is sent again. The store opens.
 *   <li><b>Liveness.</b> When the power stays on, every caller comes to his end, and every projection, reaction and
 *       saga catches up, without a failure, in bounded virtual time; and again after an orderly end and a new start.
 *   <li><b>Snapshots.</b> Each state that is taken from a snapshot is what a fold from the first event gives.
 * </ul>
 *
 * <p>The rest is said by {@link #check}. A failure names the seed, and that seed fails again in the same way.
 *
 * <p>The application's own code must be a function of what it is given: no clock, no chance but the {@link World}'s, no
 * threads or locks, no going through collections whose order is left open. {@link Report#trace} shows whether it is:
 * run a seed in two JVMs.
 *
 * <p>Immutable: each method returns a new value.
 */
public final class Simulator {

    private static final int CRASHES_MAX = 4;
    private static final long HOT_STATE_BYTES = 16 << 10;

    private final Plan plan;

    private Simulator(Plan plan) {
        this.plan = plan;
    }

    record Named<T>(String name, T value) {}

    record Plan(
            Application application,
            BiFunction<World, Disk, Engine> engine,
            List<Named<Consumer<Caller>>> callers,
            List<Named<Function<Thence, ?>>> observations,
            List<Consumer<Thence>> checks,
            int crashesMax,
            Consumer<String> watcher) {}

    /** The simulator of {@code application}. */
    public static Simulator of(Application application) {
        return new Simulator(new Plan(application,
                (world, disk) -> new Engine(world, disk, LogSettings.SMALL, HOT_STATE_BYTES),
                List.of(), List.of(), List.of(), CRASHES_MAX, _ -> {}));
    }

    private static <T> List<T> and(List<T> some, T one) {
        var more = new ArrayList<>(some);
        more.add(one);
        return more;
    }

    /** Adds a caller: all callers work at the same time, each from the beginning of his work after each crash. */
    public Simulator caller(String name, Consumer<Caller> work) {
        return new Simulator(new Plan(plan.application, plan.engine, and(plan.callers, new Named<>(name, work)),
                plan.observations, plan.checks, plan.crashesMax, plan.watcher));
    }

    /** Adds what must hold in the end, when everything has caught up: throws an error where it does not. */
    public Simulator check(Consumer<Thence> check) {
        return new Simulator(new Plan(plan.application, plan.engine, plan.callers, plan.observations,
                and(plan.checks, check), plan.crashesMax, plan.watcher));
    }

    /** Adds something to look at in the end, such as the answer to a query: its textual form goes to the trace. */
    public Simulator observe(String name, Function<Thence, ?> look) {
        return new Simulator(new Plan(plan.application, plan.engine, plan.callers,
                and(plan.observations, new Named<>(name, look)), plan.checks, plan.crashesMax, plan.watcher));
    }

    /** How often the power goes at most; chance says how often, at least once. With 0 it never goes. */
    public Simulator crashes(int max) {
        return new Simulator(new Plan(plan.application, plan.engine, plan.callers, plan.observations, plan.checks,
                max, plan.watcher));
    }

    /** What the application runs on, made of the simulated world and disk after each crash: smaller limits, say. */
    public Simulator on(BiFunction<World, Disk, Engine> engine) {
        return new Simulator(new Plan(plan.application, engine, plan.callers, plan.observations, plan.checks,
                plan.crashesMax, plan.watcher));
    }

    /** Shows each line of the trace to {@code watcher}, to find where two runs part. */
    public Simulator watch(Consumer<String> watcher) {
        return new Simulator(new Plan(plan.application, plan.engine, plan.callers, plan.observations, plan.checks,
                plan.crashesMax, watcher));
    }

    /**
     * Runs the life of one seed.
     *
     * @throws SimulationFailed if anything is not as it must be
     */
    public Report run(long seed) {
        var life = new Life(plan, seed);
        var report = new AtomicReference<@Nullable Report>();
        var failure = new AtomicReference<@Nullable Throwable>();
        // The loop is on a virtual thread like its fibers: handing the baton over is then no matter of the system's.
        var loop = Thread.ofVirtual().name("simulator").start(() -> {
            try {
                report.set(life.live());
            } catch (Throwable e) {
                failure.set(e);
            }
        });
        join(loop);
        var done = report.get();
        if (done == null) {
            throw new SimulationFailed(seed, life.world().trace().last(), failure.get());
        }
        return done;
    }

    private static void join(Thread loop) {
        boolean interrupted = false;
        while (true) {
            try {
                loop.join();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
