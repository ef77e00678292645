// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code thence control reset}. */
@Command(
        name = "reset",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Has a consumer go on somewhere else at its next start: it handles again what comes after that, or passes"
                    + " over what comes before. With --until it handles again what it has handled up to there, goes on"
                    + " where it was, and passes over nothing.",
            "What it sends again for an event has the same id and is not done again, and it calls nothing outside;"
                    + " what else its handler does outside of the log is done again."
        })
final class ControlResetCommand implements Subcommand {

    @Mixin
    final ConsumerOptions options = new ConsumerOptions();

    @Mixin
    final StartOptions start = new StartOptions();

    @Override
    public int run(Terminal terminal) {
        options.control(terminal, told -> told.reset(start.in(told), options.by, options.why));
        terminal.out().println("'" + options.consumer + "' goes on there at its next start");
        return OK;
    }
}
