// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.KeyValue;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code thence dead-letters discard}. */
@Command(
        name = "discard",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Passes over events that failed, for ever; what queues behind each goes on at the next start. The log"
                    + " keeps them, and says who discarded them and why."
        })
final class DeadLetterDiscardCommand implements Subcommand {

    @Mixin
    final ConsumerOptions options = new ConsumerOptions();

    @Parameters(index = "1..*", paramLabel = "KEY/VALUE", arity = "1..*", description = "As the list shows them.")
    List<KeyValue> keys = List.of();

    @Override
    public int run(Terminal terminal) {
        options.deadLetters(terminal, told -> told.discard(keys, options.by, options.why));
        keys.forEach(key -> terminal.out().println("The event that failed under " + key + " is passed over by '"
                + options.consumer + "'"));
        return OK;
    }
}
