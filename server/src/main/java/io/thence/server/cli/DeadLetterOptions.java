// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.processor.DeadLetters;
import io.thence.run.AtRest;
import io.thence.run.Engine;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whose dead letters something is to be done about, and who says so. */
final class DeadLetterOptions {

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Parameters(index = "0", paramLabel = "CONSUMER", description = "The name of the reaction or saga.")
    String consumer = "";

    @Option(names = "--by", paramLabel = "NAME", required = true, description = "Who says so.")
    String by = "";

    @Option(names = "--why", paramLabel = "TEXT", required = true,
            description = "The reason. It is stored in clear: no place for what is personal.")
    String why = "";

    /** Tells {@code what} in the store that is meant. */
    void tell(Terminal terminal, Consumer<DeadLetters> what) {
        AtRest.deadLetters(Engine.at(store.directory(terminal)), consumer, what);
    }
}
