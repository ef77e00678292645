// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.app;

import io.thence.bench.load.Receive;
import io.thence.bench.measure.Bar;
import io.thence.bench.measure.Entrant;
import io.thence.bench.measure.Interleaving;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Measured;
import io.thence.bench.measure.Row;
import java.util.List;

/** The row {@code contention-64}: callers that all want the same entity, beside as many that want different ones. */
final class Contention implements Row {

    private static final int CALLERS = 64;
    private static final int ENTITIES = 10_000;

    @Override
    public String name() {
        return "contention-64";
    }

    @Override
    public String unit() {
        return "commands/s";
    }

    @Override
    public List<Bar> bars() {
        return List.of(new Bar.AtLeastOf(Entrant.OURS, "spread", 0.5), new Bar.UnderFlushes("p999Micros", 40));
    }

    @Override
    public Measured measure(Lab lab, int rounds) throws Exception {
        var senders = new Senders(lab, CALLERS, tally -> tally.perSecond(1));
        return Interleaving.of(lab, this, rounds, List.of(
                Entrant.ours("fdatasync per group", () -> senders.to(Payments.COMMANDS, _ -> new Receive("A1", 1))),
                new Entrant("spread", "fdatasync per group",
                        () -> senders.to(Payments.COMMANDS, n -> Receive.spread(n, ENTITIES)))))
                .with("callers", CALLERS).with("entities", 1).with("entitiesSpread", ENTITIES);
    }
}
