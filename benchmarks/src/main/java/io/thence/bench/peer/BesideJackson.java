// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.peer;

import io.thence.bench.measure.Bar;
import io.thence.bench.measure.Contender;
import io.thence.bench.measure.Entrant;
import io.thence.bench.measure.Floor;
import io.thence.bench.measure.Row;
import java.util.List;
import java.util.concurrent.Callable;

/** A row that turns a whole log into records, beside Jackson, which does that to the same JSON and nothing else. */
public interface BesideJackson extends Row {

    /** What Jackson must do on one core, in events a second. */
    double CORE = 1_200_000;

    /** How many threads decode. */
    int threads();

    @Override
    default String unit() {
        return "events/s";
    }

    @Override
    default List<Bar> bars() {
        return List.of(new Bar.AtLeastOf(Entrant.OURS, "jackson", 0.8));
    }

    @Override
    default List<Floor> floors() {
        return List.of(new Floor("jackson", "", CORE * threads(), false));
    }

    /** Both entrants. */
    static List<Entrant> entrants(Callable<Contender> ours, Callable<Contender> jackson) {
        return List.of(Entrant.ours("reads only", ours), new Entrant("jackson", "reads memory only", jackson));
    }
}
