// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.EventId;
import io.thence.ThenceException.BadRequest;
import io.thence.event.Json;
import io.thence.past.Cause;
import io.thence.past.Effect;
import io.thence.past.Why;
import io.thence.server.EventRequest;
import io.thence.server.Operations;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code thence why}. */
@Command(
        name = "why",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Tells what led to an event, back to the first command, and all that it led to.",
            "From the log alone, by the causes that events name and the business that they are of; also while the"
                    + " application runs. Each line is led to by the one above it that is less indented; the event"
                    + " itself is marked with a star."
        },
        footer = {
            "",
            "Examples:",
            "  thence why order-17/0 --data DIR",
            "  thence why --position 4711 --data DIR --json | jq '.causes[].id'",
            "",
            "JSON: id, complete, causes (the first one first), event, effects. Each of those has a kind: command, event"
                    + " or elsewhere, of which the log has nothing; an effect also depth, from 1, and cause, an id."
        })
final class WhyCommand implements Subcommand {

    private static final int LIMIT = 100;

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Parameters(paramLabel = "EVENT_ID", arity = "0..1", description = "The event's id, as read --json shows it.")
    Optional<String> id = Optional.empty();

    @Option(names = "--position", paramLabel = "N", description = "The event's position, instead of its id.")
    Optional<Long> position = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", description = "At most so many effects. Default: 100.")
    int limit = LIMIT;

    @Option(names = "--json", description = "One JSON object.")
    boolean json;

    @Option(names = "--wide", description = "Cut nothing to the width of the terminal.")
    boolean wide;

    @Override
    public int run(Terminal terminal) {
        Limits.check(limit);
        if (id.isPresent() == position.isPresent()) {
            throw new BadRequest("say which event: by its id, or by --position N");
        }
        Why why;
        try (var operations = store.open(terminal)) {
            why = id.map(text -> named(text, operations)).orElseGet(() -> at(position.orElseThrow(), operations));
        }
        var told = new Telling(terminal);
        if (json) {
            told.json(why);
        } else {
            told.text(why);
        }
        return OK;
    }

    private static Why named(String id, Operations operations) {
        return operations.causes().of(new EventId(id)).orElseThrow(() -> new BadRequest("the log has no event with the"
                + " id " + id + ", or finds it by its position only, as the store has made its id: give --position"));
    }

    private static Why at(long position, Operations operations) {
        try (var events = operations.read(EventRequest.ALL.between(position - 1, position + 1))) {
            return operations.causes().of(events.next().orElseThrow(() -> new BadRequest("the log has no event at"
                    + " position " + position + ": it was removed, or has not happened; the head is "
                    + operations.head().number())));
        }
    }

    /** Tells at most so many effects. */
    private final class Telling {

        private final Terminal terminal;
        private int left = limit;
        private boolean cut;

        Telling(Terminal terminal) {
            this.terminal = terminal;
        }

        void text(Why why) {
            int depth = 0;
            for (var cause : why.causes()) {
                line(depth++, CauseText.of(cause));
            }
            line(depth, "* " + CauseText.of(why.event().cause()));
            text(why.event(), depth + 1);
            if (cut || !why.complete()) {
                terminal.say(cut ? "there are more effects: --limit " + limit * 10L
                        : "that is not all: there is more than is looked through");
            }
        }

        private void text(Effect of, int depth) {
            for (var effect : of.effects()) {
                if (isTold()) {
                    line(depth, CauseText.of(effect.cause()));
                    text(effect, depth + 1);
                }
            }
        }

        private void line(int depth, String text) {
            var line = "  ".repeat(depth) + text;
            terminal.out().println(wide || !terminal.outShown() ? line : Columns.cut(line, terminal.columns()));
        }

        private boolean isTold() {
            cut |= left == 0;
            return left > 0 && left-- > 0;
        }

        void json(Why why) {
            var told = JsonNodeFactory.instance.objectNode();
            told.put("id", why.event().cause().id()).put("complete", why.complete());
            var causes = told.putArray("causes");
            why.causes().forEach(cause -> causes.add(CauseText.json(cause)));
            told.set("event", CauseText.json(why.event().cause()));
            json(why.event(), 1, told.putArray("effects"));
            told.put("complete", why.complete() && !cut);
            terminal.out().println(Json.text(told));
        }

        private void json(Effect of, int depth, ArrayNode into) {
            for (var effect : of.effects()) {
                if (isTold()) {
                    Cause cause = effect.cause();
                    var json = JsonNodeFactory.instance.objectNode().put("depth", depth)
                            .put("cause", of.cause().id());
                    json.setAll(CauseText.json(cause));
                    into.add(json);
                    json(effect, depth + 1, into);
                }
            }
        }
    }
}
