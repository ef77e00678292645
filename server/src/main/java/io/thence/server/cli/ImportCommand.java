// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.ThenceException.BadRequest;
import io.thence.server.imports.BadLines;
import io.thence.server.imports.CsvLines;
import io.thence.server.imports.ImportReport;
import io.thence.server.imports.Importing;
import io.thence.server.imports.InputFile;
import io.thence.server.imports.JsonLines;
import io.thence.server.imports.Line;
import io.thence.server.imports.Lines;
import io.thence.server.imports.Mapping;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thence import}. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Appends the lines of a file as events: CSV with a header, JSON objects, or CloudEvents; gzipped or not.",
            "No application may run on the store, which is made if there is none. Run again, it adds nothing twice: it"
                    + " goes on where it was interrupted, or after what has come to the file since. Events with --id,"
                    + " and CloudEvents, are known by their ids in whatever file they come; others by their place in a"
                    + " file of that name."
        },
        footer = {
            "",
            "Examples:",
            "  thence import trans.csv --data DIR --delimiter ';' --type account.moved --id trans_id \\",
            "      --key account=account_id --time date:yyMMdd --columns account=account_id,amount:number --dry-run",
            "  thence import edits.json.gz --data DIR --type page.edited --key page --key user --time time",
            "  thence import events.jsonl --data DIR --format cloudevents --bad bad.jsonl"
        })
final class ImportCommand implements Subcommand {

    private static final long MB = 1_000_000;
    private static final long SHOWN = 10;

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Mixin
    final MappingOptions mapping = new MappingOptions();

    @Mixin
    final InputOptions input = new InputOptions();

    @Parameters(paramLabel = "FILE", description = "The file; - is standard input.")
    @Nullable Path file;

    @Option(names = "--name", paramLabel = "NAME",
            description = "Under which the store knows the file, and the events' source. Default: the file's name.")
    Optional<String> name = Optional.empty();

    @Option(names = "--bad", paramLabel = "FILE",
            description = "Lines that are no events go there, each once, to be mended and imported from there;"
                    + " FILE.problems says what is wrong. Default: the first one ends the import.")
    Optional<Path> bad = Optional.empty();

    @Option(names = "--dry-run", description = "Write nothing, and show the first events.")
    boolean dryRun;

    @Option(names = "--limit", paramLabel = "N", description = "With --dry-run: show so many events. Default: 10.")
    long limit = SHOWN;

    @Option(names = "--json", description = "One JSON object.")
    boolean json;

    @Override
    public int run(Terminal terminal) {
        var from = file;
        if (from == null) {
            throw new IllegalStateException("a required parameter is missing");
        }
        var format = input.format(from);
        var how = mapping.mapping(format == InputOptions.Format.CLOUDEVENTS);
        try (var text = input.open(from); var lines = lines(text, format, from)) {
            return dryRun ? show(lines, how, terminal, from) : run(lines, how, terminal, from);
        }
    }

    private Lines lines(InputFile text, InputOptions.Format format, Path from) {
        return format == InputOptions.Format.CSV
                ? new CsvLines(text, input.delimiter(from), input.header()) : new JsonLines(text);
    }

    private String name(Path from) {
        if (name.isEmpty() && InputOptions.isStandard(from)) {
            throw new BadRequest("standard input has no name under which the store can know it: give one with --name");
        }
        return name.orElseGet(() -> String.valueOf(from.getFileName()));
    }

    private int show(Lines lines, Mapping how, Terminal terminal, Path from) {
        lines.columns().ifPresent(how::check);
        long shown = 0;
        for (var line = lines.next(); line.isPresent() && shown < limit; line = lines.next()) {
            switch (line.get()) {
                case Line.Bad no -> terminal.say("line " + no.number() + ": " + no.problem());
                case Line.Good good -> {
                    try {
                        terminal.out().println(ImportedLine.of(good, how.event(good.values(), name(from))));
                        shown++;
                    } catch (BadRequest e) {
                        terminal.say("line " + good.number() + ": " + e.getMessage());
                    }
                }
            }
        }
        return OK;
    }

    private int run(Lines lines, Mapping how, Terminal terminal, Path from) {
        ImportReport report;
        try (var interrupts = new Interrupts();
                var importing = Importing.into(store.directory(terminal));
                var progress = new ProgressLine(terminal, "import", "MB", MB)) {
            var rest = bad.map(to -> BadLines.to(to, progress::say)).orElseGet(BadLines::stop);
            report = importing.run(new Importing.Input(name(from), how, lines, rest), progress::at,
                    interrupts::isWanted);
        }
        new Facts().with("name", report.name()).with("lines", "entries read", report.lines())
                .with("before", "done in an earlier run", report.before())
                .with("events", "events added", report.events())
                .with("repeated", "known by their ids", report.repeated()).with("bad", "bad", report.bad())
                .with("leftOut", "left out", report.leftOut())
                .with("finished", "finished", report.finished()).print(terminal.out(), json);
        if (!report.finished()) {
            terminal.say("not finished: run it again, it goes on where it was");
        }
        return report.finished() ? OK : FAILED;
    }
}
