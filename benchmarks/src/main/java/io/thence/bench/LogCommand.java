// SPDX-License-Identifier: Apache-2.0
package io.thence.bench;

import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Referee;
import io.thence.bench.measure.Result;
import io.thence.bench.measure.Row;
import io.thence.bench.measure.Scale;
import io.thence.bench.row.Growth;
import io.thence.bench.row.LogRows;
import io.thence.event.Json;
import io.thence.server.cli.Subcommand;
import io.thence.server.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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

    @Spec
    @SuppressWarnings("NullAway.Init") // set before anything is called
    private CommandSpec spec;

    @Option(names = "--json", description = "One JSON object, with every raw sample.")
    private boolean json;

    @Option(names = "--row", paramLabel = "NAME", description = "Only this row; may be given again. Default: all.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5",
            description = "Samples of each contender; default: ${DEFAULT-VALUE}. Fewer than 5 prove nothing.")
    private int rounds = Referee.ROUNDS_LEAST;

    @Option(names = "--data", paramLabel = "DIR", defaultValue = ".thence",
            description = "All contenders keep their data in a new directory in DIR, which is removed afterwards;"
                    + " default: ${DEFAULT-VALUE}.")
    private Path data = Path.of(".thence");

    @Option(names = "--picture", paramLabel = "FILE", defaultValue = ".thence/growth.svg",
            description = "Where the row growth is drawn, as SVG; default: ${DEFAULT-VALUE}.")
    private Path picture = Path.of(".thence", "growth.svg");

    @Override
    public int run(Terminal terminal) throws Exception {
        if (rounds < 1) {
            throw new ParameterException(spec.commandLine(), "--rounds must be 1 or more");
        }
        var settings = Machine.settings();
        var results = new ArrayList<Result>();
        var all = new LogRows(Scale.FULL);
        var rows = chosen(all);
        // The rows come second: what they share is closed before its directory goes.
        try (var lab = Lab.in(data, Scale.FULL, terminal); all) {
            measure(lab, rows, results, terminal);
        }
        draw(all.growth(), results, terminal);
        if (json) {
            terminal.out().println(Json.text(Report.of("log", results, settings)));
        } else {
            new Table(results).print(terminal.out());
        }
        return OK;
    }

    private void measure(Lab lab, List<Row> rows, List<Result> results, Terminal terminal) throws Exception {
        var referee = new Referee(lab, rounds);
        for (var row : rows) {
            results.add(referee.judge(row));
            terminal.say(results.size() + " of " + rows.size() + " rows: " + row.name() + " is done");
        }
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

    private List<Row> chosen(LogRows rows) {
        var all = rows.all();
        for (var name : names) {
            if (all.stream().noneMatch(row -> row.name().equals(name))) {
                throw new ParameterException(spec.commandLine(), "there is no row " + name + ", but there are "
                        + all.stream().map(Row::name).collect(Collectors.joining(", ")));
            }
        }
        return all.stream().filter(row -> names.isEmpty() || names.contains(row.name())).toList();
    }
}
