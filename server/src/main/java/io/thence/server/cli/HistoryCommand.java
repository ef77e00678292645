// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.KeyValue;
import io.thence.event.EventJson;
import io.thence.event.Json;
import io.thence.past.Cause;
import io.thence.server.EventRequest;
import io.thence.server.Operations;
import io.thence.store.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code thence history}. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Tells what happened to one thing: the events that are filed under it, the oldest first, each with the"
                    + " command that it is of and what led to that.",
            "From the log alone, also while the application runs. What each event changed is known to the"
                    + " application's folds: Thence.history tells it."
        },
        footer = {
            "",
            "Examples:",
            "  thence history --key account/576 --data DIR",
            "  thence history --key account/576 --after 4711 --limit 20 --data DIR      the next page",
            "  thence history --key account/576 --data DIR --json | jq -r .cause.id",
            "",
            "JSON: an object to a line: what read --json shows; command, an id; cause, with its kind: command, event or"
                    + " elsewhere, of which the log has nothing; annulled, the position of what annuls it. Each only"
                    + " where it is known."
        })
final class HistoryCommand implements Subcommand {

    private static final int LIMIT = 100;

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Option(names = "--key", paramLabel = "KEY/VALUE", required = true,
            description = "What the events are filed under, as in invoice/536365; under all, if several are given.")
    List<KeyValue> keys = List.of();

    @Option(names = "--after", paramLabel = "POSITION", description = "Only events after this position.")
    long after;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many events. Default: 100.")
    int limit = LIMIT;

    @Option(names = "--json", description = "One JSON object per line.")
    boolean json;

    @Option(names = "--wide", description = "Cut nothing to the width of the terminal.")
    boolean wide;

    @Override
    public int run(Terminal terminal) {
        Limits.check(limit);
        var request = EventRequest.ALL.of(EventRequest.matching(keys, Set.of())).between(after, Long.MAX_VALUE)
                .atMost(limit);
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("position", "time", "type", "command", "led to by", "data"));
        long last = after;
        try (var operations = store.open(terminal); var events = operations.read(request)) {
            int count = 0;
            for (var event = events.next(); event.isPresent(); event = events.next()) {
                last = event.get().number();
                count++;
                if (json) {
                    terminal.out().println(line(event.get(), operations));
                } else {
                    rows.add(row(event.get(), operations));
                }
            }
            if (!json && count > 0) {
                Columns.print(terminal.out(), rows,
                        wide || !terminal.outShown() ? Integer.MAX_VALUE : terminal.columns());
            }
            if (count == limit) {
                terminal.say("there may be more: --after " + last);
            }
            return OK;
        }
    }

    private static List<String> row(StoredEvent event, Operations operations) {
        var causes = operations.causes();
        var annulled = operations.annulment(event.number()).map(by -> " (annulled at " + by.number() + ")").orElse("");
        return List.of(String.valueOf(event.number()), event.time().toString(), event.type() + annulled,
                causes.command(event).map(Cause.Command::id).orElse("-"),
                causes.cause(event).map(CauseText::brief).orElse("-"), EventJson.text(event));
    }

    private static String line(StoredEvent event, Operations operations) {
        var json = EventJson.tree(event);
        var causes = operations.causes();
        causes.command(event).ifPresent(command -> json.put("command", command.id()));
        causes.cause(event).ifPresent(cause -> json.set("cause", CauseText.briefJson(cause)));
        operations.annulment(event.number()).ifPresent(by -> json.put("annulled", by.number()));
        return Json.text(json);
    }
}
