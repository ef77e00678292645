// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.app;

import io.thence.MemoryProjection;
import io.thence.Projection;
import io.thence.bench.load.Payload;
import io.thence.bench.load.ScanStore;
import io.thence.bench.measure.Bar;
import io.thence.bench.measure.Contender;
import io.thence.bench.measure.Entrant;
import io.thence.bench.measure.Floor;
import io.thence.bench.measure.Interleaving;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Measured;
import io.thence.bench.measure.Row;
import io.thence.bench.measure.Sample;
import io.thence.bench.peer.BareJackson;
import io.thence.run.Engine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The row {@code replay-memory}: a log into a model in memory, by one thread, beside decoding alone. */
final class ReplayMemory implements Row {

    private static final double JACKSON_CORE = 1_200_000;

    private static final MemoryProjection<Map<String, Long>> SUMS =
            Projection.<Map<String, Long>>inMemory("sums", HashMap::new)
                    .on(Payload.class, (sums, paid) -> sums.merge(paid.account(), paid.cents(), Long::sum));

    @Override
    public String name() {
        return "replay-memory";
    }

    @Override
    public String unit() {
        return "events/s";
    }

    @Override
    public List<Bar> bars() {
        return List.of(new Bar.AtLeastOf(Entrant.OURS, "jackson", 0.8));
    }

    @Override
    public List<Floor> floors() {
        return List.of(new Floor("jackson", "", JACKSON_CORE, false));
    }

    @Override
    public Measured measure(Lab lab, int rounds) throws Exception {
        try (var store = ScanStore.build(lab)) {
            store.open().close();
            return Interleaving.of(lab, this, rounds, List.of(
                    Entrant.ours("reads only", () -> ours(store)),
                    new Entrant("jackson", "reads memory only", () -> jackson(store.events()))))
                    .with("events", store.events()).with("jsonBytes", Payload.BYTES).with("threads", 1);
        }
    }

    private static Contender ours(ScanStore store) {
        var application = Payments.COMMANDS.with(SUMS);
        return () -> Replaying.of(application, SUMS, Engine.at(store.directory()));
    }

    /** As many events as the log has. */
    private static Contender jackson(long events) {
        var jackson = new BareJackson(events);
        return () -> {
            long start = System.nanoTime();
            long read = 0;
            while (read < events) {
                read += jackson.read(0, (int) Math.min(jackson.count(), events - read));
            }
            return Sample.of(read * 1e9 / (System.nanoTime() - start));
        };
    }
}
