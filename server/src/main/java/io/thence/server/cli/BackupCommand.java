// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.keep.BackupReport;
import io.thence.server.Upkeep;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thence backup}. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Copies a store to another directory, also while the application runs.",
            "It has all that was durable when it began. Into the same directory again, it copies what is new."
                    + " Interrupted, it goes on when it is run again; the backup before counts until then. Keys of"
                    + " personal data are not copied."
        },
        footer = {
            "",
            "Examples:",
            "  thence backup /mnt/backup/shop --data DIR",
            "  thence verify --data /mnt/backup/shop       checks the backup where it is"
        })
final class BackupCommand implements Subcommand {

    private static final long MB = 1_000_000;

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Parameters(paramLabel = "TO", description = "The backup's directory: empty, or of a backup of this store.")
    Path to = Path.of("");

    @Option(names = "--json", description = "One JSON object.")
    boolean json;

    @Override
    public int run(Terminal terminal) {
        BackupReport report;
        try (var upkeep = Upkeep.of(store.directory(terminal));
                var progress = new ProgressLine(terminal, "backup", "MB", MB)) {
            report = upkeep.backup(to, progress::at);
        }
        facts(report).with("place", to.toAbsolutePath().toString()).print(terminal.out(), json);
        return OK;
    }

    static Facts facts(BackupReport report) {
        return new Facts().with("log", report.lineage().toString()).with("head", report.head())
                .with("files", report.files()).with("bytes", report.bytes());
    }
}
