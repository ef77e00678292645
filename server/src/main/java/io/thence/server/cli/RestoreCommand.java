// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.keep.BackupReport;
import io.thence.server.Upkeep;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thence restore}. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Makes a store from a backup.",
            "Each file is held against the backup's manifest. The log's epoch is raised, so read models and"
                    + " checkpoints that have seen more are told apart. Interrupted, it goes on when it is run"
                    + " again; nothing opens the directory before it is finished.",
            "Keys of personal data are not in a backup: put the newest copy of them into NEW/keys before the first"
                    + " start; the log forgets whom they have forgotten."
        },
        footer = {
            "",
            "Example:",
            "  thence restore /mnt/backup/shop --data NEW"
        })
final class RestoreCommand implements Subcommand {

    private static final long MB = 1_000_000;

    @Parameters(paramLabel = "FROM", description = "The directory of the backup.")
    Path from = Path.of("");

    @Option(names = "--data", paramLabel = "DIR", required = true, description = "The directory of the new store.")
    Path data = Path.of("");

    @Option(names = "--json", description = "One JSON object.")
    boolean json;

    @Override
    public int run(Terminal terminal) {
        BackupReport report;
        try (var upkeep = Upkeep.of(data); var progress = new ProgressLine(terminal, "restore", "MB", MB)) {
            report = upkeep.restore(from, progress::at);
        }
        BackupCommand.facts(report).with("place", data.toAbsolutePath().toString()).print(terminal.out(), json);
        return OK;
    }
}
