// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What many lives came to, all of which went well.
 *
 * @param lives       how many
 * @param commands    how many commands of callers were answered, in all of them
 * @param commandsMin in the life with the fewest
 * @param crashes     how often the power went or a process ended, in all of them
 * @param crashesMin  in the life with the fewest
 * @param events      how many events there were in the end
 * @param faults      what went wrong, and how often: only what was met
 * @param virtual     how much virtual time has passed
 */
public record Summary(long lives, long commands, int commandsMin, long crashes, int crashesMin, long events,
        Map<Fault, Long> faults, Duration virtual) {

    static final Summary NONE = new Summary(0, 0, Integer.MAX_VALUE, 0, Integer.MAX_VALUE, 0, Map.of(), Duration.ZERO);

    public Summary {
        var sorted = new EnumMap<Fault, Long>(Fault.class);
        sorted.putAll(faults);
        faults = Collections.unmodifiableMap(sorted);
    }

    static Summary of(Report life) {
        return new Summary(1, life.commands(), life.commands(), life.crashes(), life.crashes(), life.events(),
                life.faults().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, fault -> (long) fault.getValue())),
                life.virtual());
    }

    /** What these lives and others came to. */
    public Summary plus(Summary others) {
        var all = new EnumMap<Fault, Long>(Fault.class);
        all.putAll(faults);
        others.faults.forEach((fault, times) -> all.merge(fault, times, Long::sum));
        return new Summary(lives + others.lives, commands + others.commands,
                Math.min(commandsMin, others.commandsMin), crashes + others.crashes,
                Math.min(crashesMin, others.crashesMin), events + others.events, all,
                virtual.plus(others.virtual));
    }

    @Override
    public String toString() {
        return lives + " lives, " + commands + " commands (at least " + commandsMin + " each), " + crashes
                + " crashes (at least " + crashesMin + "), " + events + " events, " + virtual.toSeconds()
                + " s of virtual time; " + faults.entrySet().stream().map(fault -> fault.getKey() + " "
                        + fault.getValue()).collect(Collectors.joining(", "));
    }
}
