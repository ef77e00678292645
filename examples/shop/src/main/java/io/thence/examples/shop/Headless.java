// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import io.thence.event.Json;
import io.thence.examples.shop.input.*;
import io.thence.run.Engine;
import io.thence.run.Thence;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

public final class Headless {
    public static void main(String[] args) throws Exception {
        long t0 = System.nanoTime();
        var source = InvoiceSource.of(Path.of(args[0]));
        try (var thence = Thence.run(Shop.APPLICATION, Engine.at(Path.of(args[1])))) {
            System.err.println("opened " + (System.nanoTime() - t0) / 1_000_000);
            var feed = new Feed(thence, args[0], new Feed.Watcher() {
                public void before(Instant at) {}
                public void isNew() {}
                public void refused(RefusedLine line) { System.err.println(line.reason()); }
            });
            try (var entries = source.open()) {
                feed.feed(new Runs(entries, args.length > 2 ? Optional.of(Instant.parse(args[2])) : Optional.empty()));
            }
            System.err.println("fed " + feed.sent() + " repeated " + feed.repeated() + " " + (System.nanoTime() - t0) / 1_000_000);
            thence.await(Books.PROJECTION, thence.store().head(), java.time.Duration.ofMinutes(1));
            System.err.println("viewed " + (System.nanoTime() - t0) / 1_000_000 + " conflicts " + thence.conflicts());
            System.out.println(new String(Json.write(Reporting.report(thence.query(Books.PROJECTION))), StandardCharsets.UTF_8));
        }
        System.err.println("closed " + (System.nanoTime() - t0) / 1_000_000);
    }
}
