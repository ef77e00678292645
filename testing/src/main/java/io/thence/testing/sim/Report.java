// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * A simulation that went well.
 *
 * @param seed     from which it can be had again
 * @param trace    SHA-256 of its trace: equal for equal seeds, in any JVM
 * @param steps    how often something had its turn
 * @param crashes  how often the power went or the process ended
 * @param commands how many commands of callers were answered, each counted once
 * @param events   how many events there are in the end
 * @param faults   what went wrong, and how often
 * @param virtual  how much virtual time has passed
 */
public record Report(long seed, String trace, long steps, int crashes, int commands, int events,
        Map<Fault, Integer> faults, Duration virtual) {

    public Report {
        var sorted = new EnumMap<Fault, Integer>(Fault.class);
        sorted.putAll(faults);
        faults = Collections.unmodifiableMap(sorted);
    }
}
