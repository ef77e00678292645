// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.KeyValue;
import io.thence.event.Json;
import io.thence.saga.SagaEvent.Ending;
import io.thence.saga.SagaEvent.Input;
import io.thence.saga.SagaEvent.Sent;
import io.thence.saga.SagaInstance;
import io.thence.saga.SagaInstance.Taken;
import io.thence.saga.SagaInstance.Wait;
import io.thence.saga.SagaRecords;
import io.thence.server.Operations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** {@code thence sagas}. */
@Command(
        name = "sagas",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {SagaCancelCommand.class, SagaEndCommand.class},
        description = {
            "Shows the instances of a saga that have not come to their end, the oldest first, and what each waits for;"
                    + " or the steps of one instance. Without a saga, which ones there are.",
            "From the log alone, also while the application runs: states are shown as they were stored. All steps of"
                    + " the saga are read, some 300,000 a second; those of one instance are found."
        },
        footer = {
            "",
            "Examples:",
            "  thence sagas --data DIR",
            "  thence sagas moving --limit 20 --data DIR",
            "  thence sagas moving t3 --states --data DIR",
            "  thence sagas moving --data DIR --json | jq -r .instance",
            "  thence sagas cancel moving t3 --by carl --why \"the bank is gone\" --data DIR"
        })
final class SagasCommand implements Subcommand {

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Parameters(index = "0", paramLabel = "SAGA", arity = "0..1", description = "The name of the saga.")
    Optional<String> saga = Optional.empty();

    @Parameters(index = "1", paramLabel = "KEY", arity = "0..1", description = "The value of the saga's key.")
    Optional<String> key = Optional.empty();

    @Mixin
    final LimitOption limit = new LimitOption();

    @Option(names = "--states", description = "Show the state after each step, and the commands that it asked.")
    boolean states;

    @Option(names = "--json", description = "One JSON object per line.")
    boolean json;

    @Override
    public int run(Terminal terminal) {
        try (var operations = store.open(terminal)) {
            if (saga.isEmpty()) {
                names(terminal, operations);
                return OK;
            }
            var records = operations.sagas(saga.get());
            var name = records.key();
            if (name.isEmpty()) {
                terminal.say("the log has no step of a saga '" + saga.get() + "': thence sagas names those that"
                        + " it has");
            } else if (key.isPresent()) {
                var filed = operations.filed(List.of(new KeyValue(name.get(), key.get())), terminal::say).getFirst();
                records.of(filed.value()).ifPresentOrElse(one -> history(terminal, one), () ->
                        terminal.say("no instance of '" + saga.get() + "' has begun for " + filed));
            } else {
                unfinished(terminal, records);
            }
            return OK;
        }
    }

