// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.KeyValue;
import io.thence.server.EventRequest;
import io.thence.server.Operations;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code thence export}. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Writes events as JSON, one to a line, also while the application runs.",
            "Into a file that is there already, it goes on after the last whole line: so an export that was"
                    + " interrupted is finished, and a finished one is brought up to date, by running it again.",
            "An event that is annulled when it is written has the position of what says so (annulled); for one that is"
                    + " annulled later, what says so comes later in the file."
        },
        footer = {
            "",
            "Examples:",
            "  thence export --data DIR --to events.jsonl",
            "  thence export --data DIR --to events.jsonl --cloudevents",
            "  thence export --data DIR --type order.placed --after 120000 | gzip > orders.jsonl.gz"
        })
final class ExportCommand implements Subcommand {

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Option(names = "--to", paramLabel = "FILE", description = "A file. Default: standard output.")
    Optional<Path> to = Optional.empty();

    @Option(names = "--key", paramLabel = "KEY/VALUE",
            description = "Only events that are filed under this; under all, if several are given.")
    List<KeyValue> keys = List.of();

    @Option(names = "--type", paramLabel = "NAME",
            description = "Only events of this type; of any, if several are given.")
    List<String> types = List.of();

    @Option(names = "--cloudevents", description = "As CloudEvents 1.0, which import and others read.")
    boolean cloudEvents;

    @Option(names = "--after", paramLabel = "POSITION", description = "Only events after this position.")
    long after;

    @Override
    public int run(Terminal terminal) throws IOException {
        if (to.isEmpty()) {
            write(terminal, terminal.out(), after);
            return OK;
        }
        try (var file = LinesFile.open(to.get(), LineFormat.of(cloudEvents))) {
            long from = Math.max(after, file.last());
            if (from > after) {
                terminal.say("goes on after position " + from);
            }
            long count = write(terminal, file.writer(), from);
            terminal.say(count + " events written to " + to.get());
        }
        return OK;
    }

    private long write(Terminal terminal, PrintWriter out, long from) {
        try (var operations = store.open(terminal)) {
            var filed = operations.filed(keys, terminal::say);
            var wanted = EventRequest.ALL.of(EventRequest.matching(filed, new LinkedHashSet<>(types)))
                    .between(from, Long.MAX_VALUE);
            long count = write(terminal, out, operations, wanted);
            if (count == 0 && to.isEmpty()) {
                new NoMatch(keys, types).say(terminal, operations, wanted);
            }
            return count;
        }
    }

    private long write(Terminal terminal, PrintWriter out, Operations operations, EventRequest wanted) {
        var format = LineFormat.of(cloudEvents);
        long count = 0;
        try (var reader = operations.read(wanted);
                var progress = new ProgressLine(terminal, "export", "events", 1)) {
            long head = operations.head().number();
            for (var event = reader.next(); event.isPresent(); event = reader.next()) {
                out.print(format.line(event.get(), operations.annulledAt(event.get().number())));
                out.print('\n');
                count++;
                progress.at(event.get().position().number(), head);
            }
            out.flush();
        }
        return count;
    }
}
