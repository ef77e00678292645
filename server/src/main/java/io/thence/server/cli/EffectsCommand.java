// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.event.Json;
import io.thence.react.OpenEffect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code thence effects}. */
@Command(
        name = "effects",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {EffectHappenedCommand.class, EffectNotHappenedCommand.class},
        description = {
            "Lists the calls to the outside that were begun and of which no answer is known, and whose event waits as a"
                    + " dead letter. Of an effect that parks somebody has to find out whether it has happened; the"
                    + " service may know it by its key. Another one is repeated, or asked for, when its dead letter is"
                    + " retried: to say of it that it has happened means that it is not done any more.",
            "Also while the application runs. What was found out is said by a subcommand to a store that no process"
                    + " runs; to an application that runs it is said by Thence.effects(..)."
        },
        footer = {
            "",
            "Examples:",
            "  thence effects --data DIR",
            "  thence effects happened till 0f9c.. --answer '[\"Receipt\",{\"number\":\"r1\"}]' --by carl \\",
            "      --why \"the bank has it\" --data DIR",
            "  thence effects not-happened till 0f9c.. --by carl --why \"the bank knows nothing of it\" --data DIR"
        })
final class EffectsCommand implements Subcommand {

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Option(names = "--consumer", paramLabel = "NAME", description = "Only those of this reaction.")
    Optional<String> consumer = Optional.empty();

    @Mixin
    final LimitOption limit = new LimitOption();

    @Option(names = "--json", description = "One JSON object per line.")
    boolean json;

    @Override
    public int run(Terminal terminal) {
        int most = limit.most();
        try (var operations = store.open(terminal)) {
            consumer.ifPresent(operations::refuseUnknown);
            var open = operations.effects().stream()
                    .filter(one -> consumer.filter(name -> !name.equals(one.begun().which().reaction())).isEmpty())
                    .limit(most).toList();
            if (json) {
                open.forEach(one -> terminal.out().println(line(one)));
            } else if (!open.isEmpty()) {
                print(terminal, open);
            }
            if (open.isEmpty()) {
                terminal.say("no effect is open" + consumer.map(name -> " in '" + name + "'").orElse(""));
            }
            limit.tellCut(terminal, open.size());
            return OK;
        }
    }

    private static void print(Terminal terminal, List<OpenEffect> open) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("consumer", "effect", "key", "attempt", "event", "type", "waits", "since"));
        open.forEach(one -> rows.add(List.of(one.letter().consumer(), one.effect(), one.key(),
                Columns.number(one.begun().attempt()), one.begun().which().event(), one.letter().type(),
                one.letter().key().toString(), one.letter().since().toString())));
        Columns.print(terminal.out(), rows);
    }

    private static String line(OpenEffect one) {
        return Json.text(JsonNodeFactory.instance.objectNode().put("consumer", one.letter().consumer())
                .put("effect", one.effect()).put("key", one.key()).put("attempt", one.begun().attempt())
                .put("event", one.begun().which().event()).put("type", one.letter().type())
                .put("waits", one.letter().key().toString()).put("position", one.letter().position())
                .put("since", one.letter().since().toString()));
    }
}
