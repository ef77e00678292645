// SPDX-License-Identifier: Apache-2.0
package io.thence.examples;

import io.thence.event.Json;
import io.thence.run.Deployed;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.server.cli.ProgressLine;
import io.thence.server.cli.Subcommand;
import io.thence.server.cli.Terminal;
import io.thence.world.Scratch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;

/** The options that all examples have, and how one is run with them. */
public final class ExampleOptions {

    @Option(names = "--only", paramLabel = "K1,K2", split = ",", description = "Only these answers.")
    private List<String> only = List.of();

    @Option(names = "--data", paramLabel = "DIR",
            description = "Where events and read models are kept; what was fed there before is recognised."
                    + " Default: a fresh directory, deleted at the end.")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--json", description = "One JSON object: the answers by their numbers, without the questions.")
    private boolean json;

    /**
     * Feeds an example and prints its answers, and on stderr the questions.
     *
     * @return the exit code of the command
     */
    public int run(Example example, Terminal terminal) throws IOException {
        var questions = example.questions().only(only.stream().map(String::strip).toList());
        var missing = DataSets.missing(example.files());
        if (missing.isPresent()) {
            terminal.say(missing.get());
            return Subcommand.USAGE;
        }
        example.check();
        try (var fresh = new Scratch();
                var deployed = Deployed.run(example.deployment(), Engine.at(data.orElse(fresh.folder())))) {
            var thence = deployed.of(example.application().name());
            try (var progress = new ProgressLine(terminal, "feed", "commands", 1)) {
                example.feed(new Sender(thence, progress::at));
            }
            print(questions, thence, terminal);
        }
        return Subcommand.OK;
    }

    private void print(Questions questions, Thence thence, Terminal terminal) {
        var answers = JsonNodeFactory.instance.objectNode();
        questions.byNumber().forEach((number, question) -> {
            var answer = question.answer().apply(thence);
            answers.put(number, answer);
            if (!json) {
                terminal.err().println("%-4s %s".formatted(number, question.text()));
                terminal.out().println("%-4s %s".formatted(number, answer));
                terminal.out().flush(); // or all questions would come first
            }
        });
        if (json) {
            terminal.out().println(Json.text(answers));
        }
    }
}
