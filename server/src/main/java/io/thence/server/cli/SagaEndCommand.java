// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code thence sagas end}. */
@Command(
        name = "end",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Has an instance of a saga come to its end as it is, at the next start: nothing more is sent, and nothing"
                    + " is undone. For what somebody has put right by hand.",
            "A dead letter that it waits for is passed over. The log says who said so and why."
        })
final class SagaEndCommand implements Subcommand {

    @Mixin
    final SagaOptions options = new SagaOptions();

    @Override
    public int run(Terminal terminal) {
        options.tell(terminal, (saga, instance) -> saga.end(instance, options.by, options.why));
        terminal.out().println(options.key + " of '" + options.saga + "' comes to its end as it is, at the next start");
        return OK;
    }
}
