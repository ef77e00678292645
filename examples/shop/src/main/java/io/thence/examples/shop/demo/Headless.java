// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.demo;

import io.thence.event.Json;
import io.thence.examples.shop.Books;
import io.thence.examples.shop.Reporting;
import io.thence.examples.shop.Shop;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.server.cli.Subcommand;
import java.io.PrintWriter;
import java.nio.file.Path;

/**
 * Feeds everything as fast as it goes, and prints the result.
 *
 * @param directory where the shop keeps its data
 * @param feeding   the input
 * @param json      whether the result is one JSON object instead of a table
 */
record Headless(Path directory, Feeding feeding, boolean json) {

    /** The exit code: 0, or 1 if the input was cut. */
    int run(PrintWriter out) {
        try (var shop = Thence.run(Shop.APPLICATION, Engine.at(directory))) {
            boolean cut = feeding.into(shop, Feeding.Steps.NONE);
            feeding.sayIfLater(shop);
            var report = Reporting.report(shop.query(Books.PROJECTION).upTo(shop.store().head()));
            out.println(json
                    ? Json.text(report)
                    : ReportTable.of(report).stripTrailing());
            out.flush();
            return cut ? Subcommand.FAILED : Subcommand.OK;
        }
    }
}
