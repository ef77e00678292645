// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code thence sagas cancel}. */
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Has an instance of a saga undo what was accepted, at the next start, as a step of its own that compensates"
                    + " does. Of one that does so already what is left to be undone is tried again.",
            "A dead letter that it waits for is passed over. The log says who said so and why."
        })
final class SagaCancelCommand implements Subcommand {

    @Mixin
    final SagaOptions options = new SagaOptions();

    @Override
    public int run(Terminal terminal) {
        options.tell(terminal, (saga, instance) -> saga.compensate(instance, options.by, options.why));
        terminal.out().println(options.key + " of '" + options.saga + "' undoes what was accepted, from the next start"
                + " on");
        return OK;
    }
}
