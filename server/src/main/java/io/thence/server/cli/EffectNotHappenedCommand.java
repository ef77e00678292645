// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code thence effects not-happened}. */
@Command(
        name = "not-happened",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Says that a call has not happened: its event is tried again at the next start, and it is called"
                + " then.")
final class EffectNotHappenedCommand implements Subcommand {

    @Mixin
    final ConsumerOptions options = new ConsumerOptions();

    @Parameters(index = "1", paramLabel = "KEY", description = "As the list shows it.")
    String key = "";

    @Override
    public int run(Terminal terminal) {
        options.effects(terminal, said -> said.notHappened(key, options.by, options.why));
        terminal.out().println("'" + options.consumer + "' calls " + key + " at its next start");
        return OK;
    }
}
