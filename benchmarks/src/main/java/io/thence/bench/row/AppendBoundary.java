// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.row;

import io.thence.KeyValue;
import io.thence.bench.load.BigStore;
import io.thence.bench.load.Callers;
import io.thence.bench.load.Mix;
import io.thence.bench.load.Payload;
import io.thence.bench.load.Payloads;
import io.thence.bench.load.Stores;
import io.thence.bench.measure.Bar;
import io.thence.bench.measure.Contender;
import io.thence.bench.measure.Entrant;
import io.thence.bench.measure.Interleaving;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Measured;
import io.thence.bench.measure.Row;
import io.thence.bench.measure.Sample;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Condition;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** The row {@code append-boundary}: what a condition over three keys costs where there are very many events. */
public final class AppendBoundary implements Row {

    private static final int CALLERS = 64;

    private final BigStore big;
    private final Payloads payloads = new Payloads();
    private final AtomicLong appends = new AtomicLong();
    private final AtomicLong conflicts = new AtomicLong();

    /** In this store. */
    public AppendBoundary(BigStore big) {
        this.big = big;
    }

    @Override
    public String name() {
        return "append-boundary";
    }

    @Override
    public String unit() {
        return "us/append";
    }

    @Override
    public List<Bar> bars() {
        return List.of(new Bar.AtMostOf("unconditional", 1.5));
    }

    @Override
    public Measured measure(Lab lab, int rounds) throws Exception {
        return Interleaving.of(lab, this, rounds, List.of(
                Entrant.ours("fdatasync per group", () -> contender(lab, this::appendOnBoundary)),
                new Entrant("unconditional", "fdatasync per group", () -> contender(lab, this::appendAnyway))))
                .with("callers", CALLERS).with("keys", 3).with("events", big.events())
                .with("conflicts", conflicts.get());
    }

    private interface Appending {
        void append(LogStore store, List<KeyValue> keys);
    }

    private Contender contender(Lab lab, Appending appending) throws Exception {
        var store = big.open(lab).store();
        return () -> {
            var tally = Callers.virtual(CALLERS).run(lab.scale().sample(), _ -> appending.append(store, keys()));
            return Sample.of(tally.seconds() * 1e6 / tally.done())
                    .with("p999Micros", tally.perSecond(1).figures().getOrDefault("p999Micros", 0.0));
        };
    }

    private List<KeyValue> keys() {
        long n = appends.getAndIncrement() * 3;
        return List.of(BigStore.stream(Mix.of(n, big.streams())), BigStore.owner(Mix.of(n + 1, big.owners())),
                new KeyValue("second", BigStore.owner(Mix.of(n + 2, big.owners())).value()));
    }

    private Append event(List<KeyValue> keys) {
        return Stores.batch(List.of(
                NewEvent.of(Payload.TYPE, 1, keys, payloads.json(appends.get()))));
    }

    private void appendOnBoundary(LogStore store, List<KeyValue> keys) {
        var terms = keys.stream().map(key -> new Query.Term(Set.of(), List.of(key))).toList();
        while (store.append(event(keys).on(Condition.nothingNew(terms, store.head()))) instanceof Appended.Conflict) {
            conflicts.incrementAndGet();
        }
    }

    private void appendAnyway(LogStore store, List<KeyValue> keys) {
        Stores.append(store, event(keys));
    }
}
