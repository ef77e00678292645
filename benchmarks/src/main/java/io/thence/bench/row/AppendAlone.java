// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.row;

import io.thence.bench.load.Callers;
import io.thence.bench.load.Looping;
import io.thence.bench.load.Noise;
import io.thence.bench.load.StoredBytes;
import io.thence.bench.load.Tally;
import io.thence.bench.measure.Bar;
import io.thence.bench.measure.Contender;
import io.thence.bench.measure.Entrant;
import io.thence.bench.measure.Floor;
import io.thence.bench.measure.Interleaving;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Measured;
import io.thence.bench.measure.Row;
import io.thence.bench.peer.BareDisk;
import java.util.List;

/** The row {@code append-1}: one caller, one append, and what it waits for. */
public final class AppendAlone implements Row {

    private static final long BARE_BYTES = 64L << 20;

    @Override
    public String name() {
        return "append-1";
    }

    @Override
    public String unit() {
        return "us";
    }

    @Override
    public List<Bar> bars() {
        return List.of(new Bar.AtMostOf("disk", 1.25));
    }

    /** The disk alone takes what a flush takes and a little more, or other work is in its way. */
    @Override
    public List<Floor> floors() {
        return List.of(new Floor("disk", "perSecond", 4_500, true));
    }

    @Override
    public Measured measure(Lab lab, int rounds) throws Exception {
        var single = new SingleAppends(lab, 1);
        int bytes = StoredBytes.of(lab, single::ofOneStream);
        return Interleaving.of(lab, this, rounds, List.of(
                Entrant.ours("fdatasync each", single::ours),
                new Entrant("disk", "fdatasync each", () -> disk(lab, bytes)),
                new Entrant("rocksdb", "fdatasync of the WAL each", single::rocks),
                new Entrant("postgresql", "fdatasync of the WAL each", () -> single.postgres(1))))
                .with("callers", 1).with("storedBytes", bytes).with("value", "median of a round");
    }

    private static Contender disk(Lab lab, int bytes) throws Exception {
        var disk = new BareDisk(lab.directory("disk"), BARE_BYTES);
        var record = Noise.direct(bytes);
        return new Looping(Callers.platform(1), lab.scale().sample(), _ -> {
            disk.write(record.clear());
            disk.flush();
        }, Tally::medianMicros, disk);
    }
}
