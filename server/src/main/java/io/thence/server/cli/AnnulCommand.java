// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.Annulled;
import io.thence.EventId;
import io.thence.ThenceException.BadRequest;
import io.thence.command.Annulling.Which;
import io.thence.event.Json;
import io.thence.run.AtRest;
import io.thence.run.Engine;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code thence annul}. */
@Command(
        name = "annul",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Annuls events in a store that no process runs: states and read models ignore them from then on. The log"
                    + " keeps them, and says who annulled them and why. It cannot be taken back.",
            "At the next start a read model that has taken one in undoes that, where its projection says how, and is"
                    + " built anew where it does not.",
            "An application that runs annuls by Thence.annul(..), which refuses what its projections do not provide"
                    + " for."
        },
        footer = {
            "",
            "Examples:",
            "  thence annul c-4711/0 c-4711/1 --by anna --why \"booked twice\" --data DIR",
            "  thence annul --position 4711 --by anna --why \"a wrong summary\" --data DIR"
        })
final class AnnulCommand implements Subcommand {

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Parameters(paramLabel = "EVENT", arity = "0..*", description = "Ids of events, as read --json shows them.")
    List<String> events = List.of();

    @Option(names = "--position", paramLabel = "N",
            description = "An event's position: one whose id the store has made is found by that alone.")
    List<Long> positions = List.of();

    @Option(names = "--by", paramLabel = "NAME", required = true, description = "Who says so.")
    String by = "";

    @Option(names = "--why", paramLabel = "TEXT", required = true,
            description = "The reason. It is stored in clear: no place for what is personal.")
    String why = "";

    @Option(names = "--json", description = "One JSON object.")
    boolean json;

    @Override
    public int run(Terminal terminal) {
        if (events.isEmpty() && positions.isEmpty()) {
            throw new BadRequest("say which events: by their ids, or by --position N");
        }
        var which = new Which(events.stream().map(EventId::new).toList(), positions);
        var annulled = AtRest.annul(Engine.at(store.directory(terminal)), which, by, why);
        if (json) {
            terminal.out().println(values(annulled));
        } else {
            print(terminal, annulled);
        }
        return OK;
    }

    private static String values(Annulled annulled) {
        var values = JsonNodeFactory.instance.objectNode();
        values.put("position", annulled.position().number());
        var now = values.putArray("annulled");
        annulled.events().forEach(id -> now.add(id.text()));
        var before = values.putArray("before");
        annulled.before().forEach(id -> before.add(id.text()));
        return Json.text(values);
    }

    private static void print(Terminal terminal, Annulled annulled) {
        if (!annulled.events().isEmpty()) {
            terminal.out().println("Position " + annulled.position().number() + " of the log says that these are"
                    + " annulled: " + list(annulled.events()));
        }
        if (!annulled.before().isEmpty()) {
            terminal.out().println("Annulled before, and nothing was added for them: " + list(annulled.before()));
        }
    }

    private static String list(List<EventId> ids) {
        return ids.stream().map(EventId::text).collect(Collectors.joining(", "));
    }
}
