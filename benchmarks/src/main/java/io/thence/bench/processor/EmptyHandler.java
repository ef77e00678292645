// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.processor;

import io.thence.Policy;
import io.thence.bench.measure.Bar;
import io.thence.bench.measure.Contender;
import io.thence.bench.measure.Entrant;
import io.thence.bench.measure.Interleaving;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Measured;
import io.thence.bench.measure.Row;
import io.thence.bench.measure.Sample;
import java.util.List;

/** The row {@code empty-handler}: all events through a processor whose handler does nothing. */
final class EmptyHandler implements Row {

    private static final int KEYS = 1_000;
    private static final int POLL_EVENTS = 1_024;
    private static final long POLL_BYTES = 1 << 20;

    @Override
    public String name() {
        return "empty-handler";
    }

    @Override
    public String unit() {
        return "events/s";
    }

    @Override
    public List<Bar> bars() {
        return List.of(new Bar.AtLeastOf(Entrant.OURS, "subscription", 0.5));
    }

    @Override
    public Measured measure(Lab lab, int rounds) throws Exception {
        try (var store = KeyedStore.build(lab, lab.scale().scanEvents(), KEYS)) {
            Contender ours = () -> Sample.of(store.run(Policy.DEFAULT, _ -> {}));
            Contender subscription = () -> Sample.of(read(store));
            return Interleaving.of(lab, this, rounds, List.of(
                    Entrant.ours("checkpoint five times a second", () -> ours),
                    new Entrant("subscription", "reads only", () -> subscription)))
                    .with("events", store.events()).with("keys", KEYS).with("lanes", Policy.DEFAULT.lanes());
        }
    }

    /** What the processor reads, and nothing else. */
    private static double read(KeyedStore store) {
        long start = System.nanoTime();
        try (var subscription = store.subscribe()) {
            for (int seen = 0; seen < store.events();) {
                seen += subscription.poll(POLL_EVENTS, POLL_BYTES).events().size();
            }
        }
        return store.events() * 1e9 / (System.nanoTime() - start);
    }
}
