// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.run.Engine;
import io.thence.server.StoreReport;
import io.thence.server.Upkeep;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thence backup-keys}. */
@Command(
        name = "backup-keys",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Copies the keys of personal data to another directory, while no application runs, and checks the copy.",
            "Take it after a backup of the store: a log whose keys are older cannot be read in full. Then wipe the copy"
                    + " before: it has keys of persons who were forgotten since. To restore it, copy its files to the"
                    + " folder keys of the store."
        },
        footer = {
            "",
            "Example:",
            "  thence backup-keys /mnt/keys/shop-1 --data DIR"
        })
final class BackupKeysCommand implements Subcommand {

    private static final long MB = 1_000_000;

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Parameters(paramLabel = "TO",
            description = "The copy's directory: empty, and neither in a store or a backup of one nor around it.")
    Path to = Path.of("");

    @Option(names = "--keys", paramLabel = "DIR",
            description = "Where the keys are. Default: the folder keys of --data.")
    Optional<Path> keys = Optional.empty();

    @Option(names = "--json", description = "One JSON object.")
    boolean json;

    @Override
    public int run(Terminal terminal) {
        StoreReport report;
        try (var progress = new ProgressLine(terminal, "backup-keys", "MB", MB)) {
            report = Upkeep.backupKeys(keys.orElseGet(() -> store.directory(terminal).resolve(Engine.KEYS)), to,
                    progress::at);
        }
        new Facts().with("keys", report.keys()).with("erasures", report.erasures())
                .with("place", to.toAbsolutePath().toString()).print(terminal.out(), json);
        return OK;
    }
}
