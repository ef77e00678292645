// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code thence control pause}. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Has a consumer handle nothing until it is resumed, over every start.")
final class ControlPauseCommand implements Subcommand {

    @Mixin
    final ConsumerOptions options = new ConsumerOptions();

    @Override
    public int run(Terminal terminal) {
        options.control(terminal, told -> told.pause(options.by, options.why));
        terminal.out().println("'" + options.consumer + "' handles nothing until it is resumed");
        return OK;
    }
}
