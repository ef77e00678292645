// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.row;

import io.thence.Application;
import io.thence.Events;
import io.thence.Key;
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
import io.thence.bench.peer.BareJackson;
import io.thence.event.EventCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** The row {@code scan-decoded}: all events as records, by two readers with half of the log each. */
public final class ScanDecoded implements Row {

    private static final int READERS = 2;
    private static final double JACKSON_CORE = 1_200_000;

    @Override
    public String name() {
        return "scan-decoded";
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
        return List.of(new Floor("jackson", "", JACKSON_CORE * READERS, false));
    }

    @Override
    public Measured measure(Lab lab, int rounds) throws Exception {
        try (var store = ScanStore.build(lab)) {
            return Interleaving.of(lab, this, rounds, List.of(
                    Entrant.ours("reads only", () -> ours(lab, store)),
                    new Entrant("jackson", "reads memory only", () -> jackson(lab, store))))
                    .with("readers", READERS).with("events", store.events()).with("eventsPerBatch", ScanStore.BATCH)
                    .with("jsonBytes", Payload.BYTES);
        }
    }

    private static Contender ours(Lab lab, ScanStore store) {
        var codec = new EventCodec(Application.named("bench").with(Events.of(Payload.class)
                .type(Payload.TYPE, Payload.class, Key.of("account").of(Payload::account))));
        long half = store.events() / READERS;
        return () -> Repeating.until(lab.scale().sample(), () -> together(List.of(
                () -> store.read(0, half, codec::record),
                () -> store.read(half, store.events(), codec::record))));
    }

    private static Contender jackson(Lab lab, ScanStore store) {
        var jackson = new BareJackson(store.events());
        int half = jackson.count() / READERS;
        return () -> Repeating.until(lab.scale().sample(), () -> together(List.of(
                () -> jackson.read(0, half), () -> jackson.read(half, jackson.count()))));
    }

    /** Runs the tasks at the same time; the sum of what they have counted. */
    private static long together(List<Callable<Long>> tasks) throws Exception {
        try (var threads = Executors.newFixedThreadPool(READERS)) {
            long sum = 0;
            for (var done : new ArrayList<>(threads.invokeAll(tasks))) {
                sum += done.get();
            }
            return sum;
        }
    }
}
