// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.processor.Control;
import io.thence.processor.DeadLetters;
import io.thence.react.Effects;
import io.thence.run.AtRest;
import io.thence.run.Engine;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which consumer something is said to or about, and who says so: in a store that no process runs. */
final class ConsumerOptions {

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Parameters(index = "0", paramLabel = "CONSUMER",
            description = "The name of the projection, reaction, saga, schedule or alert.")
    String consumer = "";

    @Option(names = "--by", paramLabel = "NAME", required = true, description = "Who says so.")
    String by = "";

    @Option(names = "--why", paramLabel = "TEXT", required = true,
            description = "The reason. It is stored in clear: no place for what is personal.")
    String why = "";

    /** Tells what is to be done about dead letters. */
    void deadLetters(Terminal terminal, Consumer<DeadLetters> told) {
        AtRest.deadLetters(engine(terminal), consumer, told);
    }

    /** Tells the consumer as a whole. */
    void control(Terminal terminal, Consumer<Control> told) {
        AtRest.control(engine(terminal), consumer, told);
    }

    /** Says what has become of calls to the outside. */
    void effects(Terminal terminal, Consumer<Effects> told) {
        AtRest.effects(engine(terminal), consumer, told);
    }

    private Engine engine(Terminal terminal) {
        return Engine.at(store.directory(terminal));
    }
}
