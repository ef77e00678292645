// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.marketplace;

import io.thence.Application;
import io.thence.examples.Example;
import io.thence.examples.ExampleOptions;
import io.thence.examples.Moment;
import io.thence.examples.Questions;
import io.thence.examples.Sender;
import io.thence.server.cli.Subcommand;
import io.thence.server.cli.Terminal;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code thence example marketplace}. */
@Command(
        name = "marketplace",
        mixinStandardHelpOptions = true,
        description = "Orders of a Brazilian marketplace: by command, by query, and as they stood at any past moment.",
        footer = {
            "",
            "Examples:",
            "  thence example marketplace",
            "  thence example marketplace --only K9 --as-of 2017-11-24T12:00:00 --json"
        })
public final class MarketplaceExample implements Example, Subcommand {

    @Mixin
    private ExampleOptions options = new ExampleOptions();

    @Option(names = "--as-of", paramLabel = "TIME", converter = Moment.class,
            description = "K9: at which moment, UTC; default: ${DEFAULT-VALUE}.")
    Instant asOf = Instant.parse("2018-01-01T00:00:00Z");

    @Override
    public int run(Terminal terminal) throws IOException {
        return options.run(this, terminal);
    }

    @Override
    public Application application() {
        return Market.APPLICATION;
    }

    @Override
    public List<String> files() {
        return List.of(OrdersFile.NAME);
    }

    @Override
    public void feed(Sender sender) throws IOException {
        OrdersFile.feed(sender);
    }

    @Override
    public Questions questions() {
        return Questions.NONE
                .with("K8", "orders by final status | approved ever | handed to a carrier | delivered",
                        MarketReport::statuses)
                .with("K9", "orders purchased by " + asOf + ", by the furthest step by then: step | orders",
                        market -> PastOrders.of(market, asOf))
                .with("K10", "orders approved more than a day after the purchase | never approved",
                        MarketReport::paidLate)
                .with("K11", "orders delivered later than promised | never delivered", MarketReport::deliveredLate)
                .with("K12", "orders with a carrier before they were approved | delivered before a carrier had them",
                        MarketReport::outOfOrder);
    }
}
