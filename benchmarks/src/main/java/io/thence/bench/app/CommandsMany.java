// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.app;

import io.thence.bench.load.Callers;
import io.thence.bench.load.Looping;
import io.thence.bench.load.Receive;
import io.thence.bench.measure.Bar;
import io.thence.bench.measure.Contender;
import io.thence.bench.measure.Entrant;
import io.thence.bench.measure.Interleaving;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Measured;
import io.thence.bench.measure.Row;
import io.thence.bench.peer.axon.AxonBank;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The row {@code command-256}: many callers over many entities. */
final class CommandsMany implements Row {

    private static final int CALLERS = 256;
    private static final int ENTITIES = 10_000;
    private static final int CONNECTIONS = 32;

    @Override
    public String name() {
        return "command-256";
    }

    @Override
    public String unit() {
        return "commands/s";
    }

    @Override
    public List<Bar> bars() {
        return List.of(new Bar.AtLeastOf(Entrant.OURS, "axon-postgresql", 10));
    }

    @Override
    public Measured measure(Lab lab, int rounds) throws Exception {
        var senders = new Senders(lab, CALLERS, tally -> tally.perSecond(1));
        return Interleaving.of(lab, this, rounds, List.of(
                Entrant.ours("fdatasync per group",
                        () -> senders.to(Payments.COMMANDS, n -> Receive.spread(n, ENTITIES))),
                new Entrant("axon-postgresql", "fdatasync of the WAL per group", () -> axon(lab))))
                .with("callers", CALLERS).with("entities", ENTITIES).with("axon", AxonBank.VERSION)
                .with("axonStorage", "AggregateBasedJpaEventStorageEngine, Hibernate, payload as bytea, no snapshots")
                .with("axonOtherEngines", "none that is durable and openly licensed: its PostgreSQL engine and its"
                        + " server are the vendor's own")
                .with("postgresqlConnections", CONNECTIONS);
    }

    private static Contender axon(Lab lab) throws Exception {
        var bank = AxonBank.open(lab.directory("axon"), CONNECTIONS);
        var next = new AtomicLong();
        return new Looping(Callers.virtual(CALLERS), lab.scale().sample(),
                _ -> bank.send(Receive.spread(next.getAndIncrement(), ENTITIES)), tally -> tally.perSecond(1)
                        .with("conflicts", (double) bank.conflicts()), bank);
    }
}
