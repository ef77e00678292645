// SPDX-License-Identifier: Apache-2.0
package io.thence.bench;

import io.thence.bench.app.AppRows;
import io.thence.bench.measure.Scale;
import io.thence.server.cli.Subcommand;
import io.thence.server.cli.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code thence bench app}. */
@Command(
        name = "app",
        mixinStandardHelpOptions = true,
        description = {
            "Applications, from command to read model, beside bare Jackson, JDBC written by hand, one append, and Axon"
                    + " Framework on PostgreSQL.",
            "A ratio is Thence by the other; medians of the rounds. All of it takes about a quarter of an hour."
        },
        footer = {
            "",
            "Examples:",
            "  thence bench app --json > app.json",
            "  thence bench app --row command-256 --row contention-64"
        })
final class AppCommand implements Subcommand {

    @Mixin
    private final SuiteOptions options = new SuiteOptions();

    @Override
    public int run(Terminal terminal) throws Exception {
        options.run("app", () -> AppRows.all(Scale.FULL), terminal);
        return OK;
    }
}
