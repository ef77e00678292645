// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.event.Json;
import io.thence.server.census.StoreStats;
import io.thence.server.census.Streams;
import io.thence.server.census.Streams.Wanted;
import io.thence.server.census.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code thence streams}. */
@Command(
        name = "streams",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Lists the values of a key, or all keys, each with its number of events and its last one.",
            "Also while the application runs. It reads the log from end to end, since the index knows no names: one"
                    + " to two seconds of processor time for a million events. Personal values are shown as they are"
                    + " stored."
        },
        footer = {
            "",
            "Examples:",
            "  thence streams                             the keys",
            "  thence streams invoice --prefix C5 --limit 20",
            "  thence streams invoice --after C536379     the next page",
            "  thence streams stock --most --limit 10     those with the most events"
        })
final class StreamsCommand implements Subcommand {

    private static final int LIMIT = 100;

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Parameters(paramLabel = "KEY", arity = "0..1", description = "The key's name. Default: the keys themselves.")
    Optional<String> key = Optional.empty();

    @Option(names = "--prefix", paramLabel = "TEXT", description = "Only values that begin with this.")
    String prefix = "";

    @Option(names = "--after", paramLabel = "VALUE", description = "Only values after this one: the next page.")
    String after = "";

    @Option(names = "--limit", paramLabel = "N", description = "At most so many values. Default: 100.")
    int limit = LIMIT;

    @Option(names = "--most", description = "Those with the most events, instead of in the order of their characters.")
    boolean most;

    @Option(names = "--json", description = "One JSON object per line.")
    boolean json;

    @Override
    public int run(Terminal terminal) {
        try (var operations = store.open(terminal);
                var progress = new ProgressLine(terminal, "streams", "events", 1)) {
            if (key.isEmpty()) {
                var keys = StoreStats.of(store.directory(terminal), operations, progress::at).keys();
                print(terminal, keys.entrySet().stream().toList());
                return OK;
            }
            var streams = new Streams(operations, progress::at);
            var wanted = new Wanted(key.get(), prefix, after, limit);
            var found = most ? streams.byEvents(wanted) : streams.byValue(wanted);
            print(terminal, found.stream().map(stream -> Map.entry(stream.value(), stream.tally())).toList());
            if (found.isEmpty()) {
                terminal.say("no value of a key '" + key.get() + "' matches: 'thence streams' lists the keys");
            }
            if (!most && found.size() == limit) {
                terminal.say("there may be more: --after '" + found.getLast().value() + "'");
            }
            return OK;
        }
    }

    private void print(Terminal terminal, List<Map.Entry<String, Tally>> rows) {
        if (json) {
            rows.forEach(row -> terminal.out().println(line(row.getKey(), row.getValue())));
            return;
        }
        var table = new ArrayList<List<String>>();
        table.add(List.of(key.orElse("key"), "events", "last position", "last time"));
        rows.forEach(row -> table.add(List.of(row.getKey(), Columns.number(row.getValue().events()),
                Columns.number(row.getValue().last()), row.getValue().lastTime().toString())));
        Columns.print(terminal.out(), table);
    }

    private String line(String name, Tally tally) {
        var values = JsonNodeFactory.instance.objectNode();
        values.put(key.isPresent() ? "value" : "key", name);
        values.put("events", tally.events()).put("bytes", tally.bytes());
        values.put("first", tally.first()).put("firstTime", tally.firstTime().toString());
        values.put("last", tally.last()).put("lastTime", tally.lastTime().toString());
        return Json.text(values);
    }
}
