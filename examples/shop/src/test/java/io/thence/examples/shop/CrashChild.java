// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import io.thence.Outcome;
import io.thence.event.Json;
import io.thence.examples.shop.input.InvoiceSource;
import io.thence.examples.shop.input.RefusedLine;
import io.thence.examples.shop.input.Runs;
import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.testing.sim.PassingWorld;
import io.thence.world.FileDisk;
import io.thence.world.Mark;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A shop in a process of its own, to be killed. It prints {@code HEAD n} when it is open, {@code ACK n} for each
 * position that is acknowledged, {@code MARK} when it has reached the place in the code that it was told to stop at,
 * and at the end {@code REPORT} and {@code DIGEST}.
 */
final class CrashChild {

    /** Small segments, so that December rolls a dozen times. */
    private static final LogSettings SETTINGS =
            new LogSettings(1 << 20, 256 << 10, 512 << 10, 1_024, 1_024, 64 << 10, 1 << 10);

    private CrashChild() {}

    /** Arguments: directory, input, and a {@link Mark} with the number of the time at which to stop, or none and 0. */
    public static void main(String[] args) {
        var world = new StoppingWorld(new SystemWorld(), args[2], Integer.parseInt(args[3]), new AtomicInteger());
        var engine = new Engine(world, new FileDisk(Path.of(args[0])), SETTINGS, 16 << 20);
        try (var shop = Thence.run(Shop.APPLICATION, engine)) {
            print("HEAD " + shop.store().head().number());
            try (var entries = InvoiceSource.of(Path.of(args[1])).open()) {
                new Feed(shop, "december", new Acknowledging()).feed(new Runs(entries, Optional.empty()));
            }
            var books = shop.query(Books.PROJECTION).upTo(shop.store().head());
            print("REPORT " + Json.text(Reporting.report(books)));
            print("DIGEST " + FedShop.stockDigest(books));
        }
    }

    private static synchronized void print(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static final class Acknowledging implements Feed.Watcher {
        @Override
        public void before(Instant at) {}

        @Override
        public void answered(Outcome outcome) {
            if (outcome instanceof Outcome.Accepted accepted && !accepted.repeated()) {
                print("ACK " + accepted.position().number());
            }
        }

        @Override
        public void refused(RefusedLine line) {}
    }

    /** The real world, but for one place in the code at which it stops for ever. */
    private record StoppingWorld(World world, String place, int time, AtomicInteger times) implements PassingWorld {

        @Override
        public void mark(Mark mark) {
            if (mark.name().equals(place) && times.incrementAndGet() == time) {
                print("MARK");
                while (true) {
                    world.await(new Signal(), Duration.ofHours(1));
                }
            }
        }
    }
}
