// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thence effects happened}. */
@Command(
        name = "happened",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Says that a call has happened, and what was answered: its event is tried again at the next start, and its"
                    + " handler is told that answer. It is said once.",
            "The answer is JSON as the log has others of its effect: thence read --type thence.effect-happened. The"
                    + " application is not asked: what its effect cannot read is a dead letter again."
        })
final class EffectHappenedCommand implements Subcommand {

    @Mixin
    final ConsumerOptions options = new ConsumerOptions();

    @Parameters(index = "1", paramLabel = "KEY", description = "As the list shows it.")
    String key = "";

    @Option(names = "--answer", paramLabel = "JSON", required = true,
            description = "What was answered, or would have been. It is stored in clear.")
    String answer = "";

    @Override
    public int run(Terminal terminal) {
        options.effects(terminal, said -> said.happenedAs(key, answer, options.by, options.why));
        terminal.out().println("'" + options.consumer + "' is told at its next start that " + key + " has happened");
        return OK;
    }
}
