// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.row;

import io.thence.bench.load.ScanStore;
import io.thence.bench.load.Stores;
import io.thence.bench.measure.Bar;
import io.thence.bench.measure.Contender;
import io.thence.bench.measure.Entrant;
import io.thence.bench.measure.Interleaving;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Measured;
import io.thence.bench.measure.Row;
import io.thence.bench.measure.Sample;
import io.thence.bench.peer.BareReading;
import java.io.IOException;
import java.util.List;

/** The row {@code scan}: all events in order by one reader, as bytes, from the page cache. */
public final class Scan implements Row {

    @Override
    public String name() {
        return "scan";
    }

    @Override
    public String unit() {
        return "events/s";
    }

    @Override
    public List<Bar> bars() {
        return List.of(new Bar.AtLeastOf(Entrant.OURS, "disk", 0.6));
    }

    @Override
    public Measured measure(Lab lab, int rounds) throws Exception {
        try (var store = ScanStore.build(lab)) {
            return Interleaving.of(lab, this, rounds, List.of(
                    Entrant.ours("reads only", () -> ours(lab, store)),
                    new Entrant("disk", "reads only", () -> disk(lab, store))))
                    .with("readers", 1).with("events", store.events()).with("eventsPerBatch", ScanStore.BATCH)
                    .with("storedBytes", Stores.logBytes(store.directory()));
        }
    }

    private static Contender ours(Lab lab, ScanStore store) {
        return () -> Repeating.until(lab.scale().sample(), store::read);
    }

    private static Contender disk(Lab lab, ScanStore store) throws IOException {
        var reading = new BareReading(Stores.logFiles(store.directory()));
        return new Contender() {
            @Override
            public Sample round() throws IOException {
                var sample = Repeating.until(lab.scale().sample(), () -> {
                    reading.readAll();
                    return store.events();
                });
                return sample.with("gigabytesPerSecond",
                        sample.value() / store.events() * reading.bytes() / 1e9);
            }

            @Override
            public void close() throws IOException {
                reading.close();
            }
        };
    }
}
