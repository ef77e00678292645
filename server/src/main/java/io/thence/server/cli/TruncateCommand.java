// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.KeyValue;
import io.thence.server.Upkeep;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thence truncate}. */
@Command(
        name = "truncate",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Lets go of the events of one value of a key.",
            "The log says so, and readers by that key see them no more. The next compaction removes those that are"
                    + " not wanted under any of their keys. No application may write to the store meanwhile."
        },
        footer = {
            "",
            "Examples:",
            "  thence truncate cart/4711 --before 120000",
            "  thence truncate cart/4711 --delete        all there are; new ones may follow",
            "  thence truncate cart/4711 --tombstone     all there are; none may follow"
        })
final class TruncateCommand implements Subcommand {

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Parameters(paramLabel = "KEY/VALUE", description = "Whose events, as in invoice/536365.")
    @Nullable KeyValue key;

    @ArgGroup(multiplicity = "1")
    final Extent extent = new Extent();

    @Option(names = "--json", description = "One JSON object.")
    boolean json;

    /** How much goes. */
    static final class Extent {
        @Option(names = "--before", paramLabel = "N", required = true, description = "Events below this position.")
        Optional<Long> before = Optional.empty();

        @Option(names = "--delete", required = true, description = "All events that there are.")
        boolean delete;

        @Option(names = "--tombstone", required = true,
                description = "All events, and no more may be filed under it.")
        boolean tombstone;
    }

    @Override
    public int run(Terminal terminal) {
        var whose = key;
        if (whose == null) {
            throw new IllegalStateException("a required parameter is missing");
        }
        try (var upkeep = Upkeep.of(store.directory(terminal))) {
            var done = extent.tombstone ? upkeep.tombstone(whose)
                    : extent.delete ? upkeep.delete(whose) : upkeep.truncate(whose, extent.before.orElse(0L));
            new Facts().with("key", whose.toString()).with("before", done.before())
                    .with("position", done.position().number()).print(terminal.out(), json);
        }
        return OK;
    }
}
