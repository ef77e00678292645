// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.processor;

import io.thence.Outcome;
import io.thence.bench.measure.Bar;
import io.thence.bench.measure.Contender;
import io.thence.bench.measure.Entrant;
import io.thence.bench.measure.Interleaving;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Measured;
import io.thence.bench.measure.Row;
import io.thence.bench.measure.Sample;
import io.thence.run.Engine;
import io.thence.run.Thence;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The row {@code saga-steps}: many instances of a saga, each of which sends a command, hears its event, and sends the
 * next. A step is a command, its event, and the step of the saga that comes of it, all flushed.
 */
final class SagaSteps implements Row {

    private static final int JOBS_PER_SECOND = 2_000;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "saga-steps";
    }

    @Override
    public String unit() {
        return "steps/s";
    }

    @Override
    public List<Bar> bars() {
        return List.of(new Bar.AtLeast(unit(), 20_000));
    }

    @Override
    public Measured measure(Lab lab, int rounds) throws Exception {
        return Interleaving.of(lab, this, rounds, List.of(Entrant.ours("fdatasync per group", () -> ours(lab))))
                .with("stepsPerJob", Jobs.STEPS).with("jobs", jobs(lab));
    }

    private static int jobs(Lab lab) {
        return Math.toIntExact(Math.max(1, lab.scale().sample().toMillis() * JOBS_PER_SECOND / 1_000));
    }

    private static Contender ours(Lab lab) throws Exception {
        var thence = Thence.run(Jobs.STEPPED, Engine.at(lab.directory("saga")));
        return new Contender() {
            private int rounds;

            @Override
            public Sample round() throws Exception {
                int count = jobs(lab);
                rounds++;
                long start = System.nanoTime();
                var threads = new ArrayList<Thread>(count);
                for (int i = 0; i < count; i++) {
                    var job = rounds + "-" + i;
                    threads.add(Thread.ofVirtual().start(() -> begin(thence, job)));
                }
                for (var thread : threads) {
                    thread.join();
                }
                settle(thence);
                return Sample.of((double) count * Jobs.STEPS * 1e9 / (System.nanoTime() - start));
            }

            @Override
            public void close() throws IOException {
                thence.close();
            }
        };
    }

    private static void begin(Thence thence, String job) {
        if (!(thence.send(new Jobs.Begin(job)) instanceof Outcome.Accepted)) {
            throw new IllegalStateException("job " + job + " was not begun");
        }
    }

    /** Waits until all that was begun has led to nothing more. */
    private static void settle(Thence thence) {
        for (long head = 0; head < thence.store().head().number();) {
            head = thence.store().head().number();
            if (!thence.progress(Jobs.STEPPING).await(head, LIMIT)) {
                throw new IllegalStateException("after " + LIMIT + ", " + thence.progress(Jobs.STEPPING));
            }
        }
    }
}
