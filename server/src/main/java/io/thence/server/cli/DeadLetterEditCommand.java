// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.KeyValue;
import io.thence.processor.DeadLetters.Edit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thence dead-letters edit}. */
@Command(
        name = "edit",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Has other JSON handled at the next start in place of the event that failed; what queues behind it goes"
                    + " on. The event itself stays as it is."
        })
final class DeadLetterEditCommand implements Subcommand {

    @Mixin
    final ConsumerOptions options = new ConsumerOptions();

    @Parameters(index = "1", paramLabel = "KEY/VALUE", description = "Which, as the list shows it.")
    @Nullable KeyValue key;

    @Option(names = "--event-version", paramLabel = "N",
            description = "The version of its type that the JSON is of. Default: that of the event.")
    Optional<Integer> version = Optional.empty();

    @Option(names = "--event-data", paramLabel = "JSON", required = true,
            description = "What is handled. It is stored in clear, so it is refused where the event is about a person.")
    String data = "";

    @Override
    public int run(Terminal terminal) {
        var which = Objects.requireNonNull(key, "a required parameter");
        options.deadLetters(terminal, told -> told.edit(which,
                new Edit(version.orElseGet(() -> told.version(which)), data), options.by, options.why));
        terminal.out().println("'" + options.consumer + "' handles the JSON in place of the event that failed under "
                + which + " at its next start");
        return OK;
    }
}
