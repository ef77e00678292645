// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.demo;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.thence.examples.shop.Shop;
import io.thence.examples.shop.page.ShopPage;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.server.cli.Subcommand;
import io.thence.server.http.Metrics;
import io.thence.server.http.PageServer;
import io.thence.telemetry.Telemetry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CancellationException;

/**
 * Feeds the orders at a pace, with a page that shows what becomes of them; goes on showing until it is stopped.
 *
 * @param directory where the shop keeps its data
 * @param feeding   the input
 * @param speed     how much faster than the orders came
 * @param port      of the page, 0 for any
 */
record LivePage(Path directory, Feeding feeding, Speed speed, int port) {

    /** The exit code, after an interrupt. */
    int run(PrintWriter out) {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var engine = Engine.at(directory).telemetry(Telemetry.NONE.meters(registry));
        var stop = new Stop(engine.world());
        try (var shop = Thence.run(Shop.APPLICATION, engine);
                var page = PageServer.start(shop,
                        ShopPage.of(shop, feeding::share).metrics(Metrics.of(registry)), port)) {
            greet(out, page);
            boolean cut = feed(shop, new Pace(engine.world(), speed, stop));
            out.println(stop.isAsked()
                    ? "Stopped: start again to go on."
                    : "All orders are in. Stop with Ctrl-C; --fresh begins anew.");
            out.flush();
            stop.awaitAsked();
            return cut ? Subcommand.FAILED : Subcommand.OK;
        } finally {
            stop.ended();
        }
    }

    private boolean feed(Thence shop, Pace pace) {
        try {
            return feeding.into(shop, new Feeding.Steps() {
                @Override
                public void before(Instant at) {
                    pace.before(at);
                }

                @Override
                public void answered(boolean isNew) {
                    if (isNew) {
                        pace.isNew();
                    }
                }
            });
        } catch (CancellationException _) {
            return false; // asked to stop: what was fed is kept
        }
    }

    private void greet(PrintWriter out, PageServer page) {
        out.println("The shop is open: " + page.address());
        out.println("Its orders come " + speed + ". Three things to try:");
        var article = feeding.name().startsWith("retail") ? "85123A" : "CODE";
        out.println("  events as they happen:        ./thence tail --data " + directory);
        out.println("  the life of one article:      ./thence read --data " + directory + " --key stock/" + article);
        out.println("  everything at once, a table:  ./thence demo --headless --data " + directory + "-at-once");
        out.flush();
    }
}
