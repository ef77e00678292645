// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.log.ArchiveSettings;
import io.thence.server.Upkeep;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thence archive}. */
@Command(
        name = "archive",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Moves the oldest segments to another directory.",
            "They are read there from then on, so it must be reachable whenever the store is opened. No application"
                    + " may write to the store meanwhile. Interrupted, it goes on when it is run again. Compact first:"
                    + " what is moved is not compressed there."
        },
        footer = {
            "",
            "Examples:",
            "  thence archive /mnt/large/shop --data DIR --newest 16",
            "  thence archive /mnt/large/shop --data DIR --older P365D"
        })
final class ArchiveCommand implements Subcommand {

    private static final long MB = 1_000_000;

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Parameters(paramLabel = "TO", description = "The archive's directory.")
    Path to = Path.of("");

    @Option(names = "--newest", paramLabel = "N", description = "So many of the sealed segments stay. Default: 4.")
    int newest = 4;

    @Option(names = "--older", paramLabel = "DURATION",
            description = "Only segments that were sealed before that, as in P365D.")
    Duration older = Duration.ZERO;

    @Option(names = "--json", description = "One JSON object.")
    boolean json;

    @Override
    public int run(Terminal terminal) {
        var done = new long[1];
        int moved;
        try (var upkeep = Upkeep.of(store.directory(terminal));
                var progress = new ProgressLine(terminal, "archive", "MB", MB)) {
            moved = upkeep.archive(to, new ArchiveSettings(newest, older),
                    bytes -> progress.at(done[0] += bytes, 0));
        }
        new Facts().with("segments", moved).with("place", to.toAbsolutePath().normalize().toString())
                .print(terminal.out(), json);
        return OK;
    }
}
