// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.server.EventRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code thence read}. */
@Command(
        name = "read",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Reads stored events, also while the application runs.",
            "One that is annulled, and so counts no more, is marked with the position of what says so."
        },
        footer = {
            "",
            "Examples:",
            "  thence read --key invoice/536365 --key stock/85123A",
            "  thence read --type order.placed --backwards --limit 5",
            "  thence read --after 1000 --before 2000 --json > events.jsonl",
            "  thence read --cloudevents --key invoice/536365"
        })
final class ReadCommand implements Subcommand {

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Mixin
    final EventOptions events = new EventOptions();

    @Option(names = "--after", paramLabel = "POSITION", description = "Only events after this position.")
    long after;

    @Option(names = "--before", paramLabel = "POSITION", description = "Only events before this position.")
    long before = Long.MAX_VALUE;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many events.")
    long limit = Long.MAX_VALUE;

    @Option(names = "--backwards", description = "The newest first.")
    boolean backwards;

    @Override
    public int run(Terminal terminal) {
        var request = EventRequest.ALL.of(events.query()).between(after, before)
                .atMost(limit);
        try (var operations = store.open(terminal);
                var reader = operations.read(backwards ? request.backwards() : request)) {
            var lines = events.lines(terminal, operations.head().number());
            for (var event = reader.next(); event.isPresent(); event = reader.next()) {
                lines.print(event.get(), operations.annulledAt(event.get().number()));
            }
            return OK;
        }
    }
}
