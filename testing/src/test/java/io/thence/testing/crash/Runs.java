// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs programs, and says how one failed so that it can be had again. */
final class Runs {

    /** What the engine says of each damage that is made here would be all that is printed. */
    private static final Logger QUIET = Logger.getLogger("io.thence");

    private Runs() {}

    static void quietly() {
        QUIET.setLevel(Level.OFF);
    }

    /** Runs the program of a seed and looks at each point that {@code seen} takes; fails with a short program. */
    static void run(Program program, Points.Seen seen, Histogram histogram) {
        fails(program, seen, histogram).ifPresent(how -> {
            throw new AssertionError(new Shrinker(shorter -> fails(shorter, Points.each(), new Histogram()))
                    .report(program), how);
        });
    }

    static Optional<Throwable> fails(Program program, Points.Seen seen, Histogram histogram) {
        try {
            new Trial(program, new Points(program.seed(), seen, histogram)).run();
            return Optional.empty();
        } catch (AssertionError | RuntimeException e) {
            return Optional.of(e);
        }
    }
}
