// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.ThenceException.BadRequest;
import io.thence.event.Json;
import io.thence.order.Disorder.Spread;
import io.thence.server.census.Arrivals;
import io.thence.server.census.Arrivals.Found;
import io.thence.server.census.Arrivals.Numbering;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code thence disorder}. */
@Command(
        name = "disorder",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Tells how much of what producers number has come out of order, by how many numbers, how much later, and"
                    + " what has not come.",
            "Also while the application runs. It reads the events of the types, some 300,000 a second."
        },
        footer = {
            "",
            "Examples:",
            "  thence disorder --type reading.came --producer /sensor --number /number --data DIR",
            "  thence disorder --type reading.came --number /number --data DIR --json | jq .missing"
        })
final class DisorderCommand implements Subcommand {

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Option(names = "--type", paramLabel = "TYPE", required = true, split = ",",
            description = "The types of the events that have a number.")
    Set<String> types = new LinkedHashSet<>();

    @Option(names = "--producer", paramLabel = "POINTER", defaultValue = "",
            description = "Where an event's JSON says who has numbered it, as a JSON pointer: /sensor, /from/0. Without"
                    + " it all are of one.")
    String producer = "";

    @Option(names = "--number", paramLabel = "POINTER", required = true,
            description = "Where an event's JSON has the number, as a JSON pointer.")
    String number = "";

    @Option(names = "--json", description = "One JSON object.")
    boolean json;

    @Override
    public int run(Terminal terminal) {
        var numbering = new Numbering(pointer("--producer", producer), pointer("--number", number));
        Found found;
        try (var operations = store.open(terminal);
                var progress = new ProgressLine(terminal, "disorder", "events", 1)) {
            found = Arrivals.of(operations, types, numbering, progress::at);
        }
        if (found.disorder().events() == 0) {
            sayWhy(found, terminal);
        }
        if (json) {
            terminal.out().println(Json.text(values(found)));
        } else {
            print(found, terminal.out());
        }
        return OK;
    }

    /** Nothing was counted: there is nothing, or a pointer is wrong. */
    private void sayWhy(Found found, Terminal terminal) {
        long all = found.unnamed() + found.unnumbered();
        if (all == 0) {
            terminal.say("there is no event of " + types);
        }
        if (found.unnamed() > 0) {
            terminal.say("--producer " + producer + " finds nothing in " + Columns.number(found.unnamed()) + " of "
                    + Columns.number(all) + " events");
        }
        if (found.unnumbered() > 0) {
            terminal.say("--number " + number + " finds no whole number in " + Columns.number(found.unnumbered())
                    + " of " + Columns.number(all) + " events");
        }
    }

    private static JsonPointer pointer(String option, String text) {
        try {
            return JsonPointer.compile(text);
        } catch (IllegalArgumentException e) {
            throw new BadRequest(option + " " + text + " is no JSON pointer: write /name, and /outer/inner for what is"
                    + " inside (" + e.getMessage() + ")");
        }
    }

    private ObjectNode values(Found found) {
        var disorder = found.disorder();
        var values = JsonNodeFactory.instance.objectNode().put("events", disorder.events())
                .put("unnamed", found.unnamed()).put("unnumbered", found.unnumbered())
                .put("producers", found.producers())
                .put("outOfOrder", disorder.outOfOrder()).put("share", disorder.share());
        put(values.putObject("behind"), disorder.behind());
        put(values.putObject("lateMillis"), disorder.lateMillis());
        values.put("missing", found.missing()).put("repeated", found.repeated());
        var most = values.putArray("incomplete");
        found.most().forEach(one -> most.addObject().put("producer", name(one.producer())).put("missing", one.missing())
                .put("first", one.first()));
        return values;
    }

    private static void put(ObjectNode values, Spread spread) {
        values.put("p50", spread.p50()).put("p90", spread.p90()).put("p99", spread.p99()).put("max", spread.max());
    }

    /** What tells nobody apart names nobody. */
    private String name(String one) {
        return producer.isEmpty() ? "all" : one;
    }

    private void print(Found found, PrintWriter out) {
        var disorder = found.disorder();
        new Facts().with("events", disorder.events()).with("without a producer", found.unnamed())
                .with("without a number", found.unnumbered())
                .with("producers", found.producers())
                .with("out of order", Columns.number(disorder.outOfOrder()) + String.format(Locale.ROOT, " (%.2f %%)",
                        100 * disorder.share()))
                .with("missing", found.missing()).with("come again", found.repeated()).print(out, false);
        out.println();
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("of what was out of order", "half", "9 of 10", "99 of 100", "most"));
        rows.add(row("numbers behind", disorder.behind()));
        rows.add(row("milliseconds late", disorder.lateMillis()));
        Columns.print(out, rows);
        if (!found.most().isEmpty()) {
            out.println();
            var most = new ArrayList<List<String>>();
            most.add(List.of("producer", "missing", "the first"));
            found.most().forEach(one -> most.add(List.of(name(one.producer()), Columns.number(one.missing()),
                    String.valueOf(one.first()))));
            Columns.print(out, most);
        }
    }

    private static List<String> row(String what, Spread spread) {
        return List.of(what, Columns.number(spread.p50()), Columns.number(spread.p90()), Columns.number(spread.p99()),
                Columns.number(spread.max()));
    }
}
