// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.KeyValue;
import io.thence.ThenceException.BadRequest;
import io.thence.store.Query;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code thence control replay}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Has a consumer handle events of one key again at its next start, before any that come later;"
                + " other keys go on.")
final class ControlReplayCommand implements Subcommand {

    @Mixin
    final ConsumerOptions options = new ConsumerOptions();

    @Parameters(index = "1", paramLabel = "KEY/VALUE", description = "A value of the key that it takes events by.")
    @Nullable KeyValue key;

    @Mixin
    final StartOptions start = new StartOptions();

    @Override
    public int run(Terminal terminal) {
        var given = Objects.requireNonNull(key, "a required parameter");
        var filed = filed(terminal, given);
        options.control(terminal, told -> told.replay(filed, start.in(told), options.by, options.why));
        terminal.out().println("'" + options.consumer + "' handles the events of " + given
                + " again at its next start");
        return OK;
    }

    private KeyValue filed(Terminal terminal, KeyValue given) {
        try (var operations = options.store.open(terminal)) {
            var filed = operations.filed(List.of(given), terminal::say).getFirst();
            if (!operations.hasAny(Query.keys(filed))) {
                throw new BadRequest("nothing is filed under " + given + ": check how it is spelled");
            }
            return filed;
        }
    }
}
