// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.EventId;
import io.thence.ThenceException.BadRequest;
import io.thence.event.Json;
import io.thence.past.Cause;
import io.thence.past.Effect;
import io.thence.past.Why;
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
                    + " or elsewhere, of which the log has nothing; an effect also depth, from 1, and cause, an id; an"
                    + " event that is annulled, the position of what says so (annulled)."
        })
final class WhyCommand implements Subcommand {

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Mixin
    final TellingOptions telling = new TellingOptions();

    @Parameters(paramLabel = "EVENT_ID", arity = "0..1", description = "The event's id, as read --json shows it.")
    Optional<String> id = Optional.empty();

    @Option(names = "--position", paramLabel = "N", description = "The event's position, instead of its id.")
    Optional<Long> position = Optional.empty();

    @Override
    public int run(Terminal terminal) {
        int limit = telling.limit();
        if (id.isPresent() == position.isPresent()) {
            throw new BadRequest("say which event: by its id, or by --position N");
        }
        try (var operations = store.open(terminal)) {
            var why = id.map(text -> named(text, operations)).orElseGet(() -> at(position.orElseThrow(), operations));
            var told = new Telling(terminal, new CauseText(operations), limit);
            if (telling.json) {
                told.json(why);
            } else {
                told.text(why);
            }
        }
        return OK;
    }

    private static Why named(String id, Operations operations) {
        return operations.causes().of(new EventId(id)).orElseThrow(() -> new BadRequest("the log has no event with the"
                + " id " + id + ", or finds it by its position only, as the store has made its id: give --position"));
    }

    private static Why at(long position, Operations operations) {
        return operations.causes().of(operations.at(position).orElseThrow(() -> new BadRequest("the log has no event at"
                + " position " + position + ": it was removed, or has not happened; the head is "
                + operations.head().number())));
    }

    /** Tells at most so many effects. */
    private final class Telling {

        private final Terminal terminal;
        private final CauseText words;
        private final int limit;
        private int left;
        private boolean cut;

        Telling(Terminal terminal, CauseText words, int limit) {
            this.terminal = terminal;
            this.words = words;
            this.limit = limit;
            left = limit;
        }

        void text(Why why) {
            int depth = 0;
            for (var cause : why.causes()) {
                line(depth++, words.of(cause));
            }
            line(depth, "* " + words.of(why.event().cause()));
            text(why.event(), depth + 1);
            if (cut || !why.complete()) {
                terminal.say(cut ? "there are more effects: --limit " + limit * 10L
                        : "that is not all: there is more than is looked through");
            }
        }

        private void text(Effect of, int depth) {
            for (var effect : of.effects()) {
                if (isTold()) {
                    line(depth, words.of(effect.cause()));
                    text(effect, depth + 1);
                }
            }
        }

        private void line(int depth, String text) {
            terminal.out().println(Columns.cut("  ".repeat(depth) + text, telling.width(terminal)));
        }

        private boolean isTold() {
            cut |= left == 0;
            return left > 0 && left-- > 0;
        }

        void json(Why why) {
            var told = JsonNodeFactory.instance.objectNode();
            told.put("id", why.event().cause().id()).put("complete", why.complete());
            var causes = told.putArray("causes");
            why.causes().forEach(cause -> causes.add(words.json(cause)));
            told.set("event", words.json(why.event().cause()));
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
                    json.setAll(words.json(cause));
                    into.add(json);
                    json(effect, depth + 1, into);
                }
            }
        }
    }
}
