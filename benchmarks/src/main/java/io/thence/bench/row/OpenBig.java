// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.row;

import io.thence.bench.load.BigStore;
import io.thence.bench.measure.Bar;
import io.thence.bench.measure.Contender;
import io.thence.bench.measure.Entrant;
import io.thence.bench.measure.Interleaving;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Measured;
import io.thence.bench.measure.Row;
import io.thence.bench.measure.Sample;
import io.thence.bench.peer.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The row {@code open}: how long a store of very many events takes to open in a new process, after it was closed and
 * after a process that appends to it was killed, and what it then holds in the heap.
 */
public final class OpenBig implements Row {

    private static final int REPORTS_BEFORE_KILL = 10;
    private static final double MIB = 1 << 20;

    private final BigStore big;

    /** Opening this store. */
    public OpenBig(BigStore big) {
        this.big = big;
    }

    @Override
    public String name() {
        return "open";
    }

    @Override
    public String unit() {
        return "s";
    }

    @Override
    public List<Bar> bars() {
        return List.of(new Bar.Under(unit(), 0.5), new Bar.FigureUnder("afterKillSeconds", 3),
                new Bar.FigureUnder("heapMiB", 64));
    }

    @Override
    public Measured measure(Lab lab, int rounds) throws Exception {
        return Interleaving.of(lab, this, rounds, List.of(Entrant.ours("as it was left", () -> ours(lab))))
                .with("events", big.events()).with("value", "after a clean stop");
    }

    private Contender ours(Lab lab) throws Exception {
        var directory = big.closed(lab);
        return () -> {
            var afterStop = openAndKill(directory);
            var afterKill = openAndClose(directory);
            return Sample.of(afterStop.seconds).with("afterKillSeconds", afterKill.seconds)
                    .with("heapMiB", Math.max(afterStop.heapBytes, afterKill.heapBytes) / MIB);
        };
    }

    private record Opened(double seconds, long heapBytes) {
        static Opened of(ChildJvm probe) throws IOException {
            return new Opened(Double.parseDouble(probe.line()), Long.parseLong(probe.line()));
        }
    }

    private static ChildJvm probe(Path directory) throws IOException {
        return new ChildJvm(ChildJvm.SMALL_HEAP, Probe.class.getName(), List.of(directory.toString()));
    }

    private static Opened openAndKill(Path directory) throws IOException {
        try (var probe = probe(directory)) {
            var opened = Opened.of(probe);
            probe.say("append");
            for (int i = 0; i < REPORTS_BEFORE_KILL; i++) {
                probe.line();
            }
            probe.kill();
            return opened;
        }
    }

    private static Opened openAndClose(Path directory) throws IOException, InterruptedException {
        try (var probe = probe(directory)) {
            var opened = Opened.of(probe);
            probe.say("close");
            if (!probe.line().equals("closed") || !probe.ended()) {
                throw new IOException("the child process did not close the store: what it said is above");
            }
            return opened;
        }
    }
}
