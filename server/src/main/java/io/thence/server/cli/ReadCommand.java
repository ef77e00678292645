// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.server.EventRequest;
import io.thence.server.Operations;
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
            "One that is annulled, and so counts no more, is marked with the position of what says so.",
            "A personal value may be given as it is known, where the keys lie in the store's directory."
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
        var wanted = EventRequest.ALL.between(after, before).atMost(limit);
        try (var operations = store.open(terminal)) {
            var request = wanted.of(events.query(operations, terminal));
            if (!print(operations, backwards ? request.backwards() : request, terminal) && limit > 0) {
                events.noMatch().say(terminal, operations, request);
            }
            return OK;
        }
    }

    /** Whether there was something to print. */
    private boolean print(Operations operations, EventRequest request, Terminal terminal) {
        try (var reader = operations.read(request)) {
            var lines = events.lines(terminal, operations.head().number());
            var event = reader.next();
            boolean any = event.isPresent();
            for (; event.isPresent(); event = reader.next()) {
                lines.print(event.get(), operations.annulledAt(event.get().number()));
            }
            return any;
        }
    }
}
