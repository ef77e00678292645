// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.app;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.thence.bench.load.Payload;
import io.thence.bench.load.ScanStore;
import io.thence.bench.measure.Bar;
import io.thence.bench.measure.Contender;
import io.thence.bench.measure.Entrant;
import io.thence.bench.measure.Interleaving;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Measured;
import io.thence.bench.measure.Row;
import io.thence.bench.measure.Sample;
import io.thence.bench.peer.BareJackson;
import io.thence.bench.peer.HandWritten;
import io.thence.bench.peer.Postgres;
import io.thence.run.Engine;
import io.thence.view.ViewDatabases;
import java.io.IOException;
import java.util.List;

/**
 * The rows {@code replay-h2} and {@code replay-postgresql}: a log into tables, beside JDBC written by hand that merges
 * the same increments per batch of the same size, of JSON that lies in memory.
 */
final class ReplayTables implements Row {

    /** Events of a batch of a view. */
    private static final int BATCH = 2_000;
    private static final int CONNECTIONS = 8;

    private final boolean onServer;

    private ReplayTables(boolean onServer) {
        this.onServer = onServer;
    }

    /** The row {@code replay-h2}. */
    static ReplayTables onH2() {
        return new ReplayTables(false);
    }

    /** The row {@code replay-postgresql}. */
    static ReplayTables onPostgres() {
        return new ReplayTables(true);
    }

    @Override
    public String name() {
        return onServer ? "replay-postgresql" : "replay-h2";
    }

    @Override
    public String unit() {
        return "events/s";
    }

    @Override
    public List<Bar> bars() {
        return List.of(new Bar.AtLeastOf(Entrant.OURS, "hand-written", 0.8));
    }

    @Override
    public Measured measure(Lab lab, int rounds) throws Exception {
        try (var store = ScanStore.build(lab)) {
            store.open().close();
            var flush = onServer ? "fdatasync of the WAL each batch" : "each second";
            return Interleaving.of(lab, this, rounds, List.of(
                    Entrant.ours(flush, () -> ours(lab, store)),
                    new Entrant("hand-written", flush, () -> handWritten(lab, store.events()))))
                    .with("events", store.events()).with("jsonBytes", Payload.BYTES).with("eventsPerBatch", BATCH);
        }
    }

    private Contender ours(Lab lab, ScanStore store) throws Exception {
        if (!onServer) {
            return () -> {
                Lab.clear(store.directory().resolve("views"));
                return Replaying.of(Payments.WITH_VIEW, Payments.BALANCES, Engine.at(store.directory()));
            };
        }
        var server = new Postgres(lab.directory("postgresql"));
        var pool = pool(server);
        return new Contender() {
            private int round;

            @Override
            public Sample round() {
                var engine = Engine.at(store.directory()).views(ViewDatabases.postgresql(pool, "r" + round++));
                return Replaying.of(Payments.WITH_VIEW, Payments.BALANCES, engine);
            }

            @Override
            public void close() throws IOException {
                pool.close();
                server.close();
            }
        };
    }

    private static HikariDataSource pool(Postgres server) {
        var config = new HikariConfig();
        config.setJdbcUrl(server.url());
        config.setMaximumPoolSize(CONNECTIONS);
        return new HikariDataSource(config);
    }

    private Contender handWritten(Lab lab, long events) throws Exception {
        var jackson = new BareJackson(events);
        if (!onServer) {
            return () -> {
                var directory = lab.directory("hand-written");
                try (var tables = HandWritten.onH2(directory)) {
                    return replay(tables, jackson, events);
                } finally {
                    Lab.clear(directory);
                }
            };
        }
        var server = new Postgres(lab.directory("hand-written"));
        return new Contender() {
            @Override
            public Sample round() throws Exception {
                try (var tables = HandWritten.onPostgres(server)) {
                    return replay(tables, jackson, events);
                }
            }

            @Override
            public void close() throws IOException {
                server.close();
            }
        };
    }

    private static Sample replay(HandWritten tables, BareJackson jackson, long events) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < events; i++) {
            tables.add(jackson.payload(i));
            if ((i + 1) % BATCH == 0 || i + 1 == events) {
                tables.commit(i + 1);
            }
        }
        return Sample.of(events * 1e9 / (System.nanoTime() - start));
    }
}
