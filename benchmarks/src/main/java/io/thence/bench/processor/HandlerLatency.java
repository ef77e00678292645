// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.processor;

import io.thence.Policy;
import io.thence.Position;
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
import io.thence.event.Keying;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.processor.Processor;
import io.thence.store.NewEvent;
import io.thence.supervise.Supervisor;
import io.thence.world.FileDisk;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * The rows {@code handler-latency} and {@code handler-latency-call}: one producer appends what is due at so many events
 * a second, and each event's handler notes when it begins: after the end of the flush that made the event visible, and
 * after the call of the append.
 *
 * @param name  of the row
 * @param value which figure is its value
 * @param bars  what is asked for
 */
record HandlerLatency(String name, String value, List<Bar> bars) implements Row {

    private static final int PER_SECOND = 20_000;
    private static final int KEYS = 1_000;
    private static final int BATCH_MAX = 1_024;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long SHORT_NANOS = 20_000;
    private static final String CALL = "callP50Micros";

    static HandlerLatency afterFlush() {
        return new HandlerLatency("handler-latency", "p99Millis", List.of(new Bar.Under("ms", 2),
                new Bar.FigureUnder("p50Millis", 0.1), new Bar.FigureAtLeast("perSecond", 0.95 * PER_SECOND)));
    }

    static HandlerLatency afterCall() {
        return new HandlerLatency("handler-latency-call", "callP50Millis", List.of(new Bar.UnderFlushes(CALL, 3),
                new Bar.FigureAtLeast("perSecond", 0.95 * PER_SECOND)));
    }

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public Measured measure(Lab lab, int rounds) throws Exception {
        return Interleaving.of(lab, this, rounds, List.of(Entrant.ours("fdatasync per append", () -> new Line(lab))))
                .with("perSecond", PER_SECOND).with("keys", KEYS).with("producers", 1).with("value", value);
    }

    /** A store, a processor, and when each event's handler began. */
    private final class Line implements Contender {

        private final Lab lab;
        private final FlushWatch disk;
        private final LogStore store;
        private final Processor processor;
        private final Payloads payloads = new Payloads();
        private volatile AtomicLongArray begun = new AtomicLongArray(0);
        private volatile long first = 1;

        Line(Lab lab) throws IOException {
            this.lab = lab;
            disk = new FlushWatch(new FileDisk(lab.directory("latency")));
            store = LogStore.open(lab.world(), disk, LogSettings.DEFAULT);
            processor = new Processor(new Processor.Course("processor", "latency", KeyedStore.TYPES, Keying.STREAMS,
                    Policy.DEFAULT, _ -> true, event -> begun.set((int) (event.number() - first), System.nanoTime())),
                    lab.world(), store, Supervisor.none(lab.world()));
            processor.start();
        }

        @Override
        public Sample round() {
            int count = Math.toIntExact(lab.scale().sample().toNanos() * PER_SECOND / 1_000_000_000);
            var called = new long[count];
            var flushed = new long[count];
            begun = new AtomicLongArray(count);
            first = store.head().number() + 1;
            long start = System.nanoTime();
            for (int sent = 0; sent < count;) {
                long due = (System.nanoTime() - start) * PER_SECOND / 1_000_000_000;
                int size = (int) Math.min(Math.min(due, count) - sent, BATCH_MAX);
                if (size <= 0) {
                    LockSupport.parkNanos(SHORT_NANOS);
                } else {
                    append(sent, size, called, flushed);
                    sent += size;
                }
            }
            double perSecond = count * 1e9 / (System.nanoTime() - start);
            if (!processor.progress().await(new Position(store.lineage(), first + count - 1).number(), LIMIT)) {
                throw new IllegalStateException("after " + LIMIT + ", " + processor.progress());
            }
            return sample(called, flushed).with("perSecond", perSecond);
        }

        private void append(int from, int size, long[] called, long[] flushed) {
            var batch = new ArrayList<NewEvent>(size);
            for (int i = from; i < from + size; i++) {
                batch.add(NewEvent.of(Payload.TYPE, 1, List.of(KeyedStore.key(i, KEYS)), payloads.json(i)));
            }
            long before = System.nanoTime();
            Stores.append(store, Stores.batch(batch));
            long flush = disk.lastNanos(); // nobody else appends, but for a checkpoint now and then
            for (int i = from; i < from + size; i++) {
                called[i] = before;
                flushed[i] = flush;
            }
        }

        private Sample sample(long[] called, long[] flushed) {
            var fromFlush = new Histogram(3);
            var fromCall = new Histogram(3);
            for (int i = 0; i < called.length; i++) {
                fromFlush.recordValue(Math.max(0, begun.get(i) - flushed[i]));
                fromCall.recordValue(begun.get(i) - called[i]);
            }
            double callMicros = fromCall.getValueAtPercentile(50) / 1e3;
            double p99Millis = fromFlush.getValueAtPercentile(99) / 1e6;
            return Sample.of(name.equals(afterCall().name()) ? callMicros / 1e3 : p99Millis)
                    .with("p50Millis", fromFlush.getValueAtPercentile(50) / 1e6).with("p99Millis", p99Millis)
                    .with("maxMillis", fromFlush.getMaxValue() / 1e6).with(CALL, callMicros);
        }

        @Override
        public void close() {
            processor.close();
            store.close();
            disk.close();
        }
    }
}
