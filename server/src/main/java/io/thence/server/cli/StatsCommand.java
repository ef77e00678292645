// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.event.Json;
import io.thence.server.census.StoreStats;
import io.thence.server.census.Tally;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code thence stats}. */
@Command(
        name = "stats",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Counts what is in a store: events by type and key, how fast they come, bytes on disk by part.",
            "Also while the application runs. It reads the log from end to end: one to two seconds of processor time"
                    + " for a million events."
        },
        footer = {
            "",
            "Example:",
            "  thence stats --data DIR --json | jq .types"
        })
final class StatsCommand implements Subcommand {

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Option(names = "--json", description = "One JSON object.")
    boolean json;

    @Override
    public int run(Terminal terminal) {
        StoreStats stats;
        try (var operations = store.open(terminal);
                var progress = new ProgressLine(terminal, "stats", "events", 1)) {
            stats = StoreStats.of(store.directory(terminal), operations, progress::at);
        }
        if (json) {
            terminal.out().println(Json.text(values(stats)));
        } else {
            print(stats, terminal.out());
        }
        return OK;
    }

    private static ObjectNode values(StoreStats stats) {
        var values = JsonNodeFactory.instance.objectNode();
        var files = stats.files();
        values.put("log", stats.head().lineage().toString()).put("head", stats.head().number());
        values.put("events", stats.all().events()).put("annulled", stats.annulled())
                .put("dataBytes", stats.all().bytes());
        stats.appended().ifPresent(span -> values.put("firstAppended", span.first().toString())
                .put("lastAppended", span.last().toString()).put("perSecond", span.perSecond(stats.all().events())));
        var latest = values.putObject("latest");
        stats.latest().forEach((window, events) -> latest.put(window.toString(), events));
        values.set("types", values(stats.types()));
        values.set("keys", values(stats.keys()));
        values.put("bytes", files.bytes());
        var parts = values.putObject("parts");
        files.parts().forEach((name, part) -> parts.putObject(name).put("files", part.files())
                .put("bytes", part.bytes()));
        values.put("segments", files.segments()).put("packed", files.packed()).put("archives", files.archives());
        files.writer().ifPresent(process -> values.put("writer", process));
        files.open().ifPresent(open -> values.put("openFiles", open));
        return values;
    }

    private static ObjectNode values(Map<String, Tally> tallies) {
        var values = JsonNodeFactory.instance.objectNode();
        tallies.forEach((name, tally) -> values.putObject(name).put("events", tally.events())
                .put("bytes", tally.bytes()).put("first", tally.first())
                .put("firstTime", tally.firstTime().toString()).put("last", tally.last())
                .put("lastTime", tally.lastTime().toString()));
        return values;
    }

    private static void print(StoreStats stats, PrintWriter out) {
        var files = stats.files();
        var facts = new Facts().with("log", stats.head().lineage().toString()).with("head", stats.head().number())
                .with("events", stats.all().events()).with("annulled", stats.annulled());
        stats.appended().ifPresent(span -> {
            facts.with("appended", span.first() + " to " + span.last());
            facts.with("rate", String.format(Locale.ROOT, "%,.1f events a second; %s", span.perSecond(
                    stats.all().events()), latest(stats.latest())));
        });
        facts.with("segments", files.segments() + " and " + files.packed() + " packed"
                + (files.archives() > 0 ? ", others in " + files.archives() + " archives" : ""));
        files.writer().ifPresent(process -> facts.with("writer", "process " + process + " with "
                + files.open().orElse(0) + " of its files open"));
        facts.print(out, false);
        out.println();
        print(out, "type", stats.types());
        print(out, "key", stats.keys());
        var table = new ArrayList<List<String>>();
        table.add(List.of("part", "files", "bytes"));
        files.parts().forEach((name, part) -> table.add(List.of(name, Columns.number(part.files()),
                Columns.number(part.bytes()))));
        table.add(List.of("all", "", Columns.number(files.bytes())));
        Columns.print(out, table);
    }

    private static String latest(Map<Duration, Long> latest) {
        return String.join(", ", latest.entrySet().stream()
                .map(entry -> Columns.number(entry.getValue()) + " in the " + words(entry.getKey())).toList())
                + " up to the last one";
    }

    private static String words(Duration window) {
        return window.toDays() > 0 ? "day" : window.toHours() > 0 ? "hour" : "minute";
    }

    private static void print(PrintWriter out, String what, Map<String, Tally> tallies) {
        var table = new ArrayList<List<String>>();
        table.add(List.of(what, "events", "bytes", "last position", "last time"));
        tallies.forEach((name, tally) -> table.add(List.of(name, Columns.number(tally.events()),
                Columns.number(tally.bytes()), Columns.number(tally.last()), tally.lastTime().toString())));
        Columns.print(out, table);
        out.println();
    }
}
