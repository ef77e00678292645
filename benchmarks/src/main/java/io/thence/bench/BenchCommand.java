// SPDX-License-Identifier: Apache-2.0
package io.thence.bench;

import io.thence.server.cli.Subcommand;
import io.thence.server.cli.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thence bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        subcommands = {LogCommand.class, AppCommand.class, ProcessorsCommand.class},
        synopsisSubcommandLabel = "SUITE",
        description = "Measures Thence beside what one would use instead, in the same run on the same disk.")
public final class BenchCommand implements Subcommand {

    @Spec
    @SuppressWarnings("NullAway.Init") // set before anything is called
    private CommandSpec spec;

    @Override
    public int run(Terminal terminal) {
        throw new ParameterException(spec.commandLine(), "which suite? There are log, app and processors.");
    }
}
