// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which life it is. What callers do and what goes wrong follows from the seed, each by its name, so that one can be
 * left out and the others stay; the order in which everything has its turn, from another number.
 *
 * @param seed   what callers do and what goes wrong
 * @param order  who has his turn, and what a crash leaves
 * @param steps  the callers' steps that are done; all, where nothing is said
 * @param faults what goes wrong; where nothing is said, what the seed says
 */
record Scenario(long seed, long order, Optional<Set<Step>> steps, Optional<Set<Hit>> faults) {

    private static final Pattern HEAD = Pattern.compile("seed (-?\\d+)(?:, order (-?\\d+))?(, only)?(, faults)?");
    private static final Pattern STEPS = Pattern.compile("steps ([\\d ]+) of (.+)");
    private static final Pattern FAULT = Pattern.compile("fault ([A-Z_]+) (.+)");

    /** A step of a caller, from 0; or what he does apart from steps. */
    record Step(String caller, int number) {
        static final int APART = -1;
    }

    /** A fault, and where it strikes. */
    record Hit(Fault fault, String where) {}

    /** All that the seed says. */
    static Scenario of(long seed) {
        return new Scenario(seed, seed, Optional.empty(), Optional.empty());
    }

    boolean has(Step step) {
        return steps.isEmpty() || steps.get().contains(step);
    }

    /** Whether a caller does anything. */
    boolean has(String caller) {
        return steps.isEmpty() || steps.get().stream().anyMatch(step -> step.caller().equals(caller));
    }

    /** The same in another order. */
    Scenario order(long other) {
        return new Scenario(seed, other, steps, faults);
    }

    /** The same with these steps alone. */
    Scenario steps(Collection<Step> some) {
        return new Scenario(seed, order, Optional.of(new LinkedHashSet<>(some)), faults);
    }

    /** The same with these faults alone. */
    Scenario faults(Collection<Hit> some) {
        return new Scenario(seed, order, steps, Optional.of(new LinkedHashSet<>(some)));
    }

    /** As {@link #parse} reads it. */
    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("seed " + seed + (order == seed ? "" : ", order " + order) + (steps.isPresent() ? ", only" : "")
                + (faults.isPresent() ? ", faults" : ""));
        Map<String, TreeSet<Integer>> numbers = new LinkedHashMap<>();
        steps.ifPresent(some -> some.forEach(step ->
                numbers.computeIfAbsent(step.caller(), _ -> new TreeSet<>()).add(step.number())));
        numbers.forEach((caller, some) -> lines.add("steps " + some.stream().map(number -> Integer.toString(number + 1))
                .collect(Collectors.joining(" ")) + " of " + caller));
        faults.ifPresent(some -> some.forEach(hit -> lines.add("fault " + hit.fault() + " " + hit.where())));
        return lines;
    }

    /**
     * The life that was printed so.
     *
     * @throws IllegalArgumentException if a line is none of those
     */
    static Scenario parse(String text) {
        var lines = text.strip().lines().map(String::strip).toList();
        var first = lines.stream().findFirst().orElse("");
        var head = HEAD.matcher(first);
        if (!head.matches()) {
            throw new IllegalArgumentException("a life begins with 'seed N', not with '" + first + "'");
        }
        var steps = new LinkedHashSet<Step>();
        var faults = new LinkedHashSet<Hit>();
        for (var line : lines.subList(1, lines.size())) {
            var step = STEPS.matcher(line);
            var fault = FAULT.matcher(line);
            if (step.matches()) {
                for (var number : step.group(1).split(" ", -1)) {
                    steps.add(new Step(step.group(2), Integer.parseInt(number) - 1));
                }
            } else if (fault.matches()) {
                faults.add(new Hit(Fault.valueOf(fault.group(1)), fault.group(2)));
            } else {
                throw new IllegalArgumentException("'" + line + "' is neither 'steps N .. of CALLER' nor 'fault KIND"
                        + " WHERE': copy all lines that the failed simulation has printed");
            }
        }
        long seed = Long.parseLong(head.group(1));
        return new Scenario(seed, head.group(2) == null ? seed : Long.parseLong(head.group(2)),
                Optional.<Set<Step>>of(steps).filter(_ -> head.group(3) != null),
                Optional.<Set<Hit>>of(faults).filter(_ -> head.group(4) != null));
    }
}
