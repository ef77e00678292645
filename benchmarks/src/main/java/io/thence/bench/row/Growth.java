// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.row;

import io.thence.KeyValue;
import io.thence.bench.load.Filling;
import io.thence.bench.load.Mix;
import io.thence.bench.load.Payload;
import io.thence.bench.load.Payloads;
import io.thence.bench.load.Stores;
import io.thence.bench.measure.Bar;
import io.thence.bench.measure.Entrant;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Measured;
import io.thence.bench.measure.Round;
import io.thence.bench.measure.Row;
import io.thence.bench.measure.Sample;
import io.thence.log.LogStore;
import io.thence.server.cli.ProgressLine;
import io.thence.store.Append;
import io.thence.store.NewEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The row {@code growth}: one store that grows, and how fast it takes events at ten points of its life. A round is one
 * window at each point: the windows of a point follow one another.
 */
public final class Growth implements Row {

    private static final int BATCH = 100;
    private static final int CALLERS = 16;
    private static final int POINTS = 10;
    private static final int OWNERS_SHARE = 100;

    private final int total;
    private final int window;
    private final Payloads payloads = new Payloads();

    /** Up to {@code total} events. */
    public Growth(int total) {
        this.total = total;
        window = total / 250 / BATCH * BATCH;
    }

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String unit() {
        return "events/s";
    }

    @Override
    public List<Bar> bars() {
        return List.of(new Bar.AtLeastOf(Entrant.OURS, at(0), 0.9));
    }

    /** How many events the store has at a point: from a fiftieth to all, evenly. */
    private int events(int point) {
        int first = total / 50;
        return (int) (first + (long) (total - first) * point / (POINTS - 1));
    }

    /** A point's name: the last is what Thence is judged by, the others stand beside it. */
    private String at(int point) {
        return point == POINTS - 1 ? Entrant.OURS : "at-" + events(point);
    }

    /** What was measured at each point, by the number of events in the store. */
    public SequencedMap<Integer, Double> curve(SequencedMap<String, Double> medians) {
        var curve = new LinkedHashMap<Integer, Double>();
        for (int point = 0; point < POINTS; point++) {
            curve.put(events(point), medians.getOrDefault(at(point), 0.0));
        }
        return curve;
    }

    @Override
    public Measured measure(Lab lab, int rounds) throws Exception {
        warmUp(lab);
        var directory = lab.directory("growth");
        var windows = new ArrayList<SequencedMap<String, Sample>>();
        for (int round = 0; round < rounds; round++) {
            windows.add(new LinkedHashMap<>());
        }
        try (var open = Stores.open(lab.world(), directory); var progress = lab.progress(name(), "events", 1)) {
            for (int point = 0; point < POINTS; point++) {
                int start = Math.min(events(point) - window * rounds / 2, total - window * rounds) / BATCH * BATCH;
                fill(open.store(), start - Math.toIntExact(open.store().head().number()), progress);
                for (var samples : windows) {
                    samples.put(at(point), Sample.of(fill(open.store(), window, progress)));
                }
            }
        }
        Lab.clear(directory);
        return new Measured(windows.stream().map(Round::new).toList(), flush(), new LinkedHashMap<>(),
                new LinkedHashMap<>()).with("callers", CALLERS).with("eventsPerBatch", BATCH)
                .with("eventsPerWindow", window).with("events", total).with("streams", total / 10);
    }

    /** In another store: code that is slow at first would make the first point low and the last look good beside it. */
    private void warmUp(Lab lab) throws Exception {
        var directory = lab.directory("growth-warm-up");
        try (var open = Stores.open(lab.world(), directory); var progress = lab.progress(name(), "events", 1)) {
            fill(open.store(), total / 50, progress);
        }
        Lab.clear(directory);
        lab.settle();
    }

    private SequencedMap<String, String> flush() {
        var flush = new LinkedHashMap<String, String>();
        for (int point = 0; point < POINTS; point++) {
            flush.put(at(point), "fdatasync per group");
        }
        return flush;
    }

    /** Appends as many events; events a second. */
    private double fill(LogStore store, int events, ProgressLine progress) throws InterruptedException {
        int head = Math.toIntExact(store.head().number());
        long start = System.nanoTime();
        new Filling(store, CALLERS).fill(events / BATCH, n -> batch(head + n * BATCH),
                done -> progress.at(head + (long) done * BATCH, total));
        return events * 1e9 / (System.nanoTime() - start);
    }

    private Append batch(int first) {
        var batch = new ArrayList<NewEvent>(BATCH);
        for (int n = first; n < first + BATCH; n++) {
            var keys = List.of(new KeyValue("account", "A" + Mix.of(n, total / 10)),
                    new KeyValue("owner", "O" + Mix.of(~n, total / OWNERS_SHARE)));
            batch.add(NewEvent.of(Payload.TYPE, 1, keys, payloads.json(n)));
        }
        return Stores.batch(batch);
    }
}
