// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.processor;

import io.thence.Position;
import io.thence.bench.load.Stores;
import io.thence.bench.measure.Bar;
import io.thence.bench.measure.Entrant;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Measured;
import io.thence.bench.measure.Round;
import io.thence.bench.measure.Row;
import io.thence.bench.measure.Sample;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.saga.SagaEvent;
import io.thence.saga.SagaEvent.Armed;
import io.thence.saga.SagaEvent.Input;
import io.thence.saga.SagaEvent.Moved;
import io.thence.saga.SagaEvent.Status;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.world.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.HdrHistogram.Histogram;

/**
 * The row {@code timers}: wakes of a saga, some of them due at a thousand a second while all others wait; how late the
 * steps are that they lead to, by the time at which these were stored. A round is a window of it.
 *
 * @param pending how many wait
 */
record Timers(int pending) implements Row {

    static final String WAKE = "wake";

    private static final int PER_SECOND = 1_000;
    private static final int READ_PER_SECOND = 15_000;
    private static final int BATCH = 500;
    private static final Duration AFTER = Duration.ofSeconds(3);
    private static final long LONGEST_MILLIS = 600_000;

    @Override
    public String name() {
        return "timers";
    }

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public List<Bar> bars() {
        return List.of(new Bar.Under(unit(), 100));
    }

    @Override
    public Measured measure(Lab lab, int rounds) throws Exception {
        var directory = lab.directory("timers");
        int window = Math.toIntExact(Math.max(1, lab.scale().sample().toMillis() * PER_SECOND / 1_000));
        int due = Math.min(pending, window * rounds);
        var first = Instant.now().plusSeconds(2 + 2L * pending / READ_PER_SECOND);
        write(lab, directory, due, first);
        try (var thence = Thence.run(Jobs.WAITED, Engine.at(directory))) {
            var last = first.plusMillis(due).plus(AFTER);
            lab.world().await(new Signal(), Duration.between(Instant.now(), last));
            var all = rounds(thence, first, window, rounds);
            var flush = new LinkedHashMap<String, String>();
            flush.put(Entrant.OURS, "fdatasync per group");
            return new Measured(all, flush, new LinkedHashMap<>(), new LinkedHashMap<>())
                    .with("pending", pending).with("duePerSecond", PER_SECOND).with("value", "p99 of how late")
                    .with("usedMebibytes", used() >> 20);
        } finally {
            Lab.clear(directory);
        }
    }

    /** The steps that wish for the wakes, as the saga would have written them. */
    private void write(Lab lab, Path directory, int due, Instant first) throws Exception {
        try (var open = Stores.open(lab.world(), directory);
                var progress = lab.progress("timers: writing", "wakes", 1)) {
            var batch = new ArrayList<NewEvent>(BATCH);
            for (int i = 0; i < pending; i++) {
                var at = i < due ? first.plusMillis(i)
                        : first.plus(Duration.ofDays(1)).plusMillis(i * 7_919L % 100_000_000);
                batch.add(new Moved(Jobs.WAITING.name(), Jobs.JOB.name(), "job-" + i, 1,
                        new Input.Happened("begun-" + i, Jobs.BEGUN), "1", List.of(), List.of(new Armed(WAKE, 1, at)),
                        Status.RUNNING).stored(1));
                if (batch.size() == BATCH || i == pending - 1) {
                    Stores.append(open.store(), Stores.batch(List.copyOf(batch)));
                    batch.clear();
                    progress.at(i, pending);
                }
            }
        }
    }

    private List<Round> rounds(Thence thence, Instant first, int window, int rounds) {
        var late = new ArrayList<Histogram>();
        for (int round = 0; round < rounds; round++) {
            late.add(new Histogram(LONGEST_MILLIS, 3));
        }
        var after = new Position(thence.store().lineage(), pending);
        try (var reader = thence.store().read(Query.types(SagaEvent.TYPES.names(Set.of(Moved.class))), after,
                Direction.FORWARDS)) {
            for (var event = reader.next(); event.isPresent(); event = reader.next()) {
                var moved = (Moved) SagaEvent.TYPES.read(event.get()).orElseThrow();
                int i = Integer.parseInt(moved.instance().substring("job-".length()));
                late.get(i / window).recordValue(Math.clamp(
                        Duration.between(first.plusMillis(i), event.get().stamp().instant()).toMillis(), 0,
                        LONGEST_MILLIS));
            }
        }
        return late.stream().map(round -> {
            if (round.getTotalCount() < Math.min(window, pending)) {
                throw new IllegalStateException("only " + round.getTotalCount() + " of " + window + " came");
            }
            return new Round(new LinkedHashMap<>(Map.of(Entrant.OURS,
                    Sample.of((double) Math.max(1, round.getValueAtPercentile(99)))
                            .with("p50Millis", (double) round.getValueAtPercentile(50)))));
        }).toList();
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
