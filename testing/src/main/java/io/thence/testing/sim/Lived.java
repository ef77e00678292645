// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.testing.sim.Scenario.Hit;
import io.thence.testing.sim.Scenario.Step;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A life that is over.
 *
 * @param scenario which one
 * @param end      what it came to, or with what it failed
 * @param steps    the callers' steps that were begun in it, in this order
 * @param hits     what went wrong in it
 * @param turns    how often something had its turn
 * @param story    what happened, if that was told
 */
record Lived(Scenario scenario, End end, List<Step> steps, List<Hit> hits, long turns, List<String> story) {

    sealed interface End {
        record Well(Report report) implements End {}

        record Ill(Throwable failure) implements End {}
    }

    /** Lives a life to its end. */
    static Lived of(Plan plan, Scenario scenario, boolean isTold) {
        var story = new Story(isTold);
        var life = new Life(plan, scenario, story);
        var end = new AtomicReference<@Nullable End>();
        // The loop is on a virtual thread like its fibers: handing the baton over is then no matter of the system's.
        join(Thread.ofVirtual().name("simulator").start(() -> {
            try {
                end.set(new End.Well(life.live()));
            } catch (Throwable e) {
                end.set(new End.Ill(e));
            }
        }));
        var became = end.get();
        if (became == null) {
            throw new AssertionError("the simulator's thread has ended without a word");
        }
        return new Lived(scenario, became, life.memory().steps(), life.troubles().hits(),
                life.world().steps(), story.lines());
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

    Optional<Report> report() {
        return end instanceof End.Well(var report) ? Optional.of(report) : Optional.empty();
    }

    Throwable failure() {
        if (end instanceof End.Ill(var failure)) {
            return failure;
        }
        throw new IllegalStateException("it went well");
    }

    /** Whether the same is broken in both. */
    boolean failsAs(Lived other) {
        return end instanceof End.Ill(var failure) && Broken.what(failure).equals(Broken.what(other.failure()));
    }
}
