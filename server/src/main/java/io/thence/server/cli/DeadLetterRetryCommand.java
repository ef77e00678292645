// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.KeyValue;
import io.thence.ThenceException.BadRequest;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thence dead-letters retry}. */
@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Has what waits tried again at the next start, with all that queues behind it.")
final class DeadLetterRetryCommand implements Subcommand {

    @Mixin
    final ConsumerOptions options = new ConsumerOptions();

    @Parameters(index = "1..*", paramLabel = "KEY/VALUE", arity = "0..*", description = "As the list shows them.")
    List<String> keys = List.of(); // as texts: what is no key would be no parameter at all, since there may be none

    @Option(names = "--all", description = "Everything that waits.")
    boolean all;

    @Override
    public int run(Terminal terminal) {
        if (all == !keys.isEmpty()) {
            throw new BadRequest("say which: by their keys, or --all");
        }
        var parsed = keys.stream().map(DeadLetterRetryCommand::key).toList();
        options.deadLetters(terminal, told -> {
            int count = all ? told.retryAll(options.by, options.why) : keys.size();
            if (count == 0) {
                throw new BadRequest("nothing waits in '" + options.consumer
                        + "': 'thence dead-letters' lists what does");
            }
            told.retry(parsed, options.by, options.why);
            terminal.out().println(count + " of '" + options.consumer + "' are tried again at its next start");
        });
        return OK;
    }

    private static KeyValue key(String text) {
        try {
            return KeyValue.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BadRequest(String.valueOf(e.getMessage()));
        }
    }
}
