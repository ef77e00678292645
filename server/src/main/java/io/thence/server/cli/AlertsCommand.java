// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.alert.AlertEvent;
import io.thence.event.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code thence alerts}. */
@Command(
        name = "alerts",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = AlertEndCommand.class,
        description = {
            "Lists the alerts that are raised, the oldest first; or what has happened to alerts, the latest first.",
            "From the log alone, also while the application runs: what it has not said yet is not there;"
                    + " what is raised by an alert that no code has any more is there until somebody ends it."
        },
        footer = {
            "",
            "Examples:",
            "  thence alerts --data DIR",
            "  thence alerts declined --history --limit 20 --data DIR",
            "  thence alerts --data DIR --json | jq -r .key",
            "  thence alerts end declined --by carl --why \"we take no cards any more\" --data DIR"
        })
final class AlertsCommand implements Subcommand {

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Parameters(index = "0", paramLabel = "ALERT", arity = "0..1", description = "Only the alert of this name.")
    Optional<String> alert = Optional.empty();

    @Option(names = "--history", description = "What was raised and what was over, whatever is raised now.")
    boolean history;

    @Mixin
    final LimitOption limit = new LimitOption();

    @Option(names = "--json", description = "One JSON object per line.")
    boolean json;

    @Override
    public int run(Terminal terminal) {
        int most = limit.most();
        try (var operations = store.open(terminal)) {
            var records = operations.alerts();
            var all = history ? records.history(alert, most) : records.open(alert);
            var shown = all.stream().limit(most).toList();
            if (json) {
                shown.forEach(one -> terminal.out().println(line(one)));
            } else if (!shown.isEmpty()) {
                print(terminal, shown);
            }
            if (shown.isEmpty()) {
                terminal.say((history ? "nothing has ever been raised" : "nothing is raised")
                        + alert.map(name -> " of '" + name + "'").orElse(""));
            }
            limit.tellCut(terminal, shown.size());
            return OK;
        }
    }

    private static void print(Terminal terminal, List<? extends AlertEvent> all) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("alert", "key", "severity", "status", "at", "since", "value", "rule"));
        all.forEach(one -> rows.add(List.of(one.alert(), one.key(), one.severity().name(), status(one),
                one.at().toString(), one.since().toString(), one.value().map(String::valueOf).orElse(""),
                one.text())));
        Columns.print(terminal.out(), rows);
    }

    private static String status(AlertEvent one) {
        return one.raises() ? "RAISED" : "OVER";
    }

    private static String line(AlertEvent one) {
        return Json.text(JsonNodeFactory.instance.objectNode().put("alert", one.alert()).put("key", one.key())
                .put("severity", one.severity().name()).put("status", status(one)).put("at", one.at().toString())
                .put("since", one.since().toString()).put("value", one.value().orElse(null)).put("rule", one.text()));
    }
}
