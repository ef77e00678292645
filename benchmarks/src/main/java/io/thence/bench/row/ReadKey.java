// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.row;

import io.thence.bench.load.BigStore;
import io.thence.bench.load.Callers;
import io.thence.bench.load.Mix;
import io.thence.bench.load.OpenStore;
import io.thence.bench.load.Readings;
import io.thence.bench.measure.Bar;
import io.thence.bench.measure.Contender;
import io.thence.bench.measure.Entrant;
import io.thence.bench.measure.Interleaving;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Measured;
import io.thence.bench.measure.Row;
import io.thence.bench.measure.Sample;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The row {@code read-key}: all events of one key out of very many, 20 each, by one reader and by 64. */
public final class ReadKey implements Row {

    private static final int READERS = 64;

    private final BigStore big;

    /** In this store. */
    public ReadKey(BigStore big) {
        this.big = big;
    }

    @Override
    public String name() {
        return "read-key";
    }

    @Override
    public String unit() {
        return "events/s";
    }

    @Override
    public List<Bar> bars() {
        return List.of(new Bar.AtLeast(unit(), 600_000), new Bar.FigureAtLeast("oneReaderPerSecond", 100_000));
    }

    @Override
    public Measured measure(Lab lab, int rounds) throws Exception {
        return Interleaving.of(lab, this, rounds, List.of(Entrant.ours("reads only", () -> ours(lab))))
                .with("readers", READERS).with("eventsPerKey", BigStore.OF_OWNER).with("keys", big.owners())
                .with("events", big.events());
    }

    private Contender ours(Lab lab) throws Exception {
        var open = big.open(lab);
        var reads = new AtomicLong();
        var half = lab.scale().sample().dividedBy(2);
        return () -> {
            var one = read(open, Callers.virtual(1), half, reads);
            var many = read(open, Callers.virtual(READERS), half, reads);
            return many.with("oneReaderPerSecond", one.value());
        };
    }

    private Sample read(OpenStore open, Callers callers, Duration time, AtomicLong reads) throws Exception {
        return callers.run(time, _ -> {
            var owner = BigStore.owner(Mix.of(reads.getAndIncrement(), big.owners()));
            Readings.read(open.store(), BigStore.OF_OWNER, owner);
        }).perSecond(BigStore.OF_OWNER);
    }
}
