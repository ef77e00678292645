// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.all;

import io.thence.examples.bank.BankExample;
import io.thence.examples.enrolment.EnrolmentExample;
import io.thence.examples.fulfilment.FulfilmentExample;
import io.thence.examples.lastlogin.LastLoginExample;
import io.thence.examples.marketplace.MarketplaceExample;
import io.thence.examples.transfer.TransferExample;
import io.thence.examples.travel.TravelExample;
import io.thence.server.cli.Subcommand;
import io.thence.server.cli.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thence example}. */
@Command(
        name = "example",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "NAME",
        description = "Runs an example on its data, and prints what is known about them.",
        subcommands = {
            BankExample.class, EnrolmentExample.class, FulfilmentExample.class, LastLoginExample.class,
            MarketplaceExample.class, TransferExample.class, TravelExample.class
        })
public final class ExampleCommand implements Subcommand {

    @Spec
    @SuppressWarnings("NullAway.Init") // set before anything is called
    private CommandSpec spec;

    @Override
    public int run(Terminal terminal) {
        throw new ParameterException(spec.commandLine(), "which example? There are "
                + String.join(", ", spec.subcommands().keySet()));
    }
}
