// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.app;

import io.thence.Application;
import io.thence.Part;
import io.thence.bench.load.Batches;
import io.thence.bench.load.Filling;
import io.thence.bench.load.Stores;
import io.thence.bench.measure.Bar;
import io.thence.bench.measure.Contender;
import io.thence.bench.measure.Entrant;
import io.thence.bench.measure.Interleaving;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Measured;
import io.thence.bench.measure.Row;
import io.thence.bench.measure.Sample;
import io.thence.bench.peer.ChildJvm;
import io.thence.run.Engine;
import io.thence.run.Thence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The row {@code start}: an application with very many events starts in a new process, with checkpoints that are up to
 * date, until its read model and its reaction are where they were and the read model has answered.
 */
final class StartBig implements Row {

    static final Application APPLICATION = Payments.WITH_VIEW.with(Payments.WATCH);
    static final List<Part> PARTS = List.of(Payments.BALANCES, Payments.WATCH);

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int BATCH = 50;
    private static final int STOCK = 256;
    private static final int CALLERS = 16;

    private final int events;

    StartBig(int events) {
        this.events = events;
    }

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String unit() {
        return "s";
    }

    @Override
    public List<Bar> bars() {
        return List.of(new Bar.Under(unit(), 1));
    }

    @Override
    public Measured measure(Lab lab, int rounds) throws Exception {
        return Interleaving.of(lab, this, rounds, List.of(Entrant.ours("as it was left", () -> ours(lab))))
                .with("events", events).with("value", "from main to the first answer of the read model");
    }

    private Contender ours(Lab lab) throws Exception {
        var directory = build(lab);
        return () -> {
            try (var probe = new ChildJvm(ChildJvm.SMALL_HEAP, StartProbe.class.getName(),
                    List.of(directory.toString()))) {
                double running = Double.parseDouble(probe.line());
                double asked = Double.parseDouble(probe.line());
                if (!probe.ended()) {
                    throw new IllegalStateException("the child process did not end well: what it said is above");
                }
                return Sample.of(asked).with("runningSeconds", running);
            }
        };
    }

    private Path build(Lab lab) throws Exception {
        var directory = lab.directory("start");
        var batches = new Batches(STOCK, BATCH);
        try (var open = Stores.open(lab.world(), directory);
                var progress = lab.progress("building", "events", 1)) {
            new Filling(open.store(), CALLERS).fill(events / BATCH, batches::append,
                    done -> progress.at((long) done * BATCH, events));
        }
        try (var thence = Thence.run(APPLICATION, Engine.at(directory))) {
            for (var part : PARTS) {
                if (!thence.await(part, thence.store().head(), LIMIT)) {
                    throw new IllegalStateException(thence.progress(part).toString());
                }
            }
        }
        return directory;
    }
}
