// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import io.thence.Outcome;
import io.thence.Position;
import io.thence.event.Json;
import io.thence.examples.shop.input.Datasets;
import io.thence.examples.shop.input.Entries;
import io.thence.examples.shop.input.Entry;
import io.thence.examples.shop.input.InvoiceSource;
import io.thence.examples.shop.input.RefusedLine;
import io.thence.examples.shop.input.Runs;
import io.thence.run.Thence;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.testing.sim.Caller;
import io.thence.testing.sim.Fault;
import io.thence.testing.sim.Simulator;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.logging.Level;
import java.util.logging.Logger;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The shop under the simulator: December's first lines are fed, with crashes, again and again from the beginning.
 * As a program it prints the trace's hash for each seed from one to another; {@code watch SEED} prints every line.
 */
public final class ShopLife {

    static final int LINES = 2_000;

    private ShopLife() {}

    public static void main(String[] args) {
        quiet();
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (args[0].equals("watch")) {
            simulator().watch(out::println).run(Long.parseLong(args[1]));
            return;
        }
        for (long seed = Long.parseLong(args[0]); seed <= Long.parseLong(args[1]); seed++) {
            out.println(seed + " " + simulator().run(seed).trace());
        }
    }

    /** A view that is set aside after a crash is what these lives are about, and no news. */
    static void quiet() {
        Logger.getLogger("io.thence").setLevel(Level.SEVERE);
    }

    static Simulator simulator() {
        return Simulator.of(Shop.APPLICATION)
                .without(Fault.DISK_FULL) // a feed ends then, and goes on when it is started again
                .caller("feed", ShopLife::feed)
                .check(ShopLife::booksBalance)
                .observe("report", ShopLife::report)
                .observe("stock", shop -> FedShop.stockDigest(shop.query(Books.PROJECTION)));
    }

    static String report(Thence shop) {
        return Json.text(Reporting.report(shop.query(Books.PROJECTION)));
    }

    private static void booksBalance(Thence shop) {
        var replay = new StockReplay();
        var start = new Position(shop.store().lineage(), 0);
        try (var events = shop.store().read(Query.ALL, start, Direction.FORWARDS)) {
            for (var event = events.next(); event.isPresent(); event = events.next()) {
                replay.see(event.get());
            }
        }
        assertThat(replay.faults()).isEmpty();
    }

    private static void feed(Caller caller) {
        feed(caller.thence(), new Feed.Watcher() {
            @Override
            public void before(Instant at) {}

            @Override
            public void answered(Outcome outcome) {
                caller.note("was answered " + outcome);
            }

            @Override
            public void refused(RefusedLine line) {
                caller.note("refused line " + line.number());
            }
        });
    }

    static void feed(Thence shop, Feed.Watcher watcher) {
        try (var entries = new First(InvoiceSource.of(Datasets.need(Datasets.DECEMBER)).open(), LINES)) {
            new Feed(shop, "december", watcher).feed(new Runs(entries, Optional.empty()));
        }
    }

    /** The first so many entries. */
    private static final class First implements Entries {

        private final Entries entries;
        private int left;

        First(Entries entries, int count) {
            this.entries = entries;
            left = count;
        }

        @Override
        public Optional<Entry> next() {
            return left-- > 0 ? entries.next() : Optional.empty();
        }

        @Override
        public boolean cut() {
            return entries.cut();
        }

        @Override
        public long bytesRead() {
            return entries.bytesRead();
        }

        @Override
        public OptionalLong bytesTotal() {
            return entries.bytesTotal();
        }

        @Override
        public void close() {
            entries.close();
        }
    }
}
