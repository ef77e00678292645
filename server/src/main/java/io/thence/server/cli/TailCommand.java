// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.server.EventRequest;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code thence tail}. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Shows events as they come, until Ctrl-C.",
        footer = {
            "",
            "Examples:",
            "  thence tail",
            "  thence tail --after 0 --type stock.ran-low",
            "  thence tail --limit 1 --json"
        })
final class TailCommand implements Subcommand {

    private static final Duration REST = Duration.ofMillis(50);
    private static final int EVENTS_AT_ONCE = 1_000;
    private static final long BYTES_AT_ONCE = 1 << 20;

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Mixin
    final EventOptions events = new EventOptions();

    @Option(names = "--after", paramLabel = "POSITION",
            description = "Begin after this position. Default: after the newest event.")
    Optional<Long> after = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", description = "End after so many events.")
    long limit = Long.MAX_VALUE;

    @Override
    public int run(Terminal terminal) {
        var world = new SystemWorld();
        var wanted = EventRequest.ALL.between(after.orElse(0L), Long.MAX_VALUE).atMost(limit);
        var start = after.map(OptionalLong::of).orElse(OptionalLong.empty());
        try (var operations = store.open(terminal);
                var tail = operations.tail(events.query(operations, terminal), start)) {
            long head = operations.head().number();
            terminal.say("following from position " + after.orElse(head) + " on; Ctrl-C ends it");
            var lines = events.lines(terminal, head);
            long left = wanted.limit();
            while (left > 0) {
                var found = tail.poll((int) Math.min(left, EVENTS_AT_ONCE), BYTES_AT_ONCE);
                found.events().forEach(event -> lines.print(event, operations.annulledAt(event.number())));
                left -= found.events().size();
                terminal.out().flush();
                if (left > 0 && found.caughtUp()) {
                    world.await(new Signal(), REST);
                }
            }
            return OK;
        }
    }
}
