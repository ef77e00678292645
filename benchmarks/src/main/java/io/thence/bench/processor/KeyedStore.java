// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.processor;

import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Policy;
import io.thence.Position;
import io.thence.bench.load.Filling;
import io.thence.bench.load.Mix;
import io.thence.bench.load.OpenStore;
import io.thence.bench.load.Payload;
import io.thence.bench.load.Payloads;
import io.thence.bench.load.Stores;
import io.thence.bench.measure.Lab;
import io.thence.event.Keying;
import io.thence.event.Ports;
import io.thence.processor.Handler;
import io.thence.processor.Processor;
import io.thence.store.Append;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.Subscription;
import io.thence.supervise.Supervisor;
import io.thence.world.World;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * A store with events of many keys, in an order that looks like chance.
 *
 * @param world     the machine
 * @param open      the store
 * @param events    how many events it has
 * @param keys      of how many keys
 * @param consumers how many processors it has had: each has a name of its own
 */
record KeyedStore(World world, OpenStore open, int events, int keys, AtomicInteger consumers) implements AutoCloseable {

    static final Set<String> TYPES = Set.of(Payload.TYPE);

    private static final int BATCH = 64;
    private static final int CALLERS = 16;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** Makes one whose events come from nowhere that anybody traces. */
    static KeyedStore build(Lab lab, int events, int keys) throws Exception {
        return build(lab, events, keys, _ -> Stores.ORIGIN);
    }

    /** Makes one whose {@code n}th batch comes from what {@code origin} says. */
    static KeyedStore build(Lab lab, int events, int keys, IntFunction<Origin> origin) throws Exception {
        var open = Stores.open(lab.world(), lab.directory("keyed"));
        var payloads = new Payloads();
        int batches = (events + BATCH - 1) / BATCH;
        try (var progress = lab.progress("building", "events", 1)) {
            new Filling(open.store(), CALLERS).fill(batches, n -> {
                var batch = new ArrayList<NewEvent>(BATCH);
                for (int i = n * BATCH; i < (n + 1) * BATCH; i++) {
                    batch.add(NewEvent.of(Payload.TYPE, 1, List.of(key(i, keys)), payloads.json(i)));
                }
                return Append.of(batch, origin.apply(n));
            }, done -> progress.at(done, batches));
        }
        return new KeyedStore(lab.world(), open, batches * BATCH, keys, new AtomicInteger());
    }

    /** The key of the {@code n}th event that is appended. */
    static KeyValue key(int n, int keys) {
        return new KeyValue("account", "account-" + Mix.of(n, keys));
    }

    /** How many events each key has. */
    List<Integer> perKey() {
        var counts = new int[keys];
        for (int n = 0; n < events; n++) {
            counts[Mix.of(n, keys)]++;
        }
        return Arrays.stream(counts).boxed().toList();
    }

    /** All events, from the first to those that will come. */
    Subscription subscribe() {
        return open.store().subscribe(Query.types(TYPES), new Position(open.store().lineage(), 0));
    }

    /** Takes all events to {@code handler}; how many a second. */
    double run(Policy policy, Handler handler) {
        return run(new Processor(course(policy, handler), world, open.store(), Supervisor.none(world)));
    }

    /** Takes all events to a handler that does nothing, and of which {@code ports} are told; how many a second. */
    double run(Ports ports) {
        return run(new Processor(course(Policy.DEFAULT, _ -> {}).observed(ports), world, open.store(), Supervisor.none(world)));
    }

    /** One that has handled nothing. */
    private Processor.Course course(Policy policy, Handler handler) {
        return new Processor.Course("processor", "bench-" + consumers.incrementAndGet(), TYPES, Keying.STREAMS, policy,
                _ -> true, handler);
    }

    private double run(Processor processor) {
        long start = System.nanoTime();
        processor.start();
        if (!processor.progress().await(events, LIMIT)) {
            throw new IllegalStateException("after " + LIMIT + ", " + processor.progress());
        }
        double perSecond = events * 1e9 / (System.nanoTime() - start);
        processor.close();
        return perSecond;
    }

    @Override
    public void close() throws IOException {
        open.close();
    }
}
