// SPDX-License-Identifier: Apache-2.0
package io.thence.bench;

import io.thence.bench.measure.Scale;
import io.thence.bench.processor.ProcessorRows;
import io.thence.server.cli.Subcommand;
import io.thence.server.cli.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code thence bench processors}. */
@Command(
        name = "processors",
        mixinStandardHelpOptions = true,
        description = {
            "From an event to its handler, beside a raw subscription, bare threads, and what the device allows.",
            "A ratio is Thence by the other; medians of the rounds. All of it takes about ten minutes."
        },
        footer = {
            "",
            "Examples:",
            "  thence bench processors --json > processors.json",
            "  thence bench processors --row empty-handler --row handler-latency"
        })
final class ProcessorsCommand implements Subcommand {

    @Mixin
    private final SuiteOptions options = new SuiteOptions();

    @Override
    public int run(Terminal terminal) throws Exception {
        options.run("processors", () -> ProcessorRows.all(Scale.FULL), terminal);
        return OK;
    }
}
