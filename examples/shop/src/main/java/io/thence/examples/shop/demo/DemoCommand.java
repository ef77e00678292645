// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.demo;

import io.thence.examples.DataSets;
import io.thence.examples.Moment;
import io.thence.examples.shop.input.Download;
import io.thence.examples.shop.input.Entries;
import io.thence.examples.shop.input.InputChoice;
import io.thence.examples.shop.input.InputRefused;
import io.thence.examples.shop.input.InputResolver;
import io.thence.examples.shop.input.ResolvedInput;
import io.thence.server.cli.ProgressLine;
import io.thence.server.cli.Subcommand;
import io.thence.server.cli.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thence demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the shop on the orders of a real wholesaler, with a live page.",
            "What it was fed before in the same directory is recognised and changes nothing."
        },
        footer = {
            "",
            "Examples:",
            "  thence demo --fresh --speed max",
            "  thence demo --headless --until 2010-12-10 --json",
            "  thence demo --headless --input my-invoices.csv.gz"
        })
public final class DemoCommand implements Subcommand {

    private static final long MB = 1_000_000;
    private static final int PORT_MAX = 65_535;

    @Spec
    @SuppressWarnings("NullAway.Init") // set before anything is called
    private CommandSpec spec;

    @Option(names = "--headless", description = "No page: feed everything as fast as it goes, print the result, end.")
    private boolean headless;

    @Option(names = "--json", description = "With --headless: print the result as one JSON object.")
    private boolean json;

    @Option(names = "--input", paramLabel = "INPUT",
            description = "retail (default), retail-year, generated, or a CSV file of these columns, gzipped or not.")
    private @Nullable String input;

    @Option(names = "--until", paramLabel = "TIME", converter = Moment.class,
            description = "Leave out all lines at or after this time, as in 2010-12-10 or 2010-12-10T12:00:00 (UTC).")
    private @Nullable Instant until;

    @Option(names = "--data", paramLabel = "DIR",
            description = "Where events and read models are kept; default: .thence/ and the input's name.")
    private @Nullable Path data;

    @Option(names = "--fresh", description = "Empty that directory first.")
    private boolean fresh;

    @Option(names = "--speed", paramLabel = "N", converter = Speed.Converter.class, defaultValue = "20000",
            description = "How much faster than the orders came, or max; default: ${DEFAULT-VALUE}.")
    private Speed speed = Speed.MAX;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "0",
            description = "The page's port; 0 (default) for any.")
    private int port;

    @Override
    public int run(Terminal terminal) throws IOException {
        if (json && !headless) {
            throw new ParameterException(spec.commandLine(), "--json goes with --headless");
        }
        if (port < 0 || port > PORT_MAX) {
            throw new ParameterException(spec.commandLine(), "there is no port " + port + ": give 0 to " + PORT_MAX);
        }
        try {
            var found = resolve(terminal);
            terminal.say(found.sentence());
            try (var entries = found.source().open()) {
                return run(found, entries, terminal);
            }
        } catch (InputRefused e) {
            terminal.say(String.valueOf(e.getMessage()));
            return e instanceof InputRefused.Unreadable ? FAILED : USAGE;
        }
    }

    private ResolvedInput resolve(Terminal terminal) {
        try (var progress = new ProgressLine(terminal, "download", "MB", MB)) {
            var download = new Download(Download.PUBLISHED, DownloadCache.folder(),
                    (_, _, bytes) -> progress.at(bytes, 0));
            return new InputResolver(DataSets.folder(), download).resolve(InputChoice.of(Optional.ofNullable(input)));
        }
    }

    private int run(ResolvedInput found, Entries entries, Terminal terminal) throws IOException {
        var directory = data == null ? DataDirectory.of(found.name()) : new DataDirectory(data);
        directory.check(spec);
        if (fresh) {
            directory.clear(spec);
        }
        var feeding = new Feeding(found.name(), entries, Optional.ofNullable(until), terminal);
        return headless
                ? new Headless(directory.path(), feeding, json).run(terminal.out())
                : new LivePage(directory.path(), feeding, speed, port).run(terminal.out());
    }
}
