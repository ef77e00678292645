// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.event.Json;
import io.thence.schema.SchemaReport;
import io.thence.server.EventRequest;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code thence schema}. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Says which versions of which event types are still stored: how many, and from which position to which.",
            "Reads the whole log, also while the application runs; no event's data is decoded."
        },
        footer = {
            "",
            "Examples:",
            "  thence schema --data DIR",
            "  thence schema --json | jq '.types[] | select(.type == \"order.placed\")'"
        })
final class SchemaCommand implements Subcommand {

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Option(names = "--json", description = "One JSON object.")
    boolean json;

    @Override
    public int run(Terminal terminal) {
        SchemaReport report;
        long head;
        try (var operations = store.open(terminal); var progress = new ProgressLine(terminal, "schema", "events", 1);
                var reader = operations.read(EventRequest.ALL)) {
            head = operations.head().number();
            report = SchemaReport.of(reader, head, progress::at);
        }
        if (json) {
            printJson(report, head, terminal.out());
        } else {
            print(report, terminal.out());
        }
        return OK;
    }

    private static void printJson(SchemaReport report, long head, PrintWriter out) {
        var object = JsonNodeFactory.instance.objectNode().put("head", head);
        var types = object.putArray("types");
        report.stored().forEach(stored -> types.addObject().put("type", stored.type()).put("version", stored.version())
                .put("events", stored.events()).put("first", stored.first()).put("last", stored.last()));
        out.println(Json.text(object));
    }

    private static void print(SchemaReport report, PrintWriter out) {
        out.println(row("type", "version", "events", "first", "last"));
        report.stored().forEach(stored -> out.println(row(stored.type(), String.valueOf(stored.version()),
                Columns.number(stored.events()), Columns.number(stored.first()), Columns.number(stored.last()))));
    }

    private static String row(String... columns) {
        return String.format(Locale.ROOT, "%-32s %7s %15s %15s %15s", (Object[]) columns);
    }
}
