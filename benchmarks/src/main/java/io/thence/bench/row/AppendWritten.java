// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.row;

import io.thence.bench.load.Batches;
import io.thence.bench.load.Callers;
import io.thence.bench.load.Stores;
import io.thence.bench.load.Unindexed;
import io.thence.bench.measure.Bar;
import io.thence.bench.measure.Contender;
import io.thence.bench.measure.Entrant;
import io.thence.bench.measure.Interleaving;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Measured;
import io.thence.bench.measure.Row;
import io.thence.bench.measure.Sample;
import io.thence.bench.peer.Chronicle;
import io.thence.store.Durability;
import io.thence.store.EventStore;
import io.thence.store.NewEvent;
import io.thence.world.Disk;
import io.thence.world.FileDisk;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The row {@code append-written}: one caller, a hundred events at a time, none waiting for the device, for so long that
 * the device has to keep up. Each round begins with nothing and is removed afterwards.
 */
public final class AppendWritten implements Row {

    private static final int EVENTS = 100;
    private static final int STOCK = 640;
    private static final String UNINDEXED = "thence-unindexed";

    @Override
    public String name() {
        return "append-written";
    }

    @Override
    public String unit() {
        return "events/s";
    }

    @Override
    public List<Bar> bars() {
        return List.of(new Bar.AtLeastOf(UNINDEXED, "chronicle", 0.7),
                new Bar.AtLeastOf(Entrant.OURS, "chronicle", 0.4));
    }

    @Override
    public Measured measure(Lab lab, int rounds) throws Exception {
        var batches = new Batches(STOCK, EVENTS);
        return Interleaving.of(lab, this, rounds, List.of(
                Entrant.ours("written; flushed within 10 ms",
                        () -> new InTurn(lab, folder -> ours(lab, folder, batches))),
                new Entrant(UNINDEXED, "written; flushed within 10 ms; the index takes nothing in",
                        () -> new InTurn(lab, folder -> unindexed(lab, folder, batches))),
                new Entrant("chronicle", "never flushed", () -> new InTurn(lab, folder -> chronicle(folder, batches)))))
                .with("callers", 1).with("eventsPerBatch", EVENTS)
                .with("sampleSeconds", lab.scale().sustained().toMillis() / 1e3)
                .with("chronicleMessage", "type, keys and data");
    }

    private interface Batching extends AutoCloseable {
        void append(long n) throws Exception;

        @Override
        void close();
    }

    private interface Opening {
        Batching in(Path folder) throws Exception;
    }

    /** Opens anew for each round: what can be kept up leaves too much behind to keep it. */
    private record InTurn(Lab lab, Opening opening) implements Contender {

        private static final Duration WARM_UP = Duration.ofSeconds(3);

        @Override
        public Sample round() throws Exception {
            return run(lab.scale().sustained());
        }

        @Override
        public void warmUp() throws Exception {
            var sustained = lab.scale().sustained();
            run(sustained.compareTo(WARM_UP) < 0 ? sustained : WARM_UP);
        }

        private Sample run(Duration time) throws Exception {
            var folder = lab.directory("written");
            var count = new AtomicLong();
            try (var batching = opening.in(folder)) {
                return Callers.virtual(1).run(time, _ -> batching.append(count.getAndIncrement())).perSecond(EVENTS);
            } finally {
                Lab.clear(folder);
            }
        }
    }

    private static Batching ours(Lab lab, Path folder, Batches batches) {
        var open = Stores.open(lab.world(), folder);
        return new Written(open.store(), open.disk(), batches);
    }

    private static Batching unindexed(Lab lab, Path folder, Batches batches) throws ReflectiveOperationException {
        var disk = new FileDisk(folder);
        return new Written(Unindexed.open(lab.world(), disk), disk, batches);
    }

    private record Written(EventStore store, Disk disk, Batches batches) implements Batching {

        @Override
        public void append(long n) {
            Stores.append(store, batches.append(n).answered(Durability.WRITTEN));
        }

        @Override
        public void close() {
            try (disk) {
                store.close();
            }
        }
    }

    private static Batching chronicle(Path folder, Batches batches) {
        var messages = new ArrayList<byte[]>();
        for (int n = 0; n < STOCK; n++) {
            batches.events(n).forEach(event -> messages.add(message(event)));
        }
        var chronicle = new Chronicle(folder);
        return new Batching() {
            @Override
            public void append(long n) {
                for (int i = 0; i < EVENTS; i++) {
                    chronicle.append(messages.get((int) ((n * EVENTS + i) % messages.size())));
                }
            }

            @Override
            public void close() {
                chronicle.close();
            }
        };
    }

    private static byte[] message(NewEvent event) {
        var message = new ByteArrayOutputStream();
        message.writeBytes(event.type().getBytes(StandardCharsets.UTF_8));
        event.keys().forEach(key -> message.writeBytes(key.toString().getBytes(StandardCharsets.UTF_8)));
        message.writeBytes(event.data());
        return message.toByteArray();
    }
}
