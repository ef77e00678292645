// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.app;

import io.thence.bench.load.Paced;
import io.thence.bench.load.Receive;
import io.thence.bench.measure.Bar;
import io.thence.bench.measure.Contender;
import io.thence.bench.measure.Entrant;
import io.thence.bench.measure.Interleaving;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Measured;
import io.thence.bench.measure.Row;
import io.thence.bench.measure.Sample;
import io.thence.run.Engine;
import io.thence.run.Thence;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * The row {@code own-writes}: at so many commands a second, how long a caller waits after the answer to his command
 * until a read model has it.
 */
final class OwnWrites implements Row {

    private static final int PER_SECOND = 5_000;
    private static final int CALLERS = 64;
    private static final int ENTITIES = 10_000;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long LONGEST_NANOS = 60_000_000_000L;

    @Override
    public String name() {
        return "own-writes";
    }

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public List<Bar> bars() {
        return List.of(new Bar.Under(unit(), 20), new Bar.FigureAtLeast("perSecond", 0.95 * PER_SECOND));
    }

    @Override
    public Measured measure(Lab lab, int rounds) throws Exception {
        return Interleaving.of(lab, this, rounds, List.of(
                Entrant.ours("fdatasync per group; tables each second", () -> ours(lab))))
                .with("perSecond", PER_SECOND).with("callers", CALLERS).with("entities", ENTITIES)
                .with("value", "p99 of the wait after the answer");
    }

    private static Contender ours(Lab lab) throws Exception {
        var thence = Thence.run(Payments.WITH_VIEW, Engine.at(lab.directory("thence")));
        return new Contender() {
            private long next;

            @Override
            public Sample round() throws Exception {
                var sent = new ConcurrentHistogram(LONGEST_NANOS, 2);
                var waited = new ConcurrentHistogram(LONGEST_NANOS, 2);
                var paced = new Paced(CALLERS, PER_SECOND, lab.scale().sample());
                long first = next;
                double perSecond = paced.run(n -> once(thence, first + n, sent, waited));
                next += 1L << 32;
                return Sample.of(waited.getValueAtPercentile(99) / 1e6)
                        .with("commandP99Millis", sent.getValueAtPercentile(99) / 1e6)
                        .with("waitP50Millis", waited.getValueAtPercentile(50) / 1e6).with("perSecond", perSecond);
            }

            @Override
            public void close() throws IOException {
                thence.close();
            }
        };
    }

    private static void once(Thence thence, long n, ConcurrentHistogram sent, ConcurrentHistogram waited) {
        long start = System.nanoTime();
        var outcome = Senders.accepted(thence.send(Receive.spread(n, ENTITIES)));
        long answered = System.nanoTime();
        if (!thence.await(Payments.BALANCES, outcome.position(), LIMIT)) {
            throw new IllegalStateException("a read model does not come along");
        }
        sent.recordValue(answered - start);
        waited.recordValue(System.nanoTime() - answered);
    }
}
