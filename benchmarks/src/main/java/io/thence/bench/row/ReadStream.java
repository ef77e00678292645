// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.row;

import io.thence.bench.load.BigStore;
import io.thence.bench.measure.Bar;
import io.thence.bench.measure.Contender;
import io.thence.bench.measure.Entrant;
import io.thence.bench.measure.Interleaving;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Measured;
import io.thence.bench.measure.Medians;
import io.thence.bench.measure.Row;
import io.thence.bench.measure.Sample;
import io.thence.bench.peer.ChildJvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The row {@code read-stream}: a stream of a hundred events among a million streams, in a process that has just opened
 * the store and has not read it yet. The files are in the page cache and the code is warm.
 */
public final class ReadStream implements Row {

    private final BigStore big;

    /** In this store. */
    public ReadStream(BigStore big) {
        this.big = big;
    }

    @Override
    public String name() {
        return "read-stream";
    }

    @Override
    public String unit() {
        return "us";
    }

    @Override
    public List<Bar> bars() {
        return List.of(new Bar.Under(unit(), 300));
    }

    @Override
    public Measured measure(Lab lab, int rounds) throws Exception {
        int reads = Math.min(lab.scale().reads(), big.longStreams());
        return Interleaving.of(lab, this, rounds, List.of(Entrant.ours("reads only", () -> ours(lab, reads))))
                .with("events", big.events()).with("streams", big.streams()).with("eventsPerStream", BigStore.OF_LONG)
                .with("reads", reads).with("value", "median of the first reads of as many streams");
    }

    private Contender ours(Lab lab, int reads) throws Exception {
        var directory = big.closed(lab);
        return () -> {
            try (var probe = new ChildJvm(ChildJvm.SMALL_HEAP, Probe.class.getName(),
                    List.of(directory.toString()))) {
                probe.line(); // how long it took to open
                probe.line(); // and what it holds: both are another row's
                probe.say("read " + reads);
                var micros = new ArrayList<Double>();
                for (int i = 0; i < reads; i++) {
                    micros.add(Double.valueOf(probe.line()));
                }
                end(probe);
                return Sample.of(Medians.median(micros)).with("p99Micros",
                        micros.stream().sorted().toList().get((int) (reads * 0.99)));
            }
        };
    }

    private static void end(ChildJvm probe) throws IOException, InterruptedException {
        probe.say("close");
        if (!probe.line().equals("closed") || !probe.ended()) {
            throw new IOException("the child process did not close the store: what it said is above");
        }
    }
}
