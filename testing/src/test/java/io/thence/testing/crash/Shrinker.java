// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes a failing program as short as it goes: leaves out runs of deeds, ever shorter ones, as long as it still fails.
 *
 * <p>Source: A. Zeller and R. Hildebrandt, <i>Simplifying and Isolating Failure-Inducing Input</i>, 2002.
 */
final class Shrinker {

    private final Function<Program, Optional<Throwable>> run;

    /** Shrinks by {@code run}, which says how a program fails; empty if it does not. */
    Shrinker(Function<Program, Optional<Throwable>> run) {
        this.run = run;
    }

    /** A shorter program that fails too; the same if there is none. */
    Program shrink(Program failing) {
        var shortest = failing;
        for (int piece = Math.max(1, failing.deeds().size() / 2); piece > 0; piece /= 2) {
            int at = 0;
            while (at < shortest.deeds().size()) {
                var shorter = without(shortest, at, piece);
                if (run.apply(shorter).isPresent()) {
                    shortest = shorter;
                } else {
                    at += piece;
                }
            }
        }
        return shortest;
    }

    private static Program without(Program program, int at, int count) {
        List<Deed> left = new ArrayList<>(program.deeds());
        left.subList(at, Math.min(left.size(), at + count)).clear();
        return new Program(program.seed(), left);
    }

    /** Says all that is needed to see a failure again. */
    String report(Program failing) {
        var shortest = shrink(failing);
        var how = run.apply(shortest).orElseThrow();
        return "seed " + failing.seed() + " fails. Again with: -Dthence.crash.seed=" + failing.seed()
                + " -Dtest=CrashPointsTest\nAs short as it goes it is\n" + shortest + "\nand comes to\n" + how;
    }
}
