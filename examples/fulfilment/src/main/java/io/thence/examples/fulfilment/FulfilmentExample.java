// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.fulfilment;

import io.thence.Application;
import io.thence.Deployment;
import io.thence.examples.Example;
import io.thence.examples.ExampleOptions;
import io.thence.examples.Moment;
import io.thence.examples.Questions;
import io.thence.examples.Sender;
import io.thence.examples.fulfilment.ordering.Ordering;
import io.thence.server.cli.Subcommand;
import io.thence.server.cli.Terminal;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thence example fulfilment}. */
@Command(
        name = "fulfilment",
        mixinStandardHelpOptions = true,
        description = "A shop's orders, inventory and shipping apart, joined by events: nobody is in charge.",
        footer = {
            "",
            "Examples:",
            "  thence example fulfilment",
            "  thence example fulfilment --stock 20 --until 2010-12-03 --json",
            "  thence example fulfilment --year --from 2011-10-02 --only F2",
            "  thence example fulfilment --data .thence/orders && thence why --data .thence/orders --position 5000"
        })
public final class FulfilmentExample implements Example, Subcommand {

    @Spec
    @SuppressWarnings("NullAway.Init") // set before anything is called
    private CommandSpec spec;

    @Mixin
    private ExampleOptions options = new ExampleOptions();

    @Option(names = "--stock", paramLabel = "N",
            description = "How many pieces of each article are there at the start; default: ${DEFAULT-VALUE}.")
    long stock = 100;

    @Option(names = "--year", description = "Invoices of the whole year, instead of those of December 2010.")
    boolean year;

    @Option(names = "--from", paramLabel = "TIME", converter = Moment.class,
            description = "Leaves out what comes before, UTC.")
    Optional<Instant> from = Optional.empty();

    @Option(names = "--until", paramLabel = "TIME", converter = Moment.class,
            description = "Leaves out what comes then or later, UTC.")
    Optional<Instant> until = Optional.empty();

    @Override
    public int run(Terminal terminal) throws IOException {
        if (stock < 0) {
            throw new ParameterException(spec.commandLine(), "--stock is 0 or more, not " + stock);
        }
        return options.run(this, terminal);
    }

    @Override
    public Application application() {
        return Ordering.APPLICATION;
    }

    @Override
    public Deployment deployment() {
        return Fulfilment.DEPLOYMENT;
    }

    @Override
    public List<String> files() {
        return List.of(year ? Invoices.YEAR : Invoices.DECEMBER);
    }

    @Override
    public void check() {
        if (from.isPresent() || until.isPresent()) {
            invoices().check();
        }
    }

    private Invoices invoices() {
        return new Invoices(files().getFirst(), from, until);
    }

    @Override
    public void feed(Sender sender) {
        invoices().feed(sender, stock);
    }

    @Override
    public Questions questions() {
        return Questions.NONE
                .with("F1", "orders | their lines | pieces ordered", FulfilmentReport::orders)
                .with("F2", "lines of which the shelves had less | their pieces | pieces picked | pieces put back"
                        + " | articles of which none is left", FulfilmentReport::shelves)
                .with("F3", "pieces sent | of these back-ordered, and bought | pieces cancelled",
                        FulfilmentReport::pieces)
                .with("F4", "orders closed | sent whole | sent in part | cancelled whole", FulfilmentReport::ends)
                .with("F5", "parcels | orders with two", FulfilmentReport::parcels)
                .with("F6", "the five articles of which most was not there: code | pieces | of these cancelled",
                        FulfilmentReport::scarce)
                .with("F7", "orders and returns that are not at their end | faults found in the log",
                        FulfilmentReport::stocktaking);
    }
}
