// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.event.Json;
import io.thence.processor.ConsumerRecord;
import io.thence.processor.ConsumerRecord.Again;
import io.thence.processor.ControlEvent.Reset;
import io.thence.server.Operations;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code thence control}. */
@Command(
        name = "control",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            ControlPauseCommand.class, ControlResumeCommand.class, ControlResetCommand.class,
            ControlReplayCommand.class
        },
        description = {
            "Lists the reactions, sagas, schedules and alerts that have begun on the log: up to which position each has"
                    + " written down that it is, how many positions it has left open until there, how many dead letters"
                    + " wait, and what it was told. Projections, whose places lie beside the log, are among them if"
                    + " they were told something.",
            "Behind it there are so many events to the head of the log, of whatever type, and the event at its position"
                    + " was appended so many seconds ago: one that has nothing to do stays where it is.",
            "Also while the application runs. One is told something by a subcommand to a store that no process runs; an"
                    + " application that runs tells it by Thence.control(..), which also changes its lanes."
        },
        footer = {
            "",
            "Examples:",
            "  thence control --data DIR",
            "  thence control pause mailer --by carl --why \"the mail server moves\" --data DIR",
            "  thence control resume mailer --by carl --why \"it has moved\" --data DIR",
            "  thence control reset mailer --at 2026-03-01T00:00:00Z --by carl --why \"mails were lost\" --data DIR",
            "  thence control reset mailer --after 200 --until 300 --by carl --why \"these were lost\" --data DIR",
            "  thence control replay mailer customer/anna --beginning --by carl --why \"hers, too\" --data DIR"
        })
final class ControlCommand implements Subcommand {

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Option(names = "--consumer", paramLabel = "NAME", description = "Only that of this name.")
    Optional<String> consumer = Optional.empty();

    @Option(names = "--json", description = "One JSON object per line.")
    boolean json;

    @Override
    public int run(Terminal terminal) {
        try (var operations = store.open(terminal)) {
            consumer.ifPresent(operations::refuseUnknown);
            var consumers = operations.consumers().stream()
                    .filter(one -> consumer.filter(name -> !name.equals(one.name())).isEmpty()).toList();
            if (json) {
                consumers.forEach(one -> terminal.out().println(line(one, operations)));
            } else if (!consumers.isEmpty()) {
                print(terminal, consumers, operations);
            }
            if (consumers.isEmpty()) {
                terminal.say("no consumer has ever run on this log");
            }
            return OK;
        }
    }

    private static long toHead(ConsumerRecord one, Operations operations) {
        return Math.max(0, operations.head().number() - one.checkpoint().upTo());
    }

    private static String since(ConsumerRecord one, Operations operations) {
        return operations.since(one.checkpoint().upTo()).map(time -> Columns.number(time.toSeconds())).orElse("");
    }

    private static void print(Terminal terminal, List<ConsumerRecord> consumers, Operations operations) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("consumer", "up to", "to the head", "seconds since", "open", "dead letters", "told", "by",
                "why"));
        consumers.forEach(one -> {
            var start = new ArrayList<>(one.isInLog() ? List.of(one.name(), Columns.number(one.checkpoint().upTo()),
                    Columns.number(toHead(one, operations)), since(one, operations),
                    Columns.number(one.checkpoint().open().size())) : List.of(one.name(), "", "", "", ""));
            start.add(Columns.number(one.deadLetters()));
            var before = rows.size();
            one.paused().ifPresent(paused -> rows.add(row(start, "to pause", paused.by(), paused.why())));
            one.reset().ifPresent(reset -> rows.add(row(start, told(reset), reset.by(), reset.why())));
            again(one).forEach(keys -> rows.add(row(start, "to handle " + keys.getFirst().key() + (keys.size() == 1 ? ""
                    : " and " + Columns.number(keys.size() - 1) + " more keys") + " again", keys.getFirst().by(),
                    keys.getFirst().why())));
            if (rows.size() == before) {
                rows.add(row(start, "", "", ""));
            }
        });
        Columns.print(terminal.out(), rows);
    }

    /** The keys that are handled again, those together that the same was said of. */
    private static Collection<List<Again>> again(ConsumerRecord one) {
        return one.again().stream().collect(Collectors.groupingBy(key -> List.of(key.by(), key.why()),
                LinkedHashMap::new, Collectors.toList())).values();
    }

    private static String told(Reset reset) {
        return reset.until().map(last -> "to handle what lies after " + Columns.number(reset.after()) + " up to "
                + Columns.number(last) + " again").orElse("to go on after " + Columns.number(reset.after()));
    }

    private static List<String> row(List<String> start, String told, String by, String why) {
        var row = new ArrayList<>(start);
        row.addAll(List.of(told, by, why));
        return row;
    }

    private static String line(ConsumerRecord one, Operations operations) {
        var values = JsonNodeFactory.instance.objectNode().put("consumer", one.name());
        if (one.isInLog()) {
            values.put("upTo", one.checkpoint().upTo()).put("toHead", toHead(one, operations))
                    .put("open", one.checkpoint().open().size());
        }
        values.put("deadLetters", one.deadLetters());
        operations.since(one.checkpoint().upTo()).ifPresent(time -> values.put("secondsSince", time.toSeconds()));
        one.paused().ifPresent(paused -> values.putObject("paused").put("by", paused.by()).put("why", paused.why()));
        one.reset().ifPresent(reset -> {
            var told = values.putObject("reset").put("after", reset.after()).put("by", reset.by())
                    .put("why", reset.why());
            reset.until().ifPresent(last -> told.put("until", last));
        });
        var again = values.putArray("again");
        one.again().forEach(key -> again.addObject().put("key", key.key().toString()).put("by", key.by())
                .put("why", key.why()));
        return Json.text(values);
    }
}
