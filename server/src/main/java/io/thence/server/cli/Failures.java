// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.ThenceException;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.NoStore;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong in a way that helps, and with which code the process ends. */
final class Failures {

    private final Terminal terminal;
    private final ThenceCommand root;

    Failures(Terminal terminal, ThenceCommand root) {
        this.terminal = terminal;
        this.root = root;
    }

    int exitCode(Throwable failure) {
        var cause = failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ResultStream.Failed failed && failed.readerLeft()) {
            return Subcommand.OK;
        }
        terminal.say(message(cause));
        if (root.debug) {
            cause.printStackTrace(terminal.err());
        }
        return cause instanceof ParameterException || cause instanceof NoStore || cause instanceof BadRequest
                ? Subcommand.USAGE : Subcommand.FAILED;
    }

    /** Whether what nobody knows stands where a command would. */
    private static boolean isCommand(UnmatchedArgumentException e) {
        return !e.isUnknownOption() && !e.getCommandLine().getSubcommands().isEmpty();
    }

    private static String message(Throwable cause) {
        return switch (cause) {
            case UnmatchedArgumentException e when isCommand(e) -> "there is no command '" + e.getUnmatched().getFirst()
                    + "': there are " + String.join(", ", e.getCommandLine().getSubcommands().keySet());
            case UnmatchedArgumentException e when !e.getSuggestions().isEmpty() -> e.getMessage() + ": did you mean "
                    + String.join(" or ", e.getSuggestions()) + "?";
            case ParameterException e -> e.getMessage() + "\nTry '"
                    + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.";
            case ThenceException e -> String.valueOf(e.getMessage());
            case ResultStream.Failed e -> "the results cannot be written (" + e.why()
                    + "): check where standard output goes";
            default -> "this should not have happened: " + cause
                    + "\nRun it again with --debug and report what it shows.";
        };
    }
}
