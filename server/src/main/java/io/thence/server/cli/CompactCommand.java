// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.log.Compaction;
import io.thence.log.CompactionSettings;
import io.thence.log.LogSettings;
import io.thence.log.Retention;
import io.thence.server.Upkeep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code thence compact}. */
@Command(
        name = "compact",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Compresses sealed segments, and removes what is not wanted any more.",
            "That is what was truncated, or is not retained any longer. Positions and revisions stay. No"
                    + " application may write to the store meanwhile. Interrupted, it goes on where it was when it"
                    + " is run again. Nothing younger than an hour is removed,"
                    + " and nothing of the last 90 days that a consumer has not come to which is paused or has left"
                    + " something open. Let the others, and projections, come to the head before."
        },
        footer = {
            "",
            "Examples:",
            "  thence compact --data DIR",
            "  thence compact --data DIR --keep-age session=P90D --keep-count sensor=10000"
        })
final class CompactCommand implements Subcommand {

    private static final long MB = 1_000_000;
    private static final Duration LOOK = Duration.ofMillis(100);

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Option(names = "--keep-age", paramLabel = "KEY=DURATION",
            description = "Remove events whose first key this is and that are older, as in session=P90D or tick=PT12H.")
    Map<String, Duration> ages = new LinkedHashMap<>();

    @Option(names = "--keep-count", paramLabel = "KEY=N",
            description = "Remove all but the newest N events of each value of this key, where it is their first. With"
                    + " an age too: only what both let go.")
    Map<String, Long> counts = new LinkedHashMap<>();

    @Option(names = "--json", description = "One JSON object.")
    boolean json;

    @Override
    public int run(Terminal terminal) {
        var settings = CompactionSettings.DEFAULT.keeping(retentions());
        var result = new Compaction[1];
        try (var interrupts = new Interrupts(); var upkeep = Upkeep.of(store.directory(terminal))) {
            upkeep.compact(settings, (compaction, behind) -> {
                result[0] = compaction;
                behind.forEach(consumer -> terminal.say("'" + consumer.name() + "' comes to position "
                        + Columns.number(consumer.needsFrom()) + " next: what it has not come to is left, up to "
                        + CompactionSettings.HELD_MAX.toDays() + " days old"));
                watch(compaction, terminal, interrupts);
            });
        }
        return report(result[0], terminal);
    }

    private List<Retention> retentions() {
        var keys = new TreeSet<>(ages.keySet());
        keys.addAll(counts.keySet());
        var retentions = new ArrayList<Retention>();
        for (var key : keys) {
            var count = counts.get(key);
            retentions.add(new Retention(key, Optional.ofNullable(ages.get(key)),
                    count == null ? OptionalLong.empty() : OptionalLong.of(count)));
        }
        return retentions;
    }

    private static void watch(Compaction compaction, Terminal terminal, Interrupts interrupts) {
        try (var progress = new ProgressLine(terminal, "compact", "MB", MB)) {
            while (!compaction.await(LOOK)) {
                progress.at(compaction.progress().bytes(), compaction.progress().bytesOf());
                if (interrupts.isWanted()) {
                    compaction.stop();
                }
            }
        }
    }

    private int report(Compaction compaction, Terminal terminal) {
        var p = compaction.progress();
        new Facts().with("segments", p.segments(), p.segments() + " of " + p.of() + " that are sealed")
                .forPrograms("of", p.of()).with("packed", "written anew", p.packed())
                .with("removed", "events removed", p.removed())
                .with("bytesBefore", "their bytes before", p.bytesBefore())
                .with("bytesAfter", "their bytes now", p.bytesAfter()).with("finished", "finished", p.finished())
                .print(terminal.out(), json);
        if (p.of() == 0) {
            terminal.say("nothing to do: no segment is sealed yet; the one that is written to is sealed at "
                    + Columns.number(LogSettings.DEFAULT.segmentBytes()) + " bytes");
        }
        p.failure().ifPresent(failure -> terminal.say(String.valueOf(failure.getMessage())));
        if (p.segments() < p.of()) {
            terminal.say("not finished: run it again, it goes on where it was");
        } else if (!p.finished()) {
            terminal.say("all other segments are dealt with: mend this, then run it again");
        }
        return p.finished() ? OK : FAILED;
    }
}
