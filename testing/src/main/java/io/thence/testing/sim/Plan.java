// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Application;
import io.thence.Deployment;
import io.thence.Effect;
import io.thence.Part;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.world.Disk;
import io.thence.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a simulator simulates.
 *
 * @param setting what runs, and on what
 * @param callers who uses it
 * @param demands what must hold
 * @param harm    what goes wrong
 */
record Plan(Setting setting, List<Named<Consumer<Caller>>> callers, Demands demands, Harm harm) {

    record Named<T>(String name, T value) {}

    /**
     * What runs.
     *
     * @param deployment  the applications
     * @param engine      on what
     * @param outside     what comes of calls to the outside
     * @param standIns    objects of the test in the place of real things
     * @param watcher     sees each line of the trace
     * @param patience    how much real time code may wait outside of the simulated world
     */
    record Setting(Deployment deployment, BiFunction<World, Disk, Engine> engine,
            Map<Effect<?, ?>, Script<?, ?>> outside, List<Object> standIns, Consumer<String> watcher,
            Duration patience) {

        static final Duration PATIENCE = Duration.ofSeconds(10);

        /** All parts, whichever application has them. */
        Application application() {
            return deployment.whole();
        }

        <Q, A> Setting outside(Effect<Q, A> effect, Script<Q, A> script) {
            var more = new LinkedHashMap<>(outside);
            more.put(effect, script);
            return new Setting(deployment, engine, more, standIns, watcher, patience);
        }

        Setting standIn(Object thing) {
            return new Setting(deployment, engine, outside, and(standIns, thing), watcher, patience);
        }

        /** Whether a thing is of the test. */
        @SuppressWarnings("ReferenceEquality") // an equal one may be a real one
        boolean hasStandIn(Object thing) {
            return standIns.stream().anyMatch(some -> some == thing);
        }
    }

    /**
     * What goes wrong.
     *
     * @param faults     the kinds of it
     * @param crashesMin the fewest crashes of a life
     * @param crashesMax the most
     * @param shrinksMax how many lives are tried, to make one smaller that has failed
     */
    record Harm(Set<Fault> faults, int crashesMin, int crashesMax, int shrinksMax) {}

    /**
     * What must hold.
     *
     * @param invariants whenever the head has moved
     * @param always     after each step
     * @param mending    what somebody does when nothing goes wrong any more
     * @param eventually in the end, some time
     * @param checks     in the end, when everything has come to rest
     * @param looks      what is looked at then
     * @param unhandled  parts that may leave dead letters or keys that wait
     * @param within     virtual time in which everything must come to rest
     */
    record Demands(List<Named<Consumer<Thence>>> invariants, List<Named<Runnable>> always,
            List<Consumer<Thence>> mending, List<Named<Predicate<Thence>>> eventually,
            List<Check> checks, List<Named<Function<Thence, ?>>> looks, List<Part> unhandled, Duration within) {

        static final Demands NONE = new Demands(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                List.of(), Duration.ofHours(1));
    }

    /** Looks at an application at rest, and at what its callers were told, in the order of the log. */
    interface Check {
        void check(Thence thence, List<Answered> answers);
    }

    /** Whoever names another part than he means would wait for a failure that says nothing of it. */
    void check() {
        var application = setting.application();
        for (var part : demands.unhandled()) {
            if (!application.parts().contains(part)) {
                throw new IllegalArgumentException("mayLeaveUnhandled(..) names '" + part.name() + "', which is no part"
                        + " of application '" + application.name() + "': name the value that its with(..) was given,"
                        + " policy and all");
            }
        }
    }

    Plan setting(Setting other) {
        return new Plan(other, callers, demands, harm);
    }

    Plan caller(Named<Consumer<Caller>> one) {
        return new Plan(setting, and(callers, one), demands, harm);
    }

    Plan demands(Demands others) {
        return new Plan(setting, callers, others, harm);
    }

    Plan harm(Harm other) {
        return new Plan(setting, callers, demands, other);
    }

    static <T> List<T> and(List<T> some, T one) {
        var more = new ArrayList<>(some);
        more.add(one);
        return List.copyOf(more);
    }
}
