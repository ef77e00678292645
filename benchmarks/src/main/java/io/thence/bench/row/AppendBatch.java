// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.row;

import io.thence.bench.load.Batches;
import io.thence.bench.load.Callers;
import io.thence.bench.load.Looping;
import io.thence.bench.load.Noise;
import io.thence.bench.load.StoredBytes;
import io.thence.bench.load.Stores;
import io.thence.bench.measure.Bar;
import io.thence.bench.measure.Contender;
import io.thence.bench.measure.Entrant;
import io.thence.bench.measure.Floor;
import io.thence.bench.measure.Interleaving;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Measured;
import io.thence.bench.measure.Row;
import io.thence.bench.peer.BareDisk;
import io.thence.bench.peer.Kafka;
import io.thence.bench.peer.Postgres;
import io.thence.bench.peer.PostgresWriter;
import io.thence.bench.peer.Rocks;
import io.thence.store.NewEvent;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The row {@code append-batch}: one caller, a thousand events at a time, each batch on the device before the next. */
public final class AppendBatch implements Row {

    private static final int EVENTS = 1_000;
    private static final int STOCK = 64;
    private static final long BARE_BYTES = 1L << 30;

    @Override
    public String name() {
        return "append-batch";
    }

    @Override
    public String unit() {
        return "events/s";
    }

    @Override
    public List<Bar> bars() {
        return List.of(new Bar.AtLeastOf(Entrant.OURS, "disk", 0.75),
                new Bar.AtLeastOf(Entrant.OURS, "postgresql", 10));
    }

    @Override
    public List<Floor> floors() {
        return List.of(new Floor("disk", "gigabytesPerSecond", 0.30, true));
    }

    @Override
    public Measured measure(Lab lab, int rounds) throws Exception {
        var batches = new Batches(STOCK, EVENTS);
        int bytes = StoredBytes.of(lab, batches::append);
        return Interleaving.of(lab, this, rounds, List.of(
                Entrant.ours("fdatasync per batch", () -> ours(lab, batches)),
                new Entrant("disk", "fdatasync per batch", () -> disk(lab, bytes)),
                new Entrant("postgresql", "fdatasync of the WAL per batch", () -> postgres(lab, batches, false)),
                new Entrant("postgresql-copy", "fdatasync of the WAL per batch", () -> postgres(lab, batches, true)),
                new Entrant("rocksdb", "fdatasync of the WAL per batch", () -> rocks(lab, batches)),
                new Entrant("kafka", "flush.messages=1, acks=all", () -> kafka(lab, batches))))
                .with("callers", 1).with("eventsPerBatch", EVENTS).with("storedBytesPerBatch", bytes);
    }

    private interface Appending {
        void append(List<NewEvent> events) throws Exception;
    }

    private static Contender looping(Lab lab, Batches batches, Appending appending, AutoCloseable resource) {
        var count = new AtomicLong();
        return new Looping(Callers.virtual(1), lab.scale().sample(),
                _ -> appending.append(batches.events(count.getAndIncrement())),
                tally -> tally.perSecond(EVENTS), resource);
    }

    private static Contender ours(Lab lab, Batches batches) throws Exception {
        var open = Stores.open(lab.world(), lab.directory("thence"));
        return looping(lab, batches, events -> Stores.append(open.store(), Stores.batch(events)), open);
    }

    private static Contender disk(Lab lab, int bytes) throws Exception {
        var disk = new BareDisk(lab.directory("disk"), BARE_BYTES);
        var batch = Noise.direct(bytes);
        return new Looping(Callers.platform(1), lab.scale().sample(), _ -> {
            disk.write(batch.clear());
            disk.flush();
        }, tally -> tally.perSecond(EVENTS)
                .with("gigabytesPerSecond", tally.done() * (double) bytes / tally.seconds() / 1e9), disk);
    }

    private static Contender postgres(Lab lab, Batches batches, boolean copy) throws Exception {
        var server = new Postgres(lab.directory("postgresql"));
        var writer = new PostgresWriter(server);
        return looping(lab, batches, copy ? writer::copy : writer::append, () -> {
            writer.close();
            server.close();
        });
    }

    private static Contender rocks(Lab lab, Batches batches) throws Exception {
        var rocks = new Rocks(lab.directory("rocksdb"));
        var position = new AtomicLong();
        return looping(lab, batches, events -> rocks.append(events, position.getAndAdd(EVENTS)), rocks);
    }

    private static Contender kafka(Lab lab, Batches batches) throws Exception {
        var kafka = new Kafka(lab.directory("kafka"), true);
        return looping(lab, batches, kafka::append, kafka);
    }
}
