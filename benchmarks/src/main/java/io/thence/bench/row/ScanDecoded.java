// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.row;

import io.thence.Application;
import io.thence.Events;
import io.thence.Key;
import io.thence.bench.load.Payload;
import io.thence.bench.load.ScanStore;
import io.thence.bench.measure.Contender;
import io.thence.bench.measure.Interleaving;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Measured;
import io.thence.bench.peer.BareJackson;
import io.thence.bench.peer.BesideJackson;
import io.thence.event.EventCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** The row {@code scan-decoded}: all events as records, by two readers with half of the log each. */
public final class ScanDecoded implements BesideJackson {

    private static final int READERS = 2;

    @Override
    public String name() {
        return "scan-decoded";
    }

    @Override
    public int threads() {
        return READERS;
    }

    @Override
    public Measured measure(Lab lab, int rounds) throws Exception {
        try (var store = ScanStore.build(lab)) {
            return Interleaving.of(lab, this, rounds,
                    BesideJackson.entrants(() -> ours(lab, store), () -> jackson(lab, store)))
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
