// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import io.thence.Application;
import io.thence.Outcome;
import io.thence.event.Json;
import io.thence.examples.shop.input.InvoiceSource;
import io.thence.examples.shop.input.RefusedLine;
import io.thence.examples.shop.input.Runs;
import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.view.ViewQuery;
import io.thence.world.FileDisk;
import io.thence.world.SystemWorld;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A shop for tests, with what it was told while it was fed. */
final class FedShop implements AutoCloseable, Feed.Watcher {

    final Thence thence;
    final List<RefusedLine> refused = new ArrayList<>();
    Feed feed;

    private FedShop(Application application, Engine engine) {
        thence = Thence.run(application, engine);
        feed = new Feed(thence, "test", this);
    }

    static FedShop at(Path directory) {
        return new FedShop(Shop.APPLICATION, Engine.at(directory));
    }

    static FedShop at(Path directory, LogSettings log) {
        return new FedShop(Shop.APPLICATION, new Engine(new SystemWorld(), new FileDisk(directory), log, 64 << 20));
    }

    static FedShop on(Engine engine) {
        return new FedShop(Shop.APPLICATION, engine);
    }

    static FedShop inMemory() {
        return new FedShop(Shop.APPLICATION, Engine.inMemory());
    }

    FedShop feed(Path file) {
        return feed(file, Optional.empty());
    }

    FedShop feed(Path file, Optional<Instant> until) {
        feed = new Feed(thence, String.valueOf(file.getFileName()), this);
        try (var entries = InvoiceSource.of(file).open()) {
            feed.feed(new Runs(entries, until));
        }
        return this;
    }

    ViewQuery books() {
        return thence.query(Books.PROJECTION).upTo(thence.store().head());
    }

    String json() {
        return Json.text(Reporting.report(books()));
    }

    /** SHA-256 of {@code code,available,deliveries} for every code seen, as if every delivery had arrived. */
    String stockDigest() {
        return stockDigest(books());
    }

    static String stockDigest(ViewQuery books) {
        var text = new StringBuilder();
        books.list("select code, greatest(100 + moved - back_ordered + on_order, 0) as available, receipts"
                                + " from stock order by code",
                        row -> row.text("code") + "," + row.number("available") + "," + row.number("receipts") + "\n")
                .forEach(text::append);
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void before(Instant at) {}

    @Override
    public void answered(Outcome outcome) {}

    @Override
    public void refused(RefusedLine line) {
        refused.add(line);
    }

    @Override
    public void close() {
        thence.close();
    }
}
