// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.Application;
import io.thence.Part;
import io.thence.testing.spec.Law.Broken;
import io.thence.testing.spec.Law.Sending;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Laws that hold for every application, tried on commands and events that are made up:
 *
 * <pre>{@code
 * Laws.of(Bank.APPLICATION).eventsFoldToWhatWasDecided();
 * Laws.of(Bank.APPLICATION).aRepeatedCommandAddsNothing();
 * Laws.of(Bank.APPLICATION).foldsAreTotal();
 * }</pre>
 *
 * <p>Commands and events are made from the components of their records. Where that gives none that make sense, say how:
 * by {@link #generating}. What is broken is an {@link AssertionError} with the shortest history that was found, and the
 * seed that gives it again. The same seed gives the same values.
 */
public final class Laws {

    private static final int HISTORIES = 20;
    private static final int COMMANDS = 30;
    private static final int SHORTENINGS_MAX = 300;

    private final Application application;
    private final Map<Class<?>, Function<RandomGenerator, ?>> given;
    private final long seed;

    private Laws(Application application, Map<Class<?>, Function<RandomGenerator, ?>> given, long seed) {
        this.application = application;
        this.given = Map.copyOf(given);
        this.seed = seed;
    }

    /** The laws for an application. */
    public static Laws of(Application application) {
        return new Laws(application, Map.of(), 1);
    }

    /** The laws for some parts: events and a decider, say. */
    public static Laws of(Part... parts) {
        return of(Application.named("laws").with(parts));
    }

    /**
     * Makes all values of {@code type} in this way: of a command, an event, or a type that one of them has; of a sealed
     * interface too. All chance is to come from the generator that it is given.
     */
    public <T> Laws generating(Class<T> type, Function<RandomGenerator, ? extends T> values) {
        var more = new HashMap<>(given);
        more.put(type, values);
        return new Laws(application, more, seed);
    }

    /** The same with other values: 1 where it is not said. */
    public Laws seed(long other) {
        return new Laws(application, given, other);
    }

    /**
     * The events of a command, stored and folded again from the log, give the states that were decided, and those that
     * the command path has at hand.
     */
    public void eventsFoldToWhatWasDecided() {
        hold(new FoldLaw());
    }

    /** A command that is sent again under its id has its first outcome, and nothing is appended. */
    public void aRepeatedCommandAddsNothing() {
        hold(new RepeatLaw());
    }

    /**
     * Every event that a fold of the application's deciders reads can be applied, whatever legal values it has; also
     * when the person that it is about is forgotten.
     */
    public void foldsAreTotal() {
        new Totality(application, new Values(given, true), seed).check();
    }

    private void hold(Law law) {
        int accepted = 0;
        for (int history = 0; history < HISTORIES; history++) {
            var commands = commands(history);
            var found = law.check(application, commands);
            accepted += found.accepted();
            if (found.broken().isPresent()) {
                throw failure(law, commands, found.broken().get());
            }
        }
        if (accepted == 0) {
            throw Failure.told("nothing was tried: of " + HISTORIES * COMMANDS + " commands none was accepted; say"
                    + " generating(..) for commands that make sense", List.of(), List.of("seed    " + seed));
        }
    }

    private List<Sending> commands(int history) {
        var types = application.deciders().stream().<Class<?>>map(decider -> decider.commands()).toList();
        if (types.isEmpty()) {
            throw new IllegalArgumentException("application '" + application.name()
                    + "' has no decider, so there is no command to try: add it to what the laws are made of");
        }
        var values = new Values(given, false);
        var commands = made(types, values, random(history));
        var copies = made(types, values, random(history));
        if (!commands.equals(copies)) {
            int i = IntStream.range(0, COMMANDS).filter(n -> !commands.get(n).equals(copies.get(n))).findFirst()
                    .orElseThrow();
            throw new IllegalArgumentException("the same chance gave two commands that are not equal, "
                    + Shown.of(commands.get(i)) + " and " + Shown.of(copies.get(i))
                    + ": take all chance from the generator that is given, and make commands of values");
        }
        return IntStream.range(0, COMMANDS).mapToObj(i -> new Sending(commands.get(i), copies.get(i))).toList();
    }

    private RandomGenerator random(int history) {
        return new SplittableRandom(seed * HISTORIES + history);
    }

    private static List<Object> made(List<Class<?>> types, Values values, RandomGenerator random) {
        var made = new ArrayList<Object>();
        for (int i = 0; i < COMMANDS; i++) {
            made.add(values.of(types.get(random.nextInt(types.size())), random));
        }
        return made;
    }

    private AssertionError failure(Law law, List<Sending> commands, Broken first) {
        var shortest = new ArrayList<>(commands.subList(0, first.at() + 1));
        var broken = first;
        int left = SHORTENINGS_MAX;
        boolean shorter = true;
        while (shorter) {
            shorter = false;
            for (int i = shortest.size() - 1; i >= 0 && left > 0; i--, left--) {
                var without = new ArrayList<>(shortest);
                without.remove(i);
                var found = law.check(application, without).broken();
                if (found.isPresent()) {
                    shortest.remove(i);
                    broken = found.get();
                    shorter = true;
                }
            }
        }
        var context = new ArrayList<String>();
        shortest.forEach(sending -> context.add("sent    " + Shown.of(sending.command())));
        context.add("seed    " + seed);
        return Failure.told(broken.headline(), broken.lines(), context);
    }
}
