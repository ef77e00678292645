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
            "A personal value may be given as it is known, where the keys lie in the store's directory.",
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
                    + " elsewhere, of which the log has nothing; undecodable, why its data are no JSON; annulled, the"
                    + " position of what annuls it. Each only where it is known."
        })
final class HistoryCommand implements Subcommand {

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Mixin
    final TellingOptions telling = new TellingOptions();

    @Option(names = "--key", paramLabel = "KEY/VALUE", required = true,
            description = "What the events are filed under, as in invoice/536365; under all, if several are given.")
    List<KeyValue> keys = List.of();

    @Option(names = "--after", paramLabel = "POSITION", description = "Only events after this position.")
    long after;

    @Override
    public int run(Terminal terminal) {
        int limit = telling.limit();
        var wanted = EventRequest.ALL.between(after, Long.MAX_VALUE).atMost(limit);
        try (var operations = store.open(terminal)) {
            var request = wanted.of(EventRequest.matching(operations.filed(keys, terminal::say), Set.of()));
            if (print(operations, request, terminal) == 0) {
                new NoMatch(keys, List.of()).say(terminal, operations, request);
            }
            return OK;
        }
    }

    /** The number of events. */
    private int print(Operations operations, EventRequest request, Terminal terminal) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("position", "time", "type", "command", "led to by", "data"));
        long last = after;
        try (var events = operations.read(request)) {
            int count = 0;
            for (var event = events.next(); event.isPresent(); event = events.next()) {
                last = event.get().number();
                count++;
                if (telling.json) {
                    terminal.out().println(line(event.get(), operations));
                } else {
                    rows.add(row(event.get(), operations));
                }
            }
            if (!telling.json && count > 0) {
                Columns.print(terminal.out(), rows, telling.width(terminal));
            }
            if (count == request.limit()) {
                terminal.say("there may be more: --after " + last);
            }
            return count;
        }
    }

    private static List<String> row(StoredEvent event, Operations operations) {
        var causes = operations.causes();
        var text = new CauseText(operations);
        var annulled = CauseText.mark(operations.annulledAt(event.number()));
        return List.of(String.valueOf(event.number()), event.time().toString(), event.type() + annulled,
                causes.command(event).map(Cause.Command::id).orElse("-"),
                causes.cause(event).map(text::brief).orElse("-"),
                EventJson.undecodable(event).map(why -> "undecodable: " + why).orElseGet(() -> EventJson.text(event)));
    }

    private static String line(StoredEvent event, Operations operations) {
        var json = EventJson.tree(event);
        var causes = operations.causes();
        var text = new CauseText(operations);
        causes.command(event).ifPresent(command -> json.put("command", command.id()));
        causes.cause(event).ifPresent(cause -> json.set("cause", text.briefJson(cause)));
        EventJson.undecodable(event).ifPresent(why -> json.put("undecodable", why));
        return Json.text(text.marked(json, event));
    }
}
