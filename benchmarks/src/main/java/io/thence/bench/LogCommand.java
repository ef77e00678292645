// SPDX-License-Identifier: Apache-2.0
package io.thence.bench;

import io.thence.bench.measure.Result;
import io.thence.bench.measure.Row;
import io.thence.bench.measure.Scale;
import io.thence.bench.row.Growth;
import io.thence.bench.row.LogRows;
import io.thence.server.cli.Subcommand;
import io.thence.server.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code thence bench log}. */
@Command(
        name = "log",
        mixinStandardHelpOptions = true,
        description = {
            "The log engine beside the bare disk, a bare group commit, Chronicle Queue, RocksDB, PostgreSQL and Kafka.",
            "A ratio is Thence by the other; medians of the rounds. All of it takes about half an hour."
        },
        footer = {
            "",
            "Examples:",
            "  thence bench log --json > log.json",
            "  thence bench log --row append-64 --row append-256"
        })
final class LogCommand implements Subcommand {

    @Mixin
    private final SuiteOptions options = new SuiteOptions();

    @Option(names = "--picture", paramLabel = "FILE", defaultValue = ".thence/growth.svg",
            description = "Where the row growth is drawn, as SVG; default: ${DEFAULT-VALUE}.")
    private Path picture = Path.of(".thence", "growth.svg");

    /** The rows of the log, as a suite. */
    private record Rows(LogRows rows) implements SuiteOptions.Rows {
        @Override
        public List<Row> all() {
            return rows.all();
        }

        @Override
        public void close() {
            rows.close();
        }
    }

    @Override
    public int run(Terminal terminal) throws Exception {
        var all = new LogRows(Scale.FULL);
        draw(all.growth(), options.run("log", new Rows(all), terminal), terminal);
        return OK;
    }

    private void draw(Growth growth, List<Result> results, Terminal terminal) throws IOException {
        for (var result : results) {
            if (result.name().equals(growth.name())) {
                Files.createDirectories(picture.toAbsolutePath().getParent());
                Files.writeString(picture, Curve.svg(growth.curve(result.medians().values())));
                terminal.say("the curve of the row growth is in " + picture);
            }
        }
    }
}