    private void names(Terminal terminal, Operations operations) {
        var all = operations.sagas();
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("saga", "unfinished", "steps"));
        all.forEach((name, count) -> {
            if (json) {
                terminal.out().println(Json.text(JsonNodeFactory.instance.objectNode().put("saga", name)
                        .put("unfinished", count.unfinished()).put("steps", count.steps())));
            } else {
                rows.add(List.of(name, Columns.number(count.unfinished()), Columns.number(count.steps())));
            }
        });
        if (all.isEmpty()) {
            terminal.say("the log has no step of any saga");
        } else if (!json) {
            Columns.print(terminal.out(), rows);
        }
    }

    private void unfinished(Terminal terminal, SagaRecords records) {
        var all = records.unfinished(limit.most());
        if (json) {
            all.forEach(one -> terminal.out().println(line(one)));
        } else if (!all.isEmpty()) {
            var rows = new ArrayList<List<String>>();
            rows.add(List.of("instance", "status", "steps", "last step", "waits for"));
            all.forEach(one -> rows.add(List.of(one.key().value(), one.status().name(),
                    Columns.number(one.history().size()), one.history().getLast().time().toString(), waits(one))));
            Columns.print(terminal.out(), rows);
        }
        if (all.isEmpty()) {
            terminal.say("no instance of '" + saga.orElseThrow() + "' goes on");
        }
        limit.tellCut(terminal, all.size());
    }

    private static String waits(SagaInstance<?> one) {
        return one.waitsFor().isEmpty() ? "events of " + one.key()
                : one.waitsFor().stream().map(SagasCommand::text).collect(Collectors.joining(", "));
    }

    private static String text(Wait wait) {
        return switch (wait) {
            case Wait.Answer(var ask) -> "answer to " + ask;
            case Wait.Undoing(var ask) -> "undoing of " + ask;
            case Wait.Wake(var wake, var due) -> wake + " at " + due;
            case Wait.Mending(var letter) -> "mending: " + letter.message();
        };
    }

    private void history(Terminal terminal, SagaInstance<String> one) {
        if (json) {
            one.history().forEach(taken -> terminal.out().println(line(one, taken)));
            return;
        }
        var rows = new ArrayList<List<String>>();
        rows.add(new ArrayList<>(List.of("position", "time", "status", "after")));
        one.history().forEach(taken -> rows.add(new ArrayList<>(List.of(String.valueOf(taken.position()),
                taken.time().toString(), taken.status().name(), text(taken.input())))));
        if (states) {
            rows.getFirst().addAll(List.of("asks", "state"));
            for (int i = 0; i < one.history().size(); i++) {
                var taken = one.history().get(i);
                rows.get(i + 1).addAll(List.of(taken.asks().stream().map(SagasCommand::text)
                        .collect(Collectors.joining(", ")), taken.state()));
            }
        }
        Columns.print(terminal.out(), rows);
        if (!one.status().isEnd()) {
            terminal.say("it waits for " + waits(one));
        }
    }

    private static String text(Sent sent) {
        return sent.ask() + sent.one().map(id -> "/" + id).orElse("") + " " + sent.type() + sent.command();
    }

    private static String text(Input input) {
        return switch (input) {
            case Input.Happened(var event, var type) -> type + " " + event;
            case Input.Accepted(var ask, long number, int ordinal, int events) ->
                ask + " was accepted with " + events + (events == 1 ? " event" : " events");
            case Input.Refused(var ask, long number, int ordinal, var reason) -> ask + " was refused: " + reason;
            case Input.Withdrawn(var ask, long number, int ordinal) -> ask + " was not sent any more";
            case Input.Undone(var ask, long number, int ordinal) -> ask + " was undone";
            case Input.Woken(var wake, long armed) -> "wake " + wake;
            case Input.Told(var end, var by, var why) -> (end == Ending.END ? "ended by " : "cancelled by ") + by + ": "
                    + why;
        };
    }

    private static ObjectNode values(SagaInstance<String> one) {
        return JsonNodeFactory.instance.objectNode().put("instance", one.key().value());
    }

    private static String line(SagaInstance<String> one) {
        var last = one.history().getLast();
        var values = values(one).put("status", one.status().name()).put("steps", one.history().size())
                .put("position", last.position()).put("time", last.time().toString());
        var waits = values.putArray("waitsFor");
        one.waitsFor().forEach(wait -> waits.add(text(wait)));
        return Json.text(values.putRawValue("state", raw(one.state())));
    }

    private static String line(SagaInstance<String> one, Taken taken) {
        var values = values(one).put("position", taken.position()).put("time", taken.time().toString())
                .put("status", taken.status().name()).put("after", text(taken.input()));
        var asks = values.putArray("asks");
        taken.asks().forEach(sent -> asks.addObject().put("ask", sent.ask()).put("one", sent.one().orElse(null))
                .put("type", sent.type()).putRawValue("command", raw(sent.command())));
        return Json.text(values.putRawValue("state", raw(taken.state())));
    }

    private static RawValue raw(String stored) {
        return new RawValue(stored);
    }
}
