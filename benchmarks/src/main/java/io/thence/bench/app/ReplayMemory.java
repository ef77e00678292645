// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.app;

import io.thence.MemoryProjection;
import io.thence.Projection;
import io.thence.bench.load.Payload;
import io.thence.bench.load.ScanStore;
import io.thence.bench.measure.Contender;
import io.thence.bench.measure.Interleaving;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Measured;
import io.thence.bench.measure.Sample;
import io.thence.bench.peer.BareJackson;
import io.thence.bench.peer.BesideJackson;
import io.thence.run.Engine;
import java.util.HashMap;
import java.util.Map;

/** The row {@code replay-memory}: a log into a model in memory, by one thread, beside decoding alone. */
final class ReplayMemory implements BesideJackson {

    private static final MemoryProjection<Map<String, Long>> SUMS =
            Projection.<Map<String, Long>>inMemory("sums", HashMap::new)
                    .on(Payload.class, (sums, paid) -> sums.merge(paid.account(), paid.cents(), Long::sum));

    @Override
    public String name() {
        return "replay-memory";
    }

    @Override
    public int threads() {
        return 1;
    }

    @Override
    public Measured measure(Lab lab, int rounds) throws Exception {
        try (var store = ScanStore.build(lab)) {
            store.open().close();
            return Interleaving.of(lab, this, rounds,
                    BesideJackson.entrants(() -> ours(store), () -> jackson(store.events())))
                    .with("events", store.events()).with("jsonBytes", Payload.BYTES).with("threads", threads());
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
