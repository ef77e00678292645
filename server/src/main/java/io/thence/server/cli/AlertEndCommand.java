// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.alert.EndedByHand;
import io.thence.run.AtRest;
import io.thence.run.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thence alerts end}. */
@Command(
        name = "end",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Has everything be over that is raised by an alert whose code is gone, so that nobody would ever find that"
                    + " it is. The log says who said so and why.",
            "One that still has its code is raised again when its rule is found to hold."
        })
final class AlertEndCommand implements Subcommand {

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Parameters(index = "0", paramLabel = "ALERT", description = "The name of the alert.")
    String alert = "";

    @Option(names = "--by", paramLabel = "NAME", required = true, description = "Who says so.")
    String by = "";

    @Option(names = "--why", paramLabel = "TEXT", required = true,
            description = "The reason. It is stored in clear: no place for what is personal.")
    String why = "";

    @Override
    public int run(Terminal terminal) {
        int count = AtRest.endAlert(Engine.at(store.directory(terminal)), alert, new EndedByHand.By(by, why));
        terminal.out().println("What '" + alert + "' was raised for, " + Columns.number(count) + " in all, is over");
        return OK;
    }
}
