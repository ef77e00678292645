// SPDX-License-Identifier: Apache-2.0
package io.thence.bench;

import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Referee;
import io.thence.bench.measure.Result;
import io.thence.bench.measure.Row;
import io.thence.bench.measure.Scale;
import io.thence.event.Json;
import io.thence.server.cli.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every suite can be asked for, and how its rows are measured and shown. */
final class SuiteOptions {

    @Spec(Spec.Target.MIXEE)
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

    /** Rows, and what they share. */
    interface Rows extends AutoCloseable {
        /** All of them. */
        List<Row> all();

        @Override
        default void close() {}
    }

    /** Measures the rows that are asked for and prints what they came to. */
    List<Result> run(String suite, Rows rows, Terminal terminal) throws Exception {
        if (rounds < 1) {
            throw new ParameterException(spec.commandLine(), "--rounds must be 1 or more");
        }
        var settings = Machine.settings();
        var results = new ArrayList<Result>();
        var chosen = chosen(rows.all());
        // The rows come second: what they share is closed before its directory goes.
        try (var lab = Lab.in(data, Scale.FULL, terminal); rows) {
            measure(lab, chosen, results, terminal);
        }
        if (json) {
            terminal.out().println(Json.text(Report.of(suite, results, settings)));
        } else {
            new Table(results).print(terminal.out());
        }
        return results;
    }

    private void measure(Lab lab, List<Row> rows, List<Result> results, Terminal terminal) throws Exception {
        var referee = new Referee(lab, rounds);
        for (var row : rows) {
            results.add(referee.judge(row));
            terminal.say(results.size() + " of " + rows.size() + " rows: " + row.name() + " is done");
        }
    }

    private List<Row> chosen(List<Row> all) {
        for (var name : names) {
            if (all.stream().noneMatch(row -> row.name().equals(name))) {
                throw new ParameterException(spec.commandLine(), "there is no row " + name + ", but there are "
                        + all.stream().map(Row::name).collect(Collectors.joining(", ")));
            }
        }
        return all.stream().filter(row -> names.isEmpty() || names.contains(row.name())).toList();
    }
}
