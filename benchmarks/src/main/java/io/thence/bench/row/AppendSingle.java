// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.row;

import io.thence.bench.load.Callers;
import io.thence.bench.load.Looping;
import io.thence.bench.load.Noise;
import io.thence.bench.load.StoredBytes;
import io.thence.bench.measure.Bar;
import io.thence.bench.measure.Contender;
import io.thence.bench.measure.Entrant;
import io.thence.bench.measure.Floor;
import io.thence.bench.measure.Interleaving;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Measured;
import io.thence.bench.measure.Row;
import io.thence.bench.peer.BareGroupCommit;
import java.util.List;

/** Many callers, each appending one event at a time to streams of its own, on the condition of their exact revision. */
public final class AppendSingle implements Row {

    private static final long BARE_BYTES = 256L << 20;
    private static final int CONNECTIONS = 32;

    private final int callers;
    private final double leastOfBare;
    private final double bareFloor;

    private AppendSingle(int callers, double leastOfBare, double bareFloor) {
        this.callers = callers;
        this.leastOfBare = leastOfBare;
        this.bareFloor = bareFloor;
    }

    /** The row {@code append-64}. */
    public static AppendSingle by64() {
        return new AppendSingle(64, 0.7, 150_000);
    }

    /** The row {@code append-256}. */
    public static AppendSingle by256() {
        return new AppendSingle(256, 0.5, 450_000);
    }

    @Override
    public String name() {
        return "append-" + callers;
    }

    @Override
    public String unit() {
        return "appends/s";
    }

    @Override
    public List<Bar> bars() {
        return List.of(
                new Bar.AtLeastOf(Entrant.OURS, "bare", leastOfBare),
                new Bar.AtLeastOf(Entrant.OURS, "postgresql", 10),
                new Bar.UnderFlushes("p999Micros", 20),
                new Bar.FigureAtLeast("slowestShare", 0.5));
    }

    @Override
    public List<Floor> floors() {
        return List.of(Floor.ofValue("bare", bareFloor), Floor.ofValue("postgresql", 4_000));
    }

    @Override
    public Measured measure(Lab lab, int rounds) throws Exception {
        var single = new SingleAppends(lab, callers);
        int bytes = StoredBytes.of(lab, single::ofOneStream);
        return Interleaving.of(lab, this, rounds, List.of(
                Entrant.ours("fdatasync per group", single::ours),
                new Entrant("bare", "fdatasync per group", () -> bare(lab, bytes)),
                new Entrant("rocksdb", "fdatasync of the WAL per group", single::rocks),
                new Entrant("postgresql", "fdatasync of the WAL per group", () -> single.postgres(CONNECTIONS))))
                .with("callers", callers).with("threads", "virtual; of the system for rocksdb")
                .with("streams", callers * 1_000).with("storedBytes", bytes)
                .with("postgresqlConnections", CONNECTIONS);
    }

    private Contender bare(Lab lab, int bytes) throws Exception {
        var bare = new BareGroupCommit(lab.directory("bare"), BARE_BYTES);
        var record = Noise.bytes(bytes);
        return new Looping(Callers.virtual(callers), lab.scale().sample(), _ -> bare.append(record),
                tally -> tally.perSecond(1), bare);
    }
}
