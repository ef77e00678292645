// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code thence} itself, with the options that all subcommands share. */
@Command(
        name = "thence",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Looks at event stores, and runs what builds on them.",
        footer = {
            "",
            "Examples:",
            "  thence read --limit 10               the first ten events of the only store below .thence/",
            "  thence read --key invoice/536365       the events that are filed under one value of a key",
            "  thence tail --json | jq .type        what happens from now on",
            "  thence verify --data DIR             every checksum, position and index entry",
            "  thence backup TO --data DIR          a copy, also while the application runs",
            "  thence bench log                     the log beside what one would use instead, half an hour",
            "  thence forget person/17 --data DIR   what is stored about a person, in a store that nothing runs",
            "",
            "Exit codes: 0 done, 1 what was asked for failed, 2 bad usage or no such store."
        })
final class ThenceCommand {

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    boolean debug;

    @Option(names = "--progress", scope = ScopeType.INHERIT,
            description = "Draw progress bars also where standard error is no terminal.")
    boolean progress;
}
