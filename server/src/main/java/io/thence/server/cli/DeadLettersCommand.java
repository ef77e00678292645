// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.DeadLetter;
import io.thence.event.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code thence dead-letters}. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            DeadLetterRetryCommand.class, DeadLetterDiscardCommand.class, DeadLetterEditCommand.class
        },
        description = {
            "Lists the events that consumers could not handle, the oldest of each first: each waits with its key, and"
                    + " later events of the key queue behind it.",
            "Also while the application runs. What is to be done about one is told by a subcommand to a store that no"
                    + " process runs; an application that runs does it by Thence.deadLetters(..)."
        },
        footer = {
            "",
            "Examples:",
            "  thence dead-letters --stack",
            "  thence dead-letters retry mailer customer/anna --by carl --why \"the server is back\" --data DIR",
            "  thence dead-letters retry mailer --all --by carl --why \"the server is back\" --data DIR",
            "  thence dead-letters discard mailer customer/anna --by carl --why \"no such address\" --data DIR"
        })
final class DeadLettersCommand implements Subcommand {

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Option(names = "--consumer", paramLabel = "NAME", description = "Only those of this part.")
    Optional<String> consumer = Optional.empty();

    @Option(names = "--stack", description = "Show where each failure was thrown, and in which code: a short text"
            + " that is the same for the same code.")
    boolean stack;

    @Option(names = "--json", description = "One JSON object per line.")
    boolean json;

    @Override
    public int run(Terminal terminal) {
        try (var operations = store.open(terminal)) {
            consumer.ifPresent(operations::refuseUnknown);
            var letters = operations.deadLetters().stream()
                    .filter(letter -> consumer.filter(name -> !name.equals(letter.consumer())).isEmpty()).toList();
            if (json) {
                letters.forEach(letter -> terminal.out().println(line(letter)));
            } else if (!letters.isEmpty()) {
                print(terminal, letters);
            }
            if (letters.isEmpty()) {
                terminal.say("nothing waits" + consumer.map(name -> " in '" + name + "'").orElse(""));
            }
            return OK;
        }
    }

    private void print(Terminal terminal, List<DeadLetter> letters) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("consumer", "key", "position", "type", "attempts", "since", "status", "failure"));
        letters.forEach(letter -> rows.add(List.of(letter.consumer(), letter.key().toString(),
                Columns.number(letter.position()), letter.type(), Columns.number(letter.attempts()),
                letter.since().toString(), letter.status().name(), failure(letter))));
        Columns.print(terminal.out(), rows);
        if (stack) {
            letters.forEach(letter -> {
                terminal.out().println();
                terminal.out().println(letter);
                if (!letter.code().isEmpty()) {
                    terminal.out().println("    in code " + letter.code());
                }
                letter.stack().lines().forEach(frame -> terminal.out().println("    " + frame));
            });
        }
    }

    private static String failure(DeadLetter letter) {
        var name = letter.failure().substring(letter.failure().lastIndexOf('.') + 1);
        return letter.message().isEmpty() ? name : name + ": " + letter.message().lines().findFirst().orElse("");
    }

    private static String line(DeadLetter letter) {
        var values = JsonNodeFactory.instance.objectNode();
        values.put("consumer", letter.consumer()).put("key", letter.key().toString());
        values.put("position", letter.position()).put("event", letter.event()).put("type", letter.type());
        values.put("attempts", letter.attempts()).put("since", letter.since().toString());
        values.put("status", letter.status().name()).put("failure", letter.failure());
        values.put("message", letter.message()).put("stack", letter.stack());
        values.put("code", letter.code());
        return Json.text(values);
    }
}
