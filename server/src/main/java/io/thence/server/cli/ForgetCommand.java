// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.KeyValue;
import io.thence.event.Json;
import io.thence.run.AtRest;
import io.thence.run.Engine;
import io.thence.world.FileDisk;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code thence forget}. */
@Command(
        name = "forget",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Forgets a person in a store that no process runs: destroys the key under which what is personal of it is"
                    + " stored, and says so in the log. Read models are deleted, since only the application knows how"
                    + " to blank its rows; they are built anew when it starts. Tables on a server are cleared then too:"
                    + " start it.",
            "Of a person about whom nothing was ever stored it says so, and does nothing.",
            "An application that runs forgets by Thence.forget(..) and keeps its read models."
        },
        footer = {
            "",
            "Example:",
            "  thence forget customer/anna@example.org --data DIR"
        })
final class ForgetCommand implements Subcommand {

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Parameters(paramLabel = "KEY/VALUE", description = "The person, as the application knows it.")
    KeyValue person = new KeyValue("person", "nobody");

    @Option(names = "--keys", paramLabel = "DIR",
            description = "Where the keys are. Default: the folder keys of --data.")
    Optional<Path> keys = Optional.empty();

    @Option(names = "--json", description = "One JSON object.")
    boolean json;

    @Override
    public int run(Terminal terminal) {
        var directory = store.directory(terminal);
        var engine = Engine.at(directory);
        var forgotten = AtRest.forget(keys.map(FileDisk::forOwner).map(engine::keys).orElse(engine), person);
        if (json) {
            terminal.out().println(values(forgotten));
        } else {
            print(terminal, forgotten);
        }
        return OK;
    }

    private static String values(AtRest.Forgotten forgotten) {
        var values = JsonNodeFactory.instance.objectNode();
        values.put("subject", forgotten.subject().toString());
        values.put("repeated", forgotten.repeated());
        values.put("events", forgotten.events());
        values.put("position", forgotten.position().number());
        var deleted = values.putArray("deleted");
        forgotten.deleted().forEach(deleted::add);
        return Json.text(values);
    }

    private void print(Terminal terminal, AtRest.Forgotten forgotten) {
        terminal.out().println(forgotten.repeated()
                ? "It was forgotten before, at position " + forgotten.position().number() + "."
                : "Its key is destroyed, and position " + forgotten.position().number() + " of the log says that "
                        + forgotten.subject() + " is erased.");
        terminal.out().println("Events that are filed under it, and stay without what is personal: "
                + Columns.number(forgotten.events()));
        if (!forgotten.deleted().isEmpty()) {
            terminal.out().println("Deleted, and built anew at the next start: "
                    + String.join(", ", forgotten.deleted()));
        }
    }
}
