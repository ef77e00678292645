// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import java.time.LocalDate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A subcommand as another module would contribute it. */
@Command(name = "greet", description = "Greets.")
public final class Greeting implements Subcommand {
    @Option(names = "--name")
    String name = "all";

    @Option(names = "--day")
    LocalDate day = LocalDate.EPOCH;

    @Override
    public int run(Terminal terminal) {
        terminal.out().println("hello, " + name);
        return 7;
    }
}
