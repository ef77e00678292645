// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.testing.sim.Lived.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes a life smaller that has failed: leaves out steps of callers, and faults, as long as the same is broken. What is
 * left out moves everything after it, so each smaller life is tried in some other orders too.
 *
 * <p>Source: Andreas Zeller and Ralf Hildebrandt, "Simplifying and isolating failure-inducing input", 2002 (ddmin).
 */
final class Shrinking {

    /** In so many orders each smaller life is tried. */
    private static final int ORDERS = 6;

    /** So many turns of whatever runs may all of these lives take: some minutes at most. */
    private static final long TURNS_MAX = 6_000_000;

    private final Supplier<Plan> plans;
    private int left;
    private long turnsLeft = TURNS_MAX;

    Shrinking(Supplier<Plan> plans) {
        this.plans = plans;
    }

    /** The smallest life that is found in which the same is broken as in {@code failed}. */
    Lived smallest(Lived failed) {
        if (Broken.what(failed.failure()).equals(Fiber.STUCK)) {
            return failed; // each life would have to be waited for, in real time
        }
        left = plans.get().harm().shrinksMax();
        if (left == 0 || !Lived.of(plans.get(), failed.scenario(), false).failsAs(failed)) {
            return failed;
        }
        var best = failed;
        while (true) {
            int size = size(best);
            best = shrink(best, Lived::steps, Scenario::steps);
            best = shrink(best, Lived::hits, Scenario::faults);
            if (size(best) >= size || left <= 0 || turnsLeft <= 0) {
                return best;
            }
        }
    }

    private static int size(Lived lived) {
        return lived.steps().size() + lived.hits().size();
    }

    /** The same life with its story. */
    Lived told(Lived failed) {
        var again = Lived.of(plans.get(), failed.scenario(), true);
        if (again.end() instanceof End.Ill && again.failsAs(failed)) {
            return again;
        }
        return new Lived(failed.scenario(), failed.end(), failed.steps(), failed.hits(), failed.turns(),
                List.of("It does not fail again in this JVM: something depends on more than the seed, such as what an"
                        + " earlier life has left in the application. Make it anew for each life: Simulator.each(..)"));
    }

    private <T> Lived shrink(Lived failed, Function<Lived, List<T>> parts,
            BiFunction<Scenario, List<T>, Scenario> with) {
        var best = failed;
        int chunks = 2;
        for (int from = 0; left > 0 && turnsLeft > 0;) {
            var all = parts.apply(best);
            if (all.isEmpty()) {
                return best;
            }
            int size = Math.max(1, (all.size() + chunks - 1) / chunks);
            if (from >= all.size()) {
                if (size == 1) {
                    return best;
                }
                chunks = Math.min(all.size(), chunks * 2);
                from = 0;
                continue;
            }
            var rest = new ArrayList<>(all.subList(0, from));
            rest.addAll(all.subList(Math.min(all.size(), from + size), all.size()));
            var smaller = tried(with.apply(best.scenario(), rest), failed);
            if (smaller.isPresent() && parts.apply(smaller.get()).size() < all.size()) {
                best = smaller.get();
                chunks = Math.max(2, chunks - 1);
            } else {
                from += size;
            }
        }
        return best;
    }

    /** A life that is broken in the same way, in the same order or another. */
    private Optional<Lived> tried(Scenario scenario, Lived failed) {
        var orders = new SplittableRandom(scenario.order());
        for (int i = 0; i < ORDERS && left > 0 && turnsLeft > 0; i++) {
            left--;
            var at = i == 0 ? scenario : scenario.order(orders.nextInt(1_000_000));
            var lived = Lived.of(plans.get(), at, false);
            turnsLeft -= lived.turns();
            if (lived.failsAs(failed)) {
                return Optional.of(lived);
            }
        }
        return Optional.empty();
    }
}
