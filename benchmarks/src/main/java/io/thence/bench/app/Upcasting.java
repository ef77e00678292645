// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.app;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.KeyValue;
import io.thence.MemoryProjection;
import io.thence.Projection;
import io.thence.bench.load.Filling;
import io.thence.bench.load.Payload;
import io.thence.bench.load.Payloads;
import io.thence.bench.load.Receive;
import io.thence.bench.load.Stores;
import io.thence.bench.measure.Bar;
import io.thence.bench.measure.Contender;
import io.thence.bench.measure.Entrant;
import io.thence.bench.measure.Interleaving;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Measured;
import io.thence.bench.measure.Row;
import io.thence.run.Engine;
import io.thence.store.Append;
import io.thence.store.NewEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import static io.thence.Decision.accept;

/**
 * The row {@code upcast}: ten versions of one type, as many events of each, into a model in memory, beside the newest
 * version alone. An upcast renames a component and gives another one a value; the oldest events go through nine.
 */
final class Upcasting implements Row {

    private static final int VERSIONS = 10;
    private static final int BATCH = 100;
    private static final int CALLERS = 16;

    private static final Events<Payload> EVENTS = events();
    private static final MemoryProjection<AtomicLong> CENTS = Projection.inMemory("cents", AtomicLong::new)
            .on(Payload.class, (cents, paid) -> cents.addAndGet(paid.cents()));
    private static final Application APPLICATION = Application.named("bench")
            .with(EVENTS, Decider.of(Receive.class, EVENTS).decide(c -> accept(c.payment())), CENTS);

    private static Events<Payload> events() {
        var events = Payments.EVENTS;
        for (int version = 1; version < VERSIONS; version++) {
            events = events.upcast(Payload.class, older ->
                    older.set("cents", older.remove("cents")).put("currency", "EUR"));
        }
        return events;
    }

    @Override
    public String name() {
        return "upcast";
    }

    @Override
    public String unit() {
        return "events/s";
    }

    /** Nothing is asked of it: it says what old versions cost. */
    @Override
    public List<Bar> bars() {
        return List.of();
    }

    @Override
    public Measured measure(Lab lab, int rounds) throws Exception {
        return Interleaving.of(lab, this, rounds, List.of(
                Entrant.ours("reads only", () -> replay(lab, VERSIONS)),
                new Entrant("newest", "reads only", () -> replay(lab, 1))))
                .with("events", lab.scale().scanEvents()).with("versions", VERSIONS).with("jsonBytes", Payload.BYTES);
    }

    private static Contender replay(Lab lab, int versions) throws Exception {
        var directory = build(lab, versions);
        return () -> Replaying.of(APPLICATION, CENTS, Engine.at(directory));
    }

    /** A log with the last so many versions. */
    private static Path build(Lab lab, int versions) throws Exception {
        var directory = lab.directory("upcast");
        var payloads = new Payloads();
        int count = lab.scale().scanEvents() / BATCH;
        try (var open = Stores.open(lab.world(), directory);
                var progress = lab.progress("building", "events", 1)) {
            new Filling(open.store(), CALLERS).fill(count, n -> batch(payloads, n, versions),
                    done -> progress.at((long) done * BATCH, (long) count * BATCH));
        }
        return directory;
    }

    private static Append batch(Payloads payloads, int number, int versions) {
        var events = new ArrayList<NewEvent>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            long n = (long) number * BATCH + i;
            events.add(NewEvent.of(Payload.TYPE, VERSIONS - (int) (n % versions),
                    List.of(new KeyValue("account", "A" + n % 1_000)), payloads.json(n)));
        }
        return Stores.batch(events);
    }
}
