// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Application;
import io.thence.Deployment;
import io.thence.Effect;
import io.thence.Part;
import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.testing.sim.Lived.End;
import io.thence.testing.sim.Plan.Check;
import io.thence.testing.sim.Plan.Demands;
import io.thence.testing.sim.Plan.Harm;
import io.thence.testing.sim.Plan.Named;
import io.thence.testing.sim.Plan.Setting;
import io.thence.world.Disk;
import io.thence.world.World;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Runs a whole application, yours or ours, as one life after another in a {@link SimulatedWorld}: callers use it, all
 * kinds of {@link Fault} strike, the power goes at a bad moment, it starts again on what the disk has kept; then
 * nothing goes wrong any more, and in the end everything must be right.
 *
 * {@snippet :
 * var simulator = Simulator.of(APP)
 *         .caller("teller", caller -> caller.steps(50, i -> caller.send(new Deposit(ANN, 5))))
 *         .invariant("nobody is in debt", bank -> assertThat(bank.read(BALANCE, ANN)).isNotNegative())
 *         .check(bank -> assertThat(bank.read(BALANCE, ANN)).isEqualTo(250));
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
 *   <li><b>Liveness.</b> When nothing goes wrong any more, every projection, reaction and saga catches up in bounded
 *       virtual time, no dead letter and no parked key is left, and that again after an orderly end and a new start.
 *   <li><b>Snapshots.</b> Each state that is taken from a snapshot is what a fold from the first event gives.
 * </ul>
 *
 * <p>The rest is said by {@link #invariant}, {@link #eventually}, {@link #oracle} and {@link #check}. A life that fails
 * is made smaller and told: {@link SimulationFailed}.
 *
 * <p>The application's own code must be a function of what it is given: no clock, no chance but the {@link World}'s, no
 * threads or locks, no going through collections whose order is left open. {@link Seeds#inTwoJvms} shows whether it is.
 *
 * <p>Immutable: each method returns a new value.
 */
public final class Simulator {

    private static final int CRASHES_MAX = 4;
    private static final int SHRINKS_MAX = 600;
    private static final long HOT_STATE_BYTES = 16 << 10;

    private final Supplier<Plan> plans;

    private Simulator(Supplier<Plan> plans) {
        this.plans = plans;
    }

    /** The simulator of {@code application}. */
    public static Simulator of(Application application) {
        return of(new Deployment(application.name(), List.of(application)));
    }

    /**
     * The simulator of applications over one store: callers and checks are given the first of them, and find the others
     * by {@link Thence#deployed}.
     */
    public static Simulator of(Deployment deployment) {
        var setting = new Setting(deployment,
                (world, disk) -> new Engine(world, disk, LogSettings.SMALL, HOT_STATE_BYTES), Map.of(), List.of(),
                _ -> {}, Setting.PATIENCE);
        var plan = new Plan(setting, List.of(), Demands.NONE,
                new Harm(Set.of(Fault.values()), 1, CRASHES_MAX, SHRINKS_MAX));
        return new Simulator(() -> plan);
    }

    /**
     * A simulator that is made anew for each life: for an application, callers or checks that keep something, like what
     * was told to a service outside.
     */
    public static Simulator each(Supplier<Simulator> life) {
        return new Simulator(() -> life.get().plans.get());
    }

    private Simulator with(UnaryOperator<Plan> change) {
        return new Simulator(() -> change.apply(plans.get()));
    }

    private Simulator demanding(UnaryOperator<Demands> change) {
        return with(plan -> plan.demands(change.apply(plan.demands())));
    }

    private Simulator harming(UnaryOperator<Harm> change) {
        return with(plan -> plan.harm(change.apply(plan.harm())));
    }

    private Simulator setting(UnaryOperator<Setting> change) {
        return with(plan -> plan.setting(change.apply(plan.setting())));
    }

    /** Adds a caller: all callers work at the same time, each from the beginning of his work after each crash. */
    public Simulator caller(String name, Consumer<Caller> work) {
        return with(plan -> plan.caller(new Named<>(name, work)));
    }

    /**
     * Adds what must hold at each moment: it is looked at between any two steps between which the log has grown, and
     * throws an error where it does not. It reads folds, and may not wait.
     */
    public Simulator invariant(String name, Consumer<Thence> invariant) {
        return demanding(all -> new Demands(Plan.and(all.invariants(), new Named<>(name, invariant)), all.always(),
                all.mending(), all.eventually(), all.checks(), all.looks(), all.unhandled(), all.within()));
    }

    /**
     * Adds what must hold at each moment of what is outside of the log, such as the books of a partner: it is looked at
     * after each step of whatever runs, whether the log has grown or not, and while an application starts again, too.
     * It throws an error where it does not hold, and may not wait. That is some thousand times in a life, so let it be
     * quick.
     */
    public Simulator always(String name, Runnable look) {
        return demanding(all -> new Demands(all.invariants(), Plan.and(all.always(), new Named<>(name, look)),
                all.mending(), all.eventually(), all.checks(), all.looks(), all.unhandled(), all.within()));
    }

    /** Adds what somebody does when nothing goes wrong any more, such as to open again what was shut. */
    public Simulator mending(Consumer<Thence> work) {
        return demanding(all -> new Demands(all.invariants(), all.always(), Plan.and(all.mending(), work),
                all.eventually(), all.checks(), all.looks(), all.unhandled(), all.within()));
    }

    /** Adds what must come true some time after nothing goes wrong any more, like that no saga is unfinished. */
    public Simulator eventually(String name, Predicate<Thence> condition) {
        return demanding(all -> new Demands(all.invariants(), all.always(), all.mending(),
                Plan.and(all.eventually(), new Named<>(name, condition)), all.checks(), all.looks(), all.unhandled(),
                all.within()));
    }

    /** Adds what must hold in the end, when everything has come to rest: throws an error where it does not. */
    public Simulator check(Consumer<Thence> check) {
        return checking((thence, _) -> check.accept(thence));
    }

    /**
     * Adds a naive oracle: a model of the application that is told what callers were told, in the order of the log, and
     * compared with the application in the end.
     *
     * @param start what it is before it is told anything
     * @param told  tells it that a command was accepted or refused
     * @param check throws an error where the application is not what it must be
     */
    public <O> Simulator oracle(Supplier<O> start, BiConsumer<O, Answered> told, BiConsumer<O, Thence> check) {
        return checking((thence, answers) -> {
            var oracle = start.get();
            answers.forEach(answer -> told.accept(oracle, answer));
            check.accept(oracle, thence);
        });
    }

    private Simulator checking(Check check) {
        return demanding(all -> new Demands(all.invariants(), all.always(), all.mending(), all.eventually(),
                Plan.and(all.checks(), check), all.looks(), all.unhandled(), all.within()));
    }

    /** Adds something to look at in the end, such as the answer to a query: its textual form goes to the trace. */
    public Simulator observe(String name, Function<Thence, ?> look) {
        return demanding(all -> new Demands(all.invariants(), all.always(), all.mending(), all.eventually(),
                all.checks(), Plan.and(all.looks(), new Named<>(name, look)), all.unhandled(), all.within()));
    }

    /**
     * Dead letters and parked keys of {@code part} may be left in the end; they are not tried again either. A part that
     * the application does not have is refused by {@link #run}.
     */
    public Simulator mayLeaveUnhandled(Part part) {
        return demanding(all -> new Demands(all.invariants(), all.always(), all.mending(), all.eventually(),
                all.checks(), all.looks(), Plan.and(all.unhandled(), part), all.within()));
    }

    /** How much virtual time there is in the end for everything to come to rest: an hour where nothing is said. */
    public Simulator within(Duration time) {
        return demanding(all -> new Demands(all.invariants(), all.always(), all.mending(), all.eventually(),
                all.checks(), all.looks(), all.unhandled(), time));
    }

    /** What goes wrong: these alone, instead of all; without any, nothing. */
    public Simulator faults(Fault... kinds) {
        return harming(harm -> new Harm(Set.of(kinds), harm.crashesMin(), harm.crashesMax(), harm.shrinksMax()));
    }

    /** All that goes wrong but these. */
    public Simulator without(Fault... kinds) {
        return harming(harm -> {
            var rest = EnumSet.noneOf(Fault.class);
            rest.addAll(harm.faults());
            rest.removeAll(Arrays.asList(kinds));
            return new Harm(Collections.unmodifiableSet(rest), harm.crashesMin(), harm.crashesMax(),
                    harm.shrinksMax());
        });
    }

    /**
     * How often the power goes or the process ends; chance says how often within these bounds, from 1 to 4 times where
     * nothing is said.
     *
     * @throws IllegalArgumentException if {@code min} is less than 0, or more than {@code max}
     */
    public Simulator crashes(int min, int max) {
        if (min < 0 || min > max) {
            throw new IllegalArgumentException("from " + min + " to " + max + " crashes: say 0 <= min <= max");
        }
        return harming(harm -> new Harm(harm.faults(), min, max, harm.shrinksMax()));
    }

    /** How many lives are tried at most to make one smaller that has failed: 600 where nothing is said. */
    public Simulator shrinking(int livesMax) {
        return harming(harm -> new Harm(harm.faults(), harm.crashesMin(), harm.crashesMax(), livesMax));
    }

    /**
     * Says what the outside does when {@code effect} is called: nothing real is. It is slow and out of reach at times,
     * and at times the answer is lost of what has happened. Each effect of the application has a script. What is open
     * in the end somebody finds out, and says so. It is demanded that nothing is done twice, and that what is kept of
     * effects is what has happened.
     */
    public <Q, A> Simulator outside(Effect<Q, A> effect, Script<Q, A> script) {
        return setting(all -> all.outside(effect, script));
    }

    /**
     * Says that {@code thing} is an object of the test in the place of a real one, which is refused by name: the
     * {@link io.thence.ProjectionStore} of a projection, or the {@link javax.sql.DataSource} of an inbox. It outlives
     * crashes, and must never wait.
     */
    public Simulator standIn(Object thing) {
        return setting(all -> all.standIn(thing));
    }

    /** What the application runs on, made of the simulated world and disk after each crash: smaller limits, say. */
    public Simulator on(BiFunction<World, Disk, Engine> engine) {
        return setting(all -> new Setting(all.deployment(), engine, all.outside(), all.standIns(), all.watcher(),
                all.patience()));
    }

    /** Shows each line of the trace to {@code watcher}, to find where two runs part. */
    public Simulator watch(Consumer<String> watcher) {
        return setting(all -> new Setting(all.deployment(), all.engine(), all.outside(), all.standIns(), watcher,
                all.patience()));
    }

    /** How much real time code may wait outside of the simulated world. */
    Simulator patient(Duration real) {
        return setting(all -> new Setting(all.deployment(), all.engine(), all.outside(), all.standIns(), all.watcher(),
                real));
    }

    /**
     * Runs the life of one seed.
     *
     * @throws SimulationFailed         if anything is not as it must be
     * @throws IllegalArgumentException if what is demanded names a part that the application does not have
     */
    public Report run(long seed) {
        return run(Scenario.of(seed), true);
    }

    /**
     * Runs a life that has failed and was printed.
     *
     * @param text as {@link SimulationFailed#replay} has it
     * @throws SimulationFailed         if it fails again
     * @throws IllegalArgumentException if the text is not such, or as {@link #run} has it
     */
    public Report replay(String text) {
        return run(Scenario.parse(text), false);
    }

    private Report run(Scenario scenario, boolean isShrunk) {
        var plan = plans.get();
        plan.check();
        var lived = Lived.of(plan, scenario, false);
        if (lived.end() instanceof End.Well(var report)) {
            return report;
        }
        var shrinking = new Shrinking(plans);
        var smallest = isShrunk ? shrinking.smallest(lived) : lived;
        throw new SimulationFailed(lived, shrinking.told(smallest));
    }
}
