// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.row;

import io.thence.bench.load.BigStore;
import io.thence.bench.load.Callers;
import io.thence.bench.load.Readings;
import io.thence.bench.measure.Bar;
import io.thence.bench.measure.Contender;
import io.thence.bench.measure.Entrant;
import io.thence.bench.measure.Interleaving;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Measured;
import io.thence.bench.measure.Row;
import io.thence.bench.measure.Sample;
import java.util.List;

/** The row {@code query-and}: what two keys with very many events each have in common, which is little. */
public final class QueryAnd implements Row {

    private final BigStore big;

    /** In this store. */
    public QueryAnd(BigStore big) {
        this.big = big;
    }

    @Override
    public String name() {
        return "query-and";
    }

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public List<Bar> bars() {
        return List.of(new Bar.Under(unit(), 2));
    }

    @Override
    public Measured measure(Lab lab, int rounds) throws Exception {
        return Interleaving.of(lab, this, rounds, List.of(Entrant.ours("reads only", () -> ours(lab))))
                .with("entriesPerKey", big.events() / 100).with("shared", BigStore.OF_BOTH)
                .with("events", big.events()).with("value", "median of a round");
    }

    private Contender ours(Lab lab) throws Exception {
        var store = big.open(lab).store();
        return () -> {
            var micros = Callers.virtual(1).run(lab.scale().sample(),
                    _ -> Readings.read(store, BigStore.OF_BOTH, BigStore.LEFT, BigStore.RIGHT)).medianMicros();
            return new Sample(micros.value() / 1e3, micros.figures());
        };
    }
}
