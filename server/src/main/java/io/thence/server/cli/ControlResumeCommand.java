// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code thence control resume}. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Has a consumer go on that was paused.")
final class ControlResumeCommand implements Subcommand {

    @Mixin
    final ConsumerOptions options = new ConsumerOptions();

    @Override
    public int run(Terminal terminal) {
        options.control(terminal, told -> told.resume(options.by, options.why));
        terminal.out().println("'" + options.consumer + "' goes on at its next start");
        return OK;
    }
}
